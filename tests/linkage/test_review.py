"""The order of the review queue: harm, then help; the same for whoever gives the same pairs; each place explained."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.review import (
    Harm,
    Kind,
    Waiting,
    agreement,
    doubly_judged,
    drawn,
    harm_of,
    in_order,
    list_for_day,
    one_per_question,
    weak_bridges,
    words_of,
)

DAY = "2026-11-24"
IDS = [UUID(int=number) for number in range(1, 200)]
WEIGHTS = st.floats(-3.3, 12.0)


def pair(number: int, weight: float = 3.0, kind: Kind = Kind.NEAR, harm: Harm = Harm.NONE, sizes: tuple[int, int] = (1, 1)) -> Waiting:
    return Waiting(IDS[2 * number], IDS[2 * number + 1], kind, weight, 3.3, harm, sizes)


def test_custody_comes_before_domestic_abuse_before_firearms_before_all_else() -> None:
    given_ones = [
        pair(number, harm=harm) for number, harm in enumerate([Harm.NONE, Harm.FIREARMS, Harm.WARNING, Harm.CUSTODY, Harm.DOMESTIC])
    ]
    assert [one.harm for one in in_order(given_ones, DAY)] == sorted(Harm)


def test_harm_is_read_from_what_the_records_say() -> None:
    assert harm_of([{}, {"custody_number": "MC/26/1"}]) == Harm.CUSTODY
    assert harm_of([{"warnings": [{"code": "VI", "label": "Violent"}]}], {"DA"}) == Harm.DOMESTIC
    assert harm_of([{"warnings": [{"code": "", "label": "Firearms certificate"}]}]) == Harm.FIREARMS
    assert harm_of([{"warnings": [{"code": "SH"}]}]) == Harm.WARNING
    assert harm_of([{}, {"warnings": None}]) == Harm.NONE


def test_what_is_nearer_and_changes_more_comes_first() -> None:
    near, far, large = pair(0, 3.2), pair(1, -3.0), pair(2, 3.2, sizes=(5, 8))
    assert in_order([far, near, large], DAY) == [large, near, far]


@given(st.lists(WEIGHTS, max_size=40), st.integers(1, 30), st.randoms(use_true_random=False))
def test_a_list_has_its_size_and_no_order_of_arrival(weights: list[float], size: int, chance) -> None:
    waiting = [pair(number, weight, Kind.SAMPLE if number % 3 == 0 else Kind.NEAR) for number, weight in enumerate(weights)]
    shuffled = list(waiting)
    chance.shuffle(shuffled)
    assert list_for_day(shuffled, DAY, size) == list_for_day(waiting, DAY, size)
    assert len(list_for_day(waiting, DAY, size)) == min(size, len(waiting))


def test_a_tenth_of_a_full_list_is_a_sample_that_the_day_draws() -> None:
    waiting = [pair(number, kind=Kind.SAMPLE if number >= 50 else Kind.NEAR) for number in range(90)]
    samples = {day: [one for one in list_for_day(waiting, day, 20) if one.kind == Kind.SAMPLE] for day in ("a", "b")}
    assert [len(found) for found in samples.values()] == [2, 2]
    assert samples["a"] != samples["b"]
    assert drawn(DAY, IDS[0], IDS[1]) == drawn(DAY, IDS[1], IDS[0])


def test_pairs_of_the_same_two_persons_ask_once() -> None:
    a, b, c, d = IDS[:4]
    first, second = frozenset({a, b}), frozenset({c, d})
    persons = {a: first, b: first, c: second, d: second}
    found = one_per_question([Waiting(a, c, Kind.NEAR, 1.0, 3.3), Waiting(b, d, Kind.NEAR, 2.0, 3.3)], persons)
    assert [(one.a, one.b, one.sizes, one.settles) for one in found] == [(b, d, (2, 2), 1)]
    assert words_of(found[0])[-1] == "The answer settles 1 other pair of the same two persons."


def test_a_bridge_is_a_link_without_which_a_person_falls_apart() -> None:
    a, b, c, d = IDS[:4]
    links = [(a, b), (b, c), (a, c), (c, d)]
    assert weak_bridges(links, links) == {(c, d)}


def test_every_place_is_explained() -> None:
    assert words_of(pair(0, harm=Harm.CUSTODY, sizes=(4, 1)))[0] == "First because one of the records is from custody."
    assert "“Same” would join 1 record with 4 records." in words_of(pair(0, sizes=(4, 1)))
    assert all(words_of(pair(0, kind=kind)) for kind in Kind)


def test_agreement_counts_by_the_chance_that_the_model_gave() -> None:
    bands = agreement([(-10.0, False), (0.0, True), (0.0, False), (60.0, True), (7.0, True)])
    assert [(band.judged, band.same) for band in bands] == [(1, 0), (0, 0), (2, 1), (0, 0), (2, 2)]


def test_two_people_agree_when_their_last_words_do() -> None:
    a, b, c = IDS[:3]
    said = [(a, b, IDS[9], "same"), (a, b, IDS[8], "different"), (a, b, IDS[8], "same"), (a, c, IDS[9], "same"), (b, c, IDS[9], "same")]
    assert doubly_judged([*said, (b, c, IDS[8], "unsure")]) == (2, 1)
