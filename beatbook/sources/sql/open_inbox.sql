-- The web role may put a message in and read none. A system proves itself by its feed's token, which only this function compares.
CREATE FUNCTION sec.feed_accepts(wanted_feed text, token text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.sources_feedtoken t
        WHERE t.feed = wanted_feed AND t.token_hash = sha256(convert_to(token, 'UTF8')))
$$;
REVOKE ALL ON FUNCTION sec.feed_accepts(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.feed_accepts(text, text) TO beatbook_app, beatbook_ingest;
