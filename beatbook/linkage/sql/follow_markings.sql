-- Nothing comes back. What linking derived from a record, and what people decided about it, takes the record's new marking in the transaction that
-- re-marks it, not when it is linked again: keys, name tokens, links and judgements are never seen at a marking that their record no longer has.
CREATE FUNCTION public.linkage_follow_marking() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE linkage_link l SET vb = NEW.vis FROM linkage_link m WHERE m.a = NEW.id AND l.a = m.b AND l.b = NEW.id;
    UPDATE linkage_link l SET va = NEW.vis WHERE l.a = NEW.id;
    UPDATE linkage_judgement j SET va = NEW.vis WHERE j.a = NEW.id;
    UPDATE linkage_judgement j SET vb = NEW.vis WHERE j.b = NEW.id;
    UPDATE linkage_concern c SET va = NEW.vis WHERE c.a = NEW.id;
    UPDATE linkage_concern c SET vb = NEW.vis WHERE c.b = NEW.id;
    INSERT INTO linkage_token (deletion, vis, token)
    SELECT t.deletion, NEW.vis, t.token
    FROM linkage_key k
    JOIN LATERAL public.linkage_deletions(substr(k.key, 6)) AS t (deletion, token) ON true
    WHERE k.record_id = NEW.id AND starts_with(k.key, 'name:')
    ON CONFLICT DO NOTHING;
    UPDATE linkage_key k SET vis = NEW.vis WHERE k.record_id = NEW.id;
    DELETE FROM linkage_token t
    USING linkage_key k
    JOIN LATERAL public.linkage_deletions(substr(k.key, 6)) AS gone (deletion, token) ON true
    WHERE k.record_id = NEW.id AND starts_with(k.key, 'name:')
      AND t.deletion = gone.deletion AND t.token = gone.token AND t.vis = OLD.vis
      AND NOT EXISTS (SELECT FROM linkage_key held WHERE held.key = k.key AND held.vis = OLD.vis);
    RETURN NULL;
END
$$;

-- The variants under which a name token is kept: itself and, from four letters on, with each one letter left out. As keys.deletion_variants.
CREATE FUNCTION public.linkage_deletions(name text) RETURNS TABLE (deletion text, token text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT name, name
    UNION
    SELECT left(name, place - 1) || substr(name, place + 1), name FROM generate_series(1, length(name)) AS place WHERE length(name) >= 4
$$;
GRANT EXECUTE ON FUNCTION public.linkage_deletions(text) TO beatbook_ingest;

CREATE TRIGGER linkage_follows AFTER UPDATE OF vis ON sources_record
FOR EACH ROW WHEN (OLD.vis IS DISTINCT FROM NEW.vis) EXECUTE FUNCTION public.linkage_follow_marking();
