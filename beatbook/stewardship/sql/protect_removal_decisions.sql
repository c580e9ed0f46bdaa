-- Who decides on a removal is somebody other than who asked, about a request that is still open, and about exactly its list: whoever writes it.
CREATE FUNCTION sec.check_removal_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    request public.stewardship_removalrequest;
BEGIN
    SELECT * INTO STRICT request FROM public.stewardship_removalrequest q WHERE q.id = NEW.request_id;
    IF request.asked_by = NEW.decided_by OR request.done_at IS NOT NULL OR request.digest <> NEW.digest OR request.vis <> NEW.vis
       OR EXISTS (SELECT FROM public.stewardship_removaldecision d WHERE d.request_id = NEW.request_id AND NOT d.agreed) THEN
        RAISE EXCEPTION 'Somebody else decides, once, about exactly the list that was asked for.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION sec.check_removal_decision() FROM PUBLIC;
CREATE TRIGGER is_checked BEFORE INSERT ON stewardship_removaldecision FOR EACH ROW EXECUTE FUNCTION sec.check_removal_decision();

-- The owner, as whom the trigger runs, sees requests and decisions; the table's policies bind it too.
CREATE POLICY owner_checks ON stewardship_removalrequest FOR SELECT TO beatbook_owner USING (true);
CREATE POLICY owner_checks ON stewardship_removaldecision FOR SELECT TO beatbook_owner USING (true);
CREATE POLICY purger_counts ON stewardship_removaldecision FOR SELECT TO beatbook_purger USING (true);
GRANT SELECT ON stewardship_removaldecision TO beatbook_purger;
