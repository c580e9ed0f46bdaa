-- A row is one thing that somebody did or was refused; `seen` in its detail says which transactions were over then, so that what was shown can be
-- shown again. No RETURNING: those who may add to the log may not read it; and no time, which is the database's.
INSERT INTO audit_event (id, kind, user_id, role, task_id, purpose, reference, route, record_ids, detail)
VALUES (gen_random_uuid(), %(kind)s, %(user_id)s, %(role)s, %(task_id)s, %(purpose)s, %(reference)s, %(route)s, %(record_ids)s::uuid[],
        %(detail)s::jsonb || jsonb_build_object('seen', pg_current_snapshot()::text))
