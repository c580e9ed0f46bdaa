-- Personal tokens: sessions with a name and scopes, by which a program asks in its holder's name. A browser's session has neither.
ALTER TABLE sec.session
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN name text,
    ADD COLUMN scopes text[],
    ADD CONSTRAINT a_token_has_name_and_scopes CHECK ((name IS NULL) = (scopes IS NULL));
CREATE INDEX session_of_user ON sec.session (user_id);

-- The scopes of the token that is set on this transaction; NULL for a browser's session, and when there is none.
CREATE FUNCTION sec.my_scopes() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.scopes
    FROM sec.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('beatbook.token', true), 'UTF8'))
$$;
REVOKE ALL ON FUNCTION sec.my_scopes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.my_scopes() TO beatbook_app;
