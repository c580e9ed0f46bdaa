"""Interns markings: one small number for each distinct one, made at its first use."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections, transaction

from beatbook.db.viewing import look_again
from beatbook.vocabulary.markings import Classification, Marking, joined


def intern_marking(marking: Marking, *, using: str = "ingest") -> int:
    """The number of this marking, made at its first use. Safe when several processes ask at once."""
    number = _interned_number(marking, using)
    look_again()
    return number


def _interned_number(marking: Marking, using: str) -> int:
    values = [int(marking.classification), sorted(marking.agreements), sorted(marking.caveats)]
    lookup = "SELECT vis FROM access_marking WHERE classification = %s AND agreements = %s::text[] AND caveats = %s::text[]"
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(lookup, values)
        if found := cursor.fetchone():
            return int(found[0])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access_marking'))")
        cursor.execute(
            "INSERT INTO access_marking (vis, classification, agreements, caveats)"
            " SELECT coalesce(max(vis), 0) + 1, %s, %s::text[], %s::text[] FROM access_marking ON CONFLICT DO NOTHING",
            values,
        )
        cursor.execute(lookup, values)
        return int(cursor.fetchone()[0])


def intern_markings(markings: Collection[Marking], *, using: str = "ingest") -> dict[Marking, int]:
    """The numbers of many markings at once, as `intern_marking` gives them."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access_marking'))")
        known = _interned(cursor)
        new = [marking for marking in dict.fromkeys(markings) if marking not in known]
        first = max(known.values(), default=0) + 1
        cursor.executemany(
            "INSERT INTO access_marking (vis, classification, agreements, caveats) VALUES (%s, %s, %s::text[], %s::text[])",
            [(first + n, int(one.classification), sorted(one.agreements), sorted(one.caveats)) for n, one in enumerate(new)],
        )
        known |= {one: first + n for n, one in enumerate(new)}
    look_again()
    return {marking: known[marking] for marking in markings}


def _interned(cursor: Any) -> dict[Marking, int]:
    cursor.execute("SELECT vis, classification, agreements, caveats FROM access_marking")
    return {Marking(Classification(level), frozenset(some), frozenset(all_of)): vis for vis, level, some, all_of in cursor.fetchall()}


def join_markings(numbers: Collection[int], *, more: Sequence[Marking] = (), using: str = "ingest") -> int:
    """The number of the marking that what is derived from records with these markings, and `more`, must bear."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT classification, agreements, caveats FROM access_marking WHERE vis = ANY (%s)", [list(numbers)])
        found = [
            Marking(Classification(level), frozenset(agreements), frozenset(caveats)) for level, agreements, caveats in cursor.fetchall()
        ]
    return intern_marking(joined([*found, *more]), using=using)
