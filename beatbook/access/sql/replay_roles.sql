-- In a replay the role is that of its moment, as the markings are; and of the log it shows no line that whoever replays may not read now.
ALTER TABLE sec.session
    ADD COLUMN replay_by uuid;

-- The role of the user whose session is set on this transaction: now, or in a replay at its moment. In plpgsql because the tables of the past are
-- made after all others.
CREATE OR REPLACE FUNCTION sec.my_role() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    who uuid := sec.my_user();
    m pg_snapshot;
BEGIN
    IF coalesce(current_setting('beatbook.replay', true), '') = '' THEN
        RETURN (SELECT u.role FROM public.access_user u WHERE u.id = who);
    END IF;
    m := sec.moment();
    RETURN (SELECT u.role
            FROM (SELECT n.id, n.role FROM public.access_user n WHERE n.id = who AND pg_visible_in_snapshot(n.born, m)
                  UNION ALL
                  SELECT p.id, p.role FROM past.access_user p
                  WHERE p.id = who AND pg_visible_in_snapshot(p.born, m) AND NOT pg_visible_in_snapshot(p.died, m)) AS u);
END
$$;

-- Who replays, and with which role now; no row in every other transaction.
CREATE FUNCTION sec.replayer() RETURNS TABLE (id uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT u.id, u.role
    FROM sec.session s
    JOIN public.access_user u ON u.id = s.replay_by
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
$$;

-- May this transaction read the log at all, as far as whoever replays it is concerned? True outside replays.
CREATE FUNCTION sec.log_is_open() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((SELECT r.role IN ('sergeant', 'standards', 'data-protection') FROM sec.replayer() r), true)
$$;

-- Whose lines of the log are kept from whoever replays: their own, but for professional standards. No user has the id of noughts.
CREATE FUNCTION sec.kept_from_replayer() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((SELECT r.id FROM sec.replayer() r WHERE r.role <> 'standards'), '00000000-0000-0000-0000-000000000000')
$$;

-- As before, and of the log as well: is all that the user of this replay could see then within what whoever replays it may see?
CREATE OR REPLACE FUNCTION sec.is_whole() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sec.held_then() <@ sec.replay_within()
       AND ((SELECT sec.my_role()) NOT IN ('sergeant', 'standards', 'data-protection')
            OR (sec.log_is_open() AND sec.kept_from_replayer() IN ('00000000-0000-0000-0000-000000000000', sec.my_user())))
$$;

-- The day that counts as today: in a replay that of its moment.
CREATE FUNCTION sec.day() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((SELECT s.replay_at::date
                     FROM sec.session s
                     WHERE coalesce(current_setting('beatbook.replay', true), '') <> ''
                       AND s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))), current_date)
$$;

REVOKE ALL ON FUNCTION sec.day(), sec.replayer(), sec.log_is_open(), sec.kept_from_replayer() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.day(), sec.log_is_open(), sec.kept_from_replayer() TO beatbook_app, beatbook_audit_reader;
GRANT EXECUTE ON FUNCTION sec.moment() TO beatbook_audit_reader;
