"""Search in the database beside its slow twin: every visible record weighed one by one in plain Python."""

from datetime import date
from uuid import UUID

import pytest
from django.utils import timezone

from beatbook.access.actions import sign_in
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.db.viewing import viewing
from beatbook.geography.queries import area_names
from beatbook.linkage.queries import current_frequencies, keys_of_records
from beatbook.pole.queries import sayings_of
from beatbook.search.asking import Asked, Kind, Sort
from beatbook.search.queries import MOST_RECORDS, Results, _seen, _terms, records_answering, search
from beatbook.search.weighing import answers_of, total
from beatbook.vocabulary.viewer import Viewer

TODAY = date(2026, 11, 27)
TYPED = (
    "marsh",
    "jordan marsh",
    "marsh jordan",
    "jordon mrash",
    "jordan mar",
    "bill",
    "marsh 1994",
    "marsh aged 30-40",
    "1994",
    "14/03/1994",
    "marsh 14/03/1994",
    "jordan marsh 1994",
    "marsh foundry 2026",
    "12 foundry row",
    "foundry row",
    "marsh foundry row",
    "marsh market quarter",
    "market quarter",
    "zz1 4fr",
    "ZZ19 ABC",
    "ZZ19",
    "07700 900614",
    "burglary",
    "stolen jewellery",
    "burglary 2026",
    "44/0000001/26",
    "44/00000",
    "nominal marsh",
    "qqqqzzzz",
    "%",
    "_____",
    "' OR 1=1 --",
    "<b>marsh</b>",
)


def everything_visible(viewer: Viewer) -> dict[UUID, object]:
    """All that this viewer may see, as sayings."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE NOT withdrawn")
        ids = [row[0] for row in cursor.fetchall()]
    return sayings_of(ids, viewer=viewer)


@pytest.fixture(scope="module")
def worlds(module_millshire: str) -> dict[str, tuple]:
    """By reader: who they are, what they may see, and the keys of that."""
    found = {}
    for name in ("investigator", "partner"):
        viewer = sign_in(name)
        sayings = everything_visible(viewer)
        found[name] = (viewer, sayings, keys_of_records(list(sayings), viewer=viewer))
    return found


@pytest.mark.parametrize("reader", ["investigator", "partner"])
@pytest.mark.parametrize("typed", TYPED)
def test_the_database_finds_what_weighing_every_record_finds(worlds: dict[str, tuple], reader: str, typed: str) -> None:
    viewer, sayings, keys = worlds[reader]
    with viewing(viewer):
        known = current_frequencies(viewer=viewer)
        terms = _terms(typed, area_names(viewer=viewer), viewer=viewer, today=TODAY)
    only_times, driving = all(term.span for term in terms), len([term for term in terms if term.span is None]) == 1
    weighed = {}
    for one, saying in sayings.items():
        answers = answers_of(_seen(saying, keys.get(one, ())), terms, known)
        by_key = [a for a in answers if (a.how != "by a date in that time" or (only_times and saying.kind == "person"))]
        by_key = [a for a in by_key if a.how != "by the area in which it lies" or (driving and saying.kind == "event")]
        if by_key:
            weighed[one] = answers
    most = max(map(len, weighed.values()), default=0)
    wanted_kind = Asked(typed).kind_meant
    expected = {
        one: total(answers)
        for one, answers in weighed.items()
        if len(answers) == most and (not wanted_kind or sayings[one].kind == wanted_kind)
    }

    found = search(Asked(typed), viewer=viewer, today=TODAY, whole=True)
    assert found.records == len(expected)
    assert {one: round(bits, 6) for one, bits in found.bits.items()}.items() <= {
        one: round(bits, 6) for one, bits in expected.items()
    }.items()
    assert len(found.bits) == min(MOST_RECORDS, len(expected))
    ordered = sorted(expected, key=lambda one: (-round(expected[one], 9), one))
    assert [round(expected[one], 6) for one in found.bits] == [round(expected[one], 6) for one in ordered[: len(found.bits)]]
    for one, answers in found.answers.items():
        assert total(answers) == pytest.approx(found.bits[one])


def test_every_facet_count_is_the_total_of_choosing_it(module_millshire: str) -> None:
    viewer = sign_in("investigator")
    asked = Asked("marsh")
    found = search(asked, viewer=viewer, today=TODAY)
    assert {facet.name for facet in found.facets} >= {"kind", "system"}
    for facet in found.facets:
        for value in facet.values:
            choice = int(value.value) if facet.name == "year" else value.value
            assert search(asked.narrowed(**{facet.name: choice}), viewer=viewer, today=TODAY).records == value.records


def pages_of(asked: Asked, viewer: Viewer) -> list[Results]:
    """Every page of a search."""
    first = search(asked, viewer=viewer, today=TODAY)
    return [first, *(search(asked.narrowed(page=n), viewer=viewer, today=TODAY) for n in range(2, first.pages + 1))]


def test_pages_together_are_the_whole_without_doubles(module_millshire: str) -> None:
    viewer = sign_in("investigator")
    pages = pages_of(Asked("market quarter"), viewer)
    ids = [one for page in pages for one in page.result_ids]
    whole = search(Asked("market quarter"), viewer=viewer, today=TODAY, whole=True)
    assert len(pages) > 1 and len(ids) == len(set(ids)) == whole.total
    assert set(ids) == set(whole.result_ids)


def test_newest_first_is_by_when_it_happened(module_millshire: str) -> None:
    viewer = sign_in("investigator")
    found = search(Asked("burglary", kind=Kind.EVENT, sort=Sort.NEWEST), viewer=viewer, today=TODAY, whole=True)
    times = [saying.happened_at for saying in found.events if saying.happened_at]
    assert len(times) > 3 and times == sorted(times, reverse=True)


def test_the_records_that_answer_are_those_of_the_pages(module_millshire: str) -> None:
    viewer = sign_in("investigator")
    asked = Asked("jordan marsh")
    assert records_answering(asked, viewer=viewer, today=TODAY) == list(search(asked, viewer=viewer, today=TODAY).bits)


def test_words_in_any_order_find_the_same(module_millshire: str) -> None:
    viewer, today = sign_in("investigator"), timezone.localdate()
    one, other = (search(Asked(typed), viewer=viewer, today=today, whole=True) for typed in ("jordan marsh 1994", "1994 marsh jordan"))
    assert one.result_ids == other.result_ids and one.total > 0


def test_a_withdrawn_record_that_answers_most_hides_none_that_answers_less(millshire: str) -> None:
    viewer = sign_in("investigator")

    def answering(typed: str) -> int:
        return search(Asked(typed), viewer=viewer, today=TODAY).records

    both = records_answering(Asked("jordan marsh"), viewer=viewer, today=TODAY)
    with administrator(cluster_of_settings(), millshire) as connection:
        connection.execute("UPDATE sources_record SET withdrawn = true WHERE id = ANY (%s)", [both])
        connection.commit()

    assert both and answering("jordan marsh") == answering("jordan") + answering("marsh") > 0
