-- Replays: sessions that see what one user saw at a past moment, as far as the person who replays it may see it too. The token of one never
-- leaves the program, and it is deleted when the page is drawn.
ALTER TABLE sec.session
    ADD COLUMN replay_of pg_snapshot,
    ADD COLUMN replay_at timestamptz,
    ADD COLUMN replay_within integer[],
    ADD CONSTRAINT a_replay_is_whole CHECK ((replay_of IS NULL) = (replay_at IS NULL) AND (replay_of IS NULL) = (replay_within IS NULL));

-- The moment that is replayed in this transaction: which transactions were over then. NULL in every other.
CREATE FUNCTION sec.moment() RETURNS pg_snapshot
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.replay_of
    FROM sec.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.revoked_at IS NULL AND s.expires_at > now()
$$;

-- As before, but that a replay counts only where the transaction says that it is one, and then also for a user who has left since.
CREATE OR REPLACE FUNCTION sec.my_user() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.user_id
    FROM sec.session s
    JOIN public.access_user u ON u.id = s.user_id
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.revoked_at IS NULL
      AND s.expires_at > now()
      AND (u.active OR s.replay_of IS NOT NULL)
      AND (s.replay_of IS NULL) = (coalesce(current_setting('beatbook.replay', true), '') = '')
$$;

-- The body of sec.my_vis as it is, under a name of its own: what the user of an ordinary session may see now.
DO $copy$
BEGIN
    EXECUTE 'CREATE FUNCTION sec.vis_now() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS '
            || (SELECT quote_literal(p.prosrc) FROM pg_proc p WHERE p.oid = 'sec.my_vis'::regproc);
END
$copy$;

-- What the user of a replay might see at its moment, by the grants and agreements of then. In plpgsql because the tables of the past are made
-- after all others.
CREATE FUNCTION sec.held_then() RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    m pg_snapshot;
    who uuid;
    day date;
    found integer[];
BEGIN
    SELECT s.replay_of, s.user_id, s.replay_at::date INTO m, who, day
    FROM sec.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.revoked_at IS NULL AND s.expires_at > now() AND s.replay_of IS NOT NULL;
    IF m IS NULL THEN
        RETURN '{}';
    END IF;
    WITH agreement AS MATERIALIZED (
        SELECT a.code
        FROM (SELECT n.code, n.starts_on, n.ends_on FROM public.access_agreement n WHERE pg_visible_in_snapshot(n.born, m)
              UNION ALL
              SELECT p.code, p.starts_on, p.ends_on FROM past.access_agreement p
              WHERE pg_visible_in_snapshot(p.born, m) AND NOT pg_visible_in_snapshot(p.died, m)) AS a
        WHERE day >= a.starts_on AND (a.ends_on IS NULL OR day <= a.ends_on)
    ),
    held AS MATERIALIZED (
        SELECT g.kind, g.code
        FROM (SELECT n.kind, n.code, n.starts_on, n.ends_on FROM public.access_grant n WHERE n.user_id = who AND pg_visible_in_snapshot(n.born, m)
              UNION ALL
              SELECT p.kind, p.code, p.starts_on, p.ends_on FROM past.access_grant p
              WHERE p.user_id = who AND pg_visible_in_snapshot(p.born, m) AND NOT pg_visible_in_snapshot(p.died, m)) AS g
        WHERE day >= g.starts_on AND (g.ends_on IS NULL OR day <= g.ends_on)
          AND (g.kind <> 'agreement' OR g.code IN (SELECT a.code FROM agreement a))
    ),
    me AS MATERIALIZED (
        SELECT u.role,
               (SELECT coalesce(max(h.code::integer), 0) FROM held h WHERE h.kind = 'clearance') AS level,
               (SELECT coalesce(array_agg(h.code), '{}') FROM held h WHERE h.kind = 'agreement') || u.organisation_id AS agreements,
               (SELECT coalesce(array_agg(h.code), '{}') FROM held h WHERE h.kind = 'caveat') AS caveats
        FROM (SELECT n.id, n.role, n.organisation_id, n.active FROM public.access_user n WHERE n.id = who AND pg_visible_in_snapshot(n.born, m)
              UNION ALL
              SELECT p.id, p.role, p.organisation_id, p.active FROM past.access_user p
              WHERE p.id = who AND pg_visible_in_snapshot(p.born, m) AND NOT pg_visible_in_snapshot(p.died, m)) AS u
        WHERE u.active
    )
    SELECT coalesce(array_agg(k.vis), '{}') INTO found
    FROM public.access_marking k, me
    WHERE me.role = 'system'
       OR (k.classification <= me.level
           AND (k.agreements = '{}' OR k.agreements && me.agreements)
           AND k.caveats <@ me.caveats);
    RETURN found;
END
$$;

-- The markings that whoever replays this session may see themselves.
CREATE FUNCTION sec.replay_within() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.replay_within FROM sec.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
$$;

-- What a replay shows: what its user could see then and whoever replays it may see now.
CREATE FUNCTION sec.vis_then() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(held), '{}') FROM unnest(sec.held_then()) AS held WHERE held = ANY (sec.replay_within())
$$;

-- Is all that the user of this replay could see then within what whoever replays it may see?
CREATE FUNCTION sec.is_whole() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT sec.held_then() <@ sec.replay_within() $$;

-- The setting only chooses the road: each road looks at the session itself, and a setting without such a session sees nothing.
CREATE OR REPLACE FUNCTION sec.my_vis() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN coalesce(current_setting('beatbook.replay', true), '') = '' THEN sec.vis_now() ELSE sec.vis_then() END
$$;

REVOKE ALL ON FUNCTION sec.moment(), sec.vis_now(), sec.held_then(), sec.replay_within(), sec.vis_then(), sec.is_whole() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.moment(), sec.is_whole() TO beatbook_app;
