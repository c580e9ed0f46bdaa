-- Schema sec: sessions, and the four functions through which a policy learns who is looking. No other road in for the web role.
-- TRUNCATE is not granted, tokens are kept only as SHA-256, and only beatbook_login may add a session.

GRANT USAGE ON SCHEMA sec TO beatbook_app, beatbook_ingest, beatbook_login, beatbook_audit_reader;

CREATE TABLE sec.session (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES public.access_user (id) ON DELETE CASCADE,
    issued_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
GRANT SELECT, INSERT, UPDATE (revoked_at), DELETE ON sec.session TO beatbook_login;

-- The user whose session token is set on this transaction; NULL when there is none, it has expired or its user is not active.
CREATE FUNCTION sec.my_user() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.user_id
    FROM sec.session s
    JOIN public.access_user u ON u.id = s.user_id
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.revoked_at IS NULL
      AND s.expires_at > now()
      AND u.active
$$;

-- The role of that user, for the few policies about whole tables (who may read the log).
CREATE FUNCTION sec.my_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT u.role FROM public.access_user u WHERE u.id = (SELECT sec.my_user())
$$;

-- The clearance, agreements or caveats that the user holds today; an agreement out of date opens nothing.
CREATE FUNCTION sec.my_grants(wanted text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(g.code), '{}')
    FROM public.access_grant g
    WHERE g.user_id = (SELECT sec.my_user())
      AND g.kind = wanted
      AND current_date >= g.starts_on AND (g.ends_on IS NULL OR current_date <= g.ends_on)
      AND (g.kind <> 'agreement' OR EXISTS (
            SELECT 1 FROM public.access_agreement a
            WHERE a.code = g.code AND current_date >= a.starts_on AND (a.ends_on IS NULL OR current_date <= a.ends_on)))
$$;

-- The markings that the viewer may see, as interned numbers: what every policy compares with. The body that holds a record stands among
-- the record's agreements by its code, and its own staff hold that code without a grant. Named jobs (role system) see every marking.
-- Who looks is asked once, not for each marking: this runs for every protected table of every query.
CREATE FUNCTION sec.my_vis() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH me AS MATERIALIZED (
        SELECT u.role,
               (SELECT coalesce(max(c::integer), 0) FROM unnest(sec.my_grants('clearance')) AS c) AS level,
               sec.my_grants('agreement') || u.organisation_id AS agreements,
               sec.my_grants('caveat') AS caveats
        FROM public.access_user u
        WHERE u.id = (SELECT sec.my_user())
    )
    SELECT coalesce(array_agg(m.vis), '{}')
    FROM public.access_marking m, me
    WHERE me.role = 'system'
       OR (m.classification <= me.level
           AND (m.agreements = '{}' OR m.agreements && me.agreements)
           AND m.caveats <@ me.caveats)
$$;

REVOKE ALL ON FUNCTION sec.my_user(), sec.my_role(), sec.my_grants(text), sec.my_vis() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.my_user(), sec.my_role(), sec.my_grants(text), sec.my_vis()
    TO beatbook_app, beatbook_ingest, beatbook_audit_reader;
