-- Nothing comes back. Items on reviewers' lists and claims take a record's new marking in the transaction that re-marks it, as judgements do.
CREATE FUNCTION public.linkage_reviews_follow_marking() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE linkage_reviewitem i SET va = NEW.vis WHERE i.a = NEW.id;
    UPDATE linkage_reviewitem i SET vb = NEW.vis WHERE i.b = NEW.id;
    UPDATE linkage_reviewclaim c SET va = NEW.vis WHERE c.a = NEW.id;
    UPDATE linkage_reviewclaim c SET vb = NEW.vis WHERE c.b = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER linkage_reviews_follow AFTER UPDATE OF vis ON sources_record
FOR EACH ROW WHEN (OLD.vis IS DISTINCT FROM NEW.vis) EXECUTE FUNCTION public.linkage_reviews_follow_marking();
