-- Nothing comes back. When a record is re-marked or taken back, it is counted no more from the same transaction on, until it is taken in anew.
CREATE FUNCTION public.tension_let_go() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM tension_happening h WHERE h.id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER tension_let_go AFTER UPDATE OF vis, withdrawn ON sources_record
FOR EACH ROW WHEN (NEW.kind = 'event' AND (OLD.vis IS DISTINCT FROM NEW.vis OR (NEW.withdrawn AND NOT OLD.withdrawn)))
EXECUTE FUNCTION public.tension_let_go();
