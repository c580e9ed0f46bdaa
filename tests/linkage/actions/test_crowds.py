"""Many records of one content in the database: the first of them may go while no linker is at work, and all is as if it had never been."""

from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import LiveLinker, all_persons, link_new_records
from beatbook.linkage.crowds import MOST_ALIKE
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, put_records

SAME = {"forenames": "Arthur James", "surname": "Thistlewood", "date_of_birth": "1971-03-09", "postcode": "ZZ1 2AB"}
OTHER = UUID(int=1 << 100)


def _links() -> set[tuple[object, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT a, b, va, vb, weight, levels FROM linkage_link")
        return {(*row[:5], bytes(row[5])) for row in cursor.fetchall()}


@pytest.mark.parametrize("n_more", [1, 10])
def test_first_of_a_crowd_may_go_whoever_links_then(database: str, n_more: int) -> None:
    open_marking, hidden = intern_marking(Marking()), intern_marking(Marking(caveats=frozenset({"COVERT"})))
    put_records(mentions(60)[0], open_marking)
    ids = [UUID(int=number) for number in range(1, MOST_ALIKE + n_more + 1)]
    put_records([(one, SAME) for one in ids], open_marking)
    linker = LiveLinker()
    linker.link()
    put_records([(OTHER, SAME | {"surname": "Thistelwood"})], open_marking)
    linker.link()
    [person] = [found for found in all_persons() if OTHER in found]
    assert person == {OTHER, *ids}
    put_records([(ids[0], SAME)], hidden)
    LiveLinker().link()
    found, persons = _links(), all_persons()
    link_new_records(since=0)
    assert (found, persons) == (_links(), all_persons())
    assert {row[:2] for row in found} & {(ids[1], OTHER), (ids[0], OTHER)} == {(ids[1], OTHER), (ids[0], OTHER)}
