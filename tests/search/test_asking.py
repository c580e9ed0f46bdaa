"""A question as it stands in an address."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from beatbook.search.asking import Asked, Kind, Sort, read_asked
from beatbook.search.typed import MAX_TYPED

asked = st.builds(
    Asked,
    typed=st.text(max_size=MAX_TYPED).map(lambda text: " ".join(text.split())),
    kind=st.sampled_from(["", *Kind]),
    system=st.text(max_size=20),
    area=st.text(max_size=12),
    year=st.integers(0, 9999),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 1000),
)


@given(asked)
def test_every_question_stands_whole_in_its_address(one: Asked) -> None:
    assert read_asked(dict(parse_qsl(one.query(), keep_blank_values=True))) == one


def test_what_cannot_be_a_choice_is_none() -> None:
    assert read_asked({"q": "a", "kind": "robot", "year": "-1", "page": "0", "sort": "worst"}) == Asked("a")
    assert read_asked({"q": "a", "page": "99999999", "year": "٣"}) == Asked("a")


def test_a_new_choice_begins_at_the_first_page() -> None:
    assert Asked("a", page=3).narrowed(kind="event") == Asked("a", kind="event")


def test_nominal_means_people() -> None:
    assert Asked("nominal marsh").kind_meant == "person" and Asked("marsh").kind_meant == ""
