-- Nothing comes back. Keeps what tables said: every row that is changed or deleted goes to the table of the same name in schema `past`, with the
-- transactions in which it was born and died, and a view of the same name in schema `asat` says what stood at the moment being replayed.
-- Run whenever the tables may have changed; it follows the catalogue, so that a new table or column is kept without being named here.
DO $keep$
DECLARE
    kept record;
    part record;
    reader text;
    columns text;
    shown text;
BEGIN
    CREATE OR REPLACE FUNCTION past.bear() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
    AS $$ BEGIN NEW.born := pg_current_xact_id(); RETURN NEW; END $$;

    -- What a transaction made and unmade itself was never seen by anybody, and is not kept.
    CREATE OR REPLACE FUNCTION past.keep() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
    BEGIN
        EXECUTE format('INSERT INTO past.%I (%s, born, died) SELECT %s, born, pg_current_xact_id() FROM gone WHERE born <> pg_current_xact_id()',
                       TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[0]);
        RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION past.refuse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
    AS $$ BEGIN RAISE EXCEPTION 'The history of % is kept: delete its rows instead of truncating it.', TG_TABLE_NAME; END $$;

    FOR kept IN
        SELECT c.oid, c.relname AS name
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND split_part(c.relname, '_', 1) = ANY ('{access,sources,linkage,pole,cases,search,geography,organisations,tension,measures,forecasts,'
                                                    'neighbourhoods,technology,suppliers,pooling,innovation,stewardship}')
          AND (has_any_column_privilege('beatbook_app', c.oid, 'SELECT') OR has_table_privilege('beatbook_audit_reader', c.oid, 'SELECT')
               OR starts_with(c.relname, 'access_'))
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE public.%I ADD COLUMN IF NOT EXISTS born xid8 NOT NULL DEFAULT pg_current_xact_id()', kept.name);
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
        FROM pg_attribute a WHERE a.attrelid = kept.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'born';
        -- Of a table that the web role reads in part, only that part is shown again.
        SELECT coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                        FILTER (WHERE has_column_privilege('beatbook_app', kept.oid, a.attnum, 'SELECT')), columns) INTO shown
        FROM pg_attribute a WHERE a.attrelid = kept.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'born';

        IF to_regclass(format('past.%I', kept.name)) IS NULL THEN
            EXECUTE format('CREATE TABLE past.%1$I (LIKE public.%1$I, died xid8 NOT NULL)', kept.name);
            EXECUTE format('ALTER TABLE past.%1$I ENABLE ROW LEVEL SECURITY; ALTER TABLE past.%1$I FORCE ROW LEVEL SECURITY', kept.name);
            EXECUTE format('CREATE POLICY owner_keeps ON past.%I FOR INSERT TO beatbook_owner WITH CHECK (true)', kept.name);
            IF starts_with(kept.name, 'access_') THEN
                EXECUTE format('CREATE POLICY owner_resolves ON past.%I FOR SELECT TO beatbook_owner USING (true)', kept.name);
            END IF;
            FOR part IN
                SELECT regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX \S+ ON public\.', 'CREATE INDEX ON past.') AS definition
                FROM pg_index i WHERE i.indrelid = kept.oid
            LOOP
                EXECUTE part.definition;
            END LOOP;
        END IF;
        FOR part IN
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type
            FROM pg_attribute a WHERE a.attrelid = kept.oid AND a.attnum > 0 AND NOT a.attisdropped
              AND NOT EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = to_regclass(format('past.%I', kept.name)) AND p.attname = a.attname)
        LOOP
            EXECUTE format('ALTER TABLE past.%I ADD COLUMN %I %s', kept.name, part.attname, part.type);
        END LOOP;
        -- Whoever may read a row as it is may read it as it was, by the very same policies.
        FOR part IN SELECT p.policyname FROM pg_policies p WHERE p.schemaname = 'past' AND p.tablename = kept.name AND starts_with(p.policyname, 'as_now_') LOOP
            EXECUTE format('DROP POLICY %I ON past.%I', part.policyname, kept.name);
        END LOOP;
        FOR part IN
            SELECT p.policyname, p.qual, named.role
            FROM pg_policies p CROSS JOIN LATERAL unnest(p.roles) AS named (role)
            WHERE p.schemaname = 'public' AND p.tablename = kept.name AND p.cmd IN ('SELECT', 'ALL')
              AND named.role = ANY ('{beatbook_app,beatbook_audit_reader}')
        LOOP
            EXECUTE format('CREATE POLICY %I ON past.%I FOR SELECT TO %I USING (%s)', 'as_now_' || part.policyname, kept.name, part.role, part.qual);
        END LOOP;
        IF NOT (SELECT c.relrowsecurity FROM pg_class c WHERE c.oid = kept.oid) AND has_table_privilege('beatbook_app', kept.oid, 'SELECT') THEN
            EXECUTE format('CREATE POLICY as_now_open ON past.%I FOR SELECT TO beatbook_app USING (true)', kept.name);
        END IF;

        -- Whoever removes records for good removes what is and what was; and what was long ago, of every table.
        EXECUTE format('DROP POLICY IF EXISTS purger_removes ON public.%1$I; DROP POLICY IF EXISTS purger_removes ON past.%1$I', kept.name);
        EXECUTE format('CREATE POLICY purger_removes ON past.%I FOR ALL TO beatbook_purger USING (true) WITH CHECK (true)', kept.name);
        EXECUTE format('GRANT SELECT, DELETE ON past.%I TO beatbook_purger', kept.name);
        IF split_part(kept.name, '_', 1) = ANY ('{sources,linkage,pole,cases,search}') THEN
            EXECUTE format('CREATE POLICY purger_removes ON public.%I FOR ALL TO beatbook_purger USING (true) WITH CHECK (true)', kept.name);
            EXECUTE format('GRANT SELECT, DELETE ON public.%I TO beatbook_purger', kept.name);
        END IF;

        EXECUTE format('CREATE OR REPLACE TRIGGER past_bear BEFORE UPDATE ON public.%I FOR EACH ROW'
                       ' WHEN (OLD.born <> pg_current_xact_id()) EXECUTE FUNCTION past.bear()', kept.name);
        EXECUTE format('CREATE OR REPLACE TRIGGER past_keep_changed AFTER UPDATE ON public.%I REFERENCING OLD TABLE AS gone'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION past.keep(%L)', kept.name, columns);
        EXECUTE format('CREATE OR REPLACE TRIGGER past_keep_deleted AFTER DELETE ON public.%I REFERENCING OLD TABLE AS gone'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION past.keep(%L)', kept.name, columns);
        EXECUTE format('CREATE OR REPLACE TRIGGER past_refuse BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION past.refuse()', kept.name);

        EXECUTE format('DROP VIEW IF EXISTS asat.%I', kept.name);
        EXECUTE format('CREATE VIEW asat.%1$I WITH (security_invoker = true) AS'
                       ' SELECT %2$s FROM public.%1$I WHERE pg_visible_in_snapshot(born, (SELECT sec.moment())) UNION ALL'
                       ' SELECT %2$s FROM past.%1$I WHERE pg_visible_in_snapshot(born, (SELECT sec.moment()))'
                       ' AND NOT pg_visible_in_snapshot(died, (SELECT sec.moment()))', kept.name, shown);
        FOREACH reader IN ARRAY '{beatbook_app,beatbook_audit_reader}'::text[] LOOP
            IF has_table_privilege(reader, kept.oid, 'SELECT') THEN
                EXECUTE format('GRANT SELECT ON past.%1$I, asat.%1$I TO %2$I', kept.name, reader);
            ELSIF has_any_column_privilege(reader, kept.oid, 'SELECT') THEN
                EXECUTE format('GRANT SELECT (%1$s, born, died) ON past.%2$I TO %3$I; GRANT SELECT (born) ON public.%2$I TO %3$I;'
                               ' GRANT SELECT ON asat.%2$I TO %3$I', shown, kept.name, reader);
            END IF;
        END LOOP;
    END LOOP;

    -- The log is only ever added to: what it said at a moment are the lines that were in it.
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a WHERE a.attrelid = 'public.audit_event'::regclass AND a.attnum > 0 AND NOT a.attisdropped;
    DROP VIEW IF EXISTS asat.audit_event;
    EXECUTE format('CREATE VIEW asat.audit_event WITH (security_invoker = true) AS SELECT %s FROM public.audit_event'
                   ' WHERE pg_visible_in_snapshot(changed, (SELECT sec.moment()))', columns);
    GRANT SELECT ON asat.audit_event TO beatbook_audit_reader;
END
$keep$;
