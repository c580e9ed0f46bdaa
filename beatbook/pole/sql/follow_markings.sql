-- Nothing comes back. Choices of value and ways to be in touch take their record's new marking in the transaction that re-marks it, as judgements do.
CREATE FUNCTION public.pole_follow_marking() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE pole_valuechoice w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE pole_safecontact w SET va = NEW.vis WHERE w.record_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER pole_follow AFTER UPDATE OF vis ON sources_record
FOR EACH ROW WHEN (OLD.vis IS DISTINCT FROM NEW.vis) EXECUTE FUNCTION public.pole_follow_marking();
