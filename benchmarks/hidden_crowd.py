"""A crowd of records that a viewer may not see, put around a person and an event that they may: what a clock could tell of, if pages passed over it."""

from typing import Any
from uuid import UUID

SHADOWS = (
    # One hidden record of a person for each row, with the same content, keys and tokens as the visible one.
    # Their ids are the greatest, so that the person is the first of every pair: the most that one column of a table can lean to one value.
    "CREATE TEMPORARY TABLE shadow AS SELECT overlay(gen_random_uuid()::text PLACING 'ffff' FROM 1)::uuid AS id, gen_random_uuid() AS event"
    " FROM generate_series(1, %(n)s)",
    "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, area, content, content_hash, vis, load_id)"
    " SELECT s.id, r.feed, s.id::text, r.kind, 1, r.said_at, r.happened_at, r.area, r.content, '', %(hidden)s, r.load_id"
    " FROM sources_record r, shadow s WHERE r.id = %(person)s",
    "INSERT INTO linkage_key (key, vis, record_id) SELECT k.key, %(hidden)s, s.id FROM linkage_key k, shadow s WHERE k.record_id = %(person)s",
    "INSERT INTO linkage_key (key, vis, record_id) SELECT %(secret)s, %(hidden)s, s.id FROM shadow s",
    "INSERT INTO linkage_token (deletion, vis, token) SELECT t.deletion, %(hidden)s, t.token FROM linkage_token t WHERE 'name:' || t.token IN"
    " (SELECT k.key FROM linkage_key k WHERE k.record_id = %(person)s) ON CONFLICT DO NOTHING",
    "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model) SELECT %(person)s, s.id, %(seen)s, %(hidden)s, 30, '', %(model)s FROM shadow s",
    "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model) SELECT s.id, %(person)s, %(hidden)s, %(seen)s, 30, '', %(model)s FROM shadow s",
    # What people said of them, and hidden events like the visible one, in the same area at the same time.
    "INSERT INTO linkage_judgement (id, a, b, verdict, reason, reference, decided_by, va, vb, vis)"
    " SELECT gen_random_uuid(), %(person)s, s.id, 'unsure', 'hidden', '', %(person)s, %(seen)s, %(hidden)s, %(hidden)s FROM shadow s",
    "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, area, content, content_hash, vis, load_id)"
    " SELECT s.event, r.feed, s.event::text, r.kind, 1, r.said_at, r.happened_at, r.area, r.content, '', %(hidden)s, r.load_id"
    " FROM sources_record r, shadow s WHERE r.id = %(event)s",
    "INSERT INTO linkage_key (key, vis, record_id) SELECT k.key, %(hidden)s, s.event FROM linkage_key k, shadow s WHERE k.record_id = %(event)s",
    "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
    " SELECT gen_random_uuid(), s.id, r.id, 'witness', 'fact', r.said_at, r.feed, %(hidden)s, %(hidden)s, r.vis, r.load_id"
    " FROM sources_record r, shadow s WHERE r.id = %(event)s",
    "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
    " SELECT gen_random_uuid(), r.id, s.event, 'witness', 'fact', r.said_at, r.feed, %(hidden)s, r.vis, %(hidden)s, r.load_id"
    " FROM sources_record r, shadow s WHERE r.id = %(person)s",
)


def hide_crowd(connection: Any, n: int, *, person: UUID, event: UUID, secret: str) -> None:
    """Puts `n` hidden records of a person, and as many hidden events, around `person` and `event`, on an administrator's connection.

    Each shadow has every key of what it shadows, is linked with and judged against the person, and has a part in the event; the person has a part in
    each hidden event. `secret` is a key that none but the hidden have.
    """
    hidden = connection.execute("SELECT vis FROM access_marking WHERE caveats <> '{}' ORDER BY vis LIMIT 1").fetchone()
    seen = connection.execute("SELECT vis FROM sources_record WHERE id = %s", [person]).fetchone()
    model = connection.execute("SELECT version FROM linkage_model WHERE state = 'published'").fetchone()
    assert hidden and seen and model
    given = {"n": n, "hidden": hidden[0], "seen": seen[0], "model": model[0], "person": person, "event": event, "secret": secret}
    with connection.transaction():
        for statement in SHADOWS:
            connection.execute(statement, given)
        connection.execute("DROP TABLE shadow")
