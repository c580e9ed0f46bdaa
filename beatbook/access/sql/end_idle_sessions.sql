-- An idle session ends: each session of a browser says after how long without a request, and when its holder last made one. A token, a named job and a
-- replay have no such time. It is held here, where every policy asks who is looking, so that an open stream or a forgotten page sees nothing more either.
ALTER TABLE sec.session
    ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN idle_after interval;
GRANT UPDATE (seen_at) ON sec.session TO beatbook_login;

-- As before, but that an idle session is no session.
CREATE OR REPLACE FUNCTION sec.my_user() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.user_id
    FROM sec.session s
    JOIN public.access_user u ON u.id = s.user_id
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.revoked_at IS NULL
      AND s.expires_at > now()
      AND (s.idle_after IS NULL OR s.seen_at + s.idle_after > now())
      AND (u.active OR s.replay_of IS NOT NULL)
      AND (s.replay_of IS NULL) = (coalesce(current_setting('beatbook.replay', true), '') = '')
$$;

-- How long the session that is set on this transaction would still last without another request; NULL when there is none or it has ended.
CREATE FUNCTION sec.my_time_left() RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT least(s.expires_at, s.seen_at + s.idle_after) - now()
    FROM sec.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
      AND s.user_id = (SELECT sec.my_user())
$$;
REVOKE ALL ON FUNCTION sec.my_time_left() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.my_time_left() TO beatbook_app;
