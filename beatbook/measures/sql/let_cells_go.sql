-- Nothing comes back. When a record is re-marked or taken back, what measures counted of it goes in the same transaction, with every count of
-- its place and month: until the next refresh those figures are too low, and never show what their reader may no longer open. Totals are not
-- changed here, for loads that run at once would wait for each other: what they are too high by is noted, and readers take it off.
CREATE OR REPLACE FUNCTION public.measures_let_go() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO measures_letgo (id, place, month, spot)
    SELECT gen_random_uuid(), f.place, f.month, f.spot FROM measures_crime f WHERE f.id = NEW.id
    UNION ALL
    SELECT gen_random_uuid(), f.place, f.month, NULL FROM measures_stop f WHERE f.id = NEW.id;
    WITH gone AS (
        DELETE FROM measures_cell l
        USING (SELECT f.place, f.month FROM measures_crime f WHERE f.id = NEW.id
               UNION SELECT f.place, f.month FROM measures_stop f WHERE f.id = NEW.id) AS f
        WHERE l.place = f.place AND l.month = f.month
        RETURNING l.measure, l.place, l.month, l.vis, l.slots, l.n, l.num, l.unknown
    )
    INSERT INTO measures_gone (measure, place, month, vis, slots, n, num, unknown) SELECT * FROM gone;
    DELETE FROM measures_crime f WHERE f.id = NEW.id;
    DELETE FROM measures_stop f WHERE f.id = NEW.id;
    RETURN NULL;
END
$$;
-- Cells have another shape: the next refresh counts everything anew.
UPDATE measures_state SET signature = '';
