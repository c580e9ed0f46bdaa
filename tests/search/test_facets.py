"""Facets: the count beside a value is the total that choosing it gives."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.search.asking import Asked
from beatbook.search.facets import FACETS, Tally, facets_of, total_of

tally = st.builds(
    Tally,
    kind=st.sampled_from(["person", "event"]),
    system=st.sampled_from(["Crime", "Custody"]),
    area=st.sampled_from(["", "E1", "E2"]),
    year=st.sampled_from([0, 2025, 2026]),
    records=st.integers(1, 9),
)
asked = st.builds(
    Asked,
    typed=st.just("marsh"),
    kind=st.sampled_from(["", "person"]),
    system=st.sampled_from(["", "Crime"]),
    area=st.sampled_from(["", "E1"]),
    year=st.sampled_from([0, 2026]),
)


@given(st.lists(tally, max_size=12), asked)
def test_choosing_a_value_gives_as_many_as_were_counted(tallies: list[Tally], one: Asked) -> None:
    for facet in facets_of(tallies, one, {}):
        for value in facet.values:
            choice = int(value.value) if facet.name == "year" else value.value
            assert total_of(tallies, one.narrowed(**{facet.name: choice})) == value.records


def test_a_facet_of_one_value_is_not_offered_unless_it_is_chosen() -> None:
    tallies = [Tally("person", "Crime", "", 0, 3)]
    assert facets_of(tallies, Asked("marsh"), {}) == []
    assert [facet.name for facet in facets_of(tallies, Asked("marsh", kind="person"), {})] == ["kind"]
    assert set(FACETS) == {"kind", "system", "area", "year"}
