-- What a viewer sees is worked out once a transaction, by sec.look_as, and kept in the setting `beatbook.sees`: every protected table of every query
-- asks for it, and working it out took longer than many of those queries. The web role can change any setting, so the kept answer bears a seal that
-- it cannot make: an HMAC over session, transaction and answer, by a key that only the owner reads. Without a good seal the answer is worked out anew.

CREATE TABLE sec.seal_key (key bytea NOT NULL);
INSERT INTO sec.seal_key SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- The body of sec.my_vis as it was: what may be seen now, or in a replay what was seen then.
CREATE FUNCTION sec.opened_vis() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN coalesce(current_setting('beatbook.replay', true), '') = '' THEN sec.vis_now() ELSE sec.vis_then() END
$$;

-- The seal of an answer, for this session token in this transaction alone, and in or out of a replay. Runs as whoever calls it: only the functions here read the key.
CREATE FUNCTION sec.seal_of(answer text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    secret bytea := (SELECT k.key FROM sec.seal_key k);
BEGIN
    RETURN encode(sha256(secret || sha256(secret || convert_to(
        current_setting('beatbook.token', true) || ' ' || coalesce(current_setting('beatbook.replay', true), '') || ' ' || extract(epoch FROM now()) || ' ' || answer, 'UTF8'))), 'hex');
END
$$;

-- Names the session for the rest of this transaction; an empty token names nobody.
CREATE FUNCTION sec.look_as(token text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('beatbook.token', token, true);
    answer := CASE WHEN token <> '' THEN sec.opened_vis()::text ELSE '{}' END;
    PERFORM set_config('beatbook.sees', sec.seal_of(answer) || answer, true);
END
$$;

-- What every policy compares with: the answer that was kept, or the same worked out anew.
CREATE OR REPLACE FUNCTION sec.my_vis() RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept text := current_setting('beatbook.sees', true);
BEGIN
    IF left(kept, 64) = sec.seal_of(substr(kept, 65)) THEN
        RETURN substr(kept, 65)::integer[];
    END IF;
    RETURN sec.opened_vis();
END
$$;

REVOKE ALL ON FUNCTION sec.opened_vis(), sec.seal_of(text), sec.look_as(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.look_as(text) TO beatbook_app, beatbook_ingest, beatbook_audit_reader;
