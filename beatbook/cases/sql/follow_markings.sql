-- Nothing comes back. What is written about a record takes its new marking in the transaction that re-marks it, as judgements do.
CREATE FUNCTION public.cases_follow_marking() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE cases_allocation w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_decision w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_plan w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_review w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_referral w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_submission w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_submissionowner w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_caselink w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_needs w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_contact w SET va = NEW.vis WHERE w.record_id = NEW.id;
    UPDATE cases_caselink w SET vb = NEW.vis WHERE w.about_id = NEW.id;
    UPDATE cases_needs w SET vb = NEW.vis WHERE w.about_id = NEW.id;
    UPDATE cases_contact w SET vb = NEW.vis WHERE w.about_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER cases_follow AFTER UPDATE OF vis ON sources_record
FOR EACH ROW WHEN (OLD.vis IS DISTINCT FROM NEW.vis) EXECUTE FUNCTION public.cases_follow_marking();
