-- Who may ask for a change of access, who may agree, and how it takes effect: held by the database, so that no page can go round it.
-- Giving access takes two people, neither of whom is the one who gets it; taking it away takes one and works at once.
ALTER TABLE stewardship_accesschange ENABLE ROW LEVEL SECURITY;
ALTER TABLE stewardship_accesschange FORCE ROW LEVEL SECURITY;
ALTER TABLE stewardship_accessdecision ENABLE ROW LEVEL SECURITY;
ALTER TABLE stewardship_accessdecision FORCE ROW LEVEL SECURITY;
CREATE POLICY managers_read ON stewardship_accesschange FOR SELECT TO beatbook_app USING ((SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY managers_ask ON stewardship_accesschange FOR INSERT TO beatbook_app
    WITH CHECK (stewardship_accesschange.asked_by = (SELECT sec.my_user()) AND (SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY managers_read ON stewardship_accessdecision FOR SELECT TO beatbook_app USING ((SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY managers_decide ON stewardship_accessdecision FOR INSERT TO beatbook_app
    WITH CHECK (stewardship_accessdecision.decided_by = (SELECT sec.my_user()) AND (SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY owner_applies ON stewardship_accesschange FOR SELECT TO beatbook_owner USING (true);
CREATE POLICY owner_applies ON stewardship_accessdecision FOR SELECT TO beatbook_owner USING (true);
GRANT SELECT, INSERT ON stewardship_accesschange, stewardship_accessdecision TO beatbook_app;

-- Those who manage access read everybody's grants and every agreement; all others their own grants, as before.
CREATE POLICY managers_read ON access_grant FOR SELECT TO beatbook_app USING ((SELECT sec.my_role()) IN ('standards', 'data-protection'));
ALTER TABLE access_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_caveat ENABLE ROW LEVEL SECURITY;
CREATE POLICY managers_read ON access_agreement FOR SELECT TO beatbook_app USING ((SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY managers_read ON access_caveat FOR SELECT TO beatbook_app USING ((SELECT sec.my_role()) IN ('standards', 'data-protection'));
CREATE POLICY services_read ON access_agreement FOR SELECT TO beatbook_ingest, beatbook_login USING (true);
CREATE POLICY services_read ON access_caveat FOR SELECT TO beatbook_ingest, beatbook_login USING (true);
GRANT SELECT ON access_agreement, access_caveat TO beatbook_app;

-- Does this change let anybody see more than today?
CREATE FUNCTION sec.widens(change public.stewardship_accesschange) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held integer;
BEGIN
    IF change.taken THEN
        RETURN false;
    END IF;
    IF change.kind = 'clearance' THEN
        SELECT coalesce(max(g.code::integer), 0) INTO held FROM public.access_grant g WHERE g.user_id = change.user_id AND g.kind = 'clearance';
        RETURN change.code::integer > held;
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION sec.apply_access_change(change public.stewardship_accesschange) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF change.kind = 'sharing' THEN
        IF change.taken THEN
            UPDATE public.access_agreement a SET ends_on = current_date - 1 WHERE a.code = change.code;
        ELSE
            INSERT INTO public.access_agreement AS a (code, title, purpose, legal_basis, parties, shared, owner, starts_on, ends_on, review_on)
            SELECT change.code, f.title, f.purpose, f.legal_basis, f.parties, f.shared, f.owner, change.starts_on, change.ends_on, f.review_on
            FROM jsonb_to_record(change.facts) AS f (title text, purpose text, legal_basis text, parties text[], shared text, owner text, review_on date)
            ON CONFLICT (code) DO UPDATE SET title = excluded.title, purpose = excluded.purpose, legal_basis = excluded.legal_basis,
                parties = excluded.parties, shared = excluded.shared, owner = excluded.owner, starts_on = excluded.starts_on,
                ends_on = excluded.ends_on, review_on = excluded.review_on;
        END IF;
    ELSIF change.taken THEN
        DELETE FROM public.access_grant g WHERE g.user_id = change.user_id AND g.kind = change.kind AND g.code = change.code;
    ELSE
        IF change.kind = 'clearance' THEN
            DELETE FROM public.access_grant g WHERE g.user_id = change.user_id AND g.kind = 'clearance' AND g.code <> change.code;
        END IF;
        INSERT INTO public.access_grant AS g (user_id, kind, code, starts_on, ends_on)
        VALUES (change.user_id, change.kind, change.code, change.starts_on, change.ends_on)
        ON CONFLICT (user_id, kind, code) DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on;
    END IF;
    PERFORM pg_notify('beatbook_changed', '');
END
$$;

CREATE FUNCTION sec.weigh_access_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN NEW.widens := sec.widens(NEW); RETURN NEW; END $$;

CREATE FUNCTION sec.take_access_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'caveat' AND starts_with(NEW.code, 'PP-') THEN
        RAISE EXCEPTION 'Sealed identities have keepers of their own.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.widens THEN
        IF NEW.user_id = NEW.asked_by THEN
            RAISE EXCEPTION 'Nobody asks for access of their own.' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSE
        PERFORM sec.apply_access_change(NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION sec.take_access_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    change public.stewardship_accesschange;
BEGIN
    SELECT * INTO STRICT change FROM public.stewardship_accesschange c WHERE c.id = NEW.change_id;
    IF NEW.agreed THEN
        IF NEW.decided_by = change.asked_by OR NEW.decided_by = change.user_id OR NOT change.widens THEN
            RAISE EXCEPTION 'Somebody else must agree.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM sec.apply_access_change(change);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER is_weighed BEFORE INSERT ON stewardship_accesschange FOR EACH ROW EXECUTE FUNCTION sec.weigh_access_change();
CREATE TRIGGER takes_effect AFTER INSERT ON stewardship_accesschange FOR EACH ROW EXECUTE FUNCTION sec.take_access_change();
CREATE TRIGGER takes_effect AFTER INSERT ON stewardship_accessdecision FOR EACH ROW EXECUTE FUNCTION sec.take_access_decision();
REVOKE ALL ON FUNCTION sec.widens(public.stewardship_accesschange), sec.apply_access_change(public.stewardship_accesschange),
    sec.weigh_access_change(), sec.take_access_change(), sec.take_access_decision() FROM PUBLIC;
