-- Nothing comes back. When a record is re-marked or taken back, what measures counted of it goes in the same transaction, with every count of
-- its place and month: until the next refresh those figures are too low, and never show what their reader may no longer open.
CREATE FUNCTION public.measures_let_go() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO measures_letgo (id, place, month, spot)
    SELECT gen_random_uuid(), f.place, f.month, f.spot FROM measures_crime f WHERE f.id = NEW.id
    UNION ALL
    SELECT gen_random_uuid(), f.place, f.month, NULL FROM measures_stop f WHERE f.id = NEW.id;
    DELETE FROM measures_cell l USING measures_crime f WHERE f.id = NEW.id AND l.place = f.place AND l.month = f.month;
    DELETE FROM measures_cell l USING measures_stop f WHERE f.id = NEW.id AND l.place = f.place AND l.month = f.month;
    DELETE FROM measures_crime f WHERE f.id = NEW.id;
    DELETE FROM measures_stop f WHERE f.id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER measures_let_go AFTER UPDATE OF vis, withdrawn ON sources_record
FOR EACH ROW WHEN (NEW.kind = 'event' AND (OLD.vis IS DISTINCT FROM NEW.vis OR (NEW.withdrawn AND NOT OLD.withdrawn)))
EXECUTE FUNCTION public.measures_let_go();
