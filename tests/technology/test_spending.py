"""One definition of run, mandated and innovation: every line in one class, shares that add up, gaps by year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.technology.catalogue import definition
from beatbook.technology.spending import DefinitionFaulty, Line, Spend, read_definition, shares_of, year_words, years_ahead


def line(**facts: object) -> Line:
    """A line of a pound that says nothing but these facts."""
    blank = {"account": "", "account_name": "", "supplier": "", "description": "", "project": "", "pence": 100}
    return Line("a", 2026, "actual", **{**blank, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "spend", "rule"),
    [
        ({"account_name": "Software licences"}, Spend.RUN, "R1"),
        ({"account_name": "Software licences", "project": "Emergency Services Network"}, Spend.MANDATED, "M1"),
        ({"account_name": "Contractors", "project": "Speech to text pilot"}, Spend.INNOVATION, "I1"),
        ({"description": "Supportive chairs"}, Spend.UNCLASSIFIED, ""),
        ({"account": "4410"}, Spend.RUN, "R3"),
        ({"account": "1440"}, Spend.UNCLASSIFIED, ""),
    ],
)
def test_the_first_rule_about_a_line_decides(facts: dict[str, object], spend: Spend, rule: str) -> None:
    assert definition().classify(line(**facts)) == (spend, rule)


@given(st.lists(st.tuples(st.sampled_from(Spend), st.integers(-(10**9), 10**9))))
def test_shares_add_up_to_the_penny(lines: list[tuple[Spend, int]]) -> None:
    shares = shares_of(lines)
    assert shares.total == sum(pence for _, pence in lines)
    if shares.total:
        assert sum(shares.share(spend) or 0 for spend in Spend) == pytest.approx(1)
    else:
        assert shares.share(Spend.RUN) is None


@pytest.mark.parametrize(
    "text",
    [
        'version = "1"',
        'version = "1"\n[[rule]]\ncode = "A"\nspend = "fun"\nfield = "project"\nwords = ["x"]\nwhy = ""',
        'version = "1"\n[[rule]]\ncode = "A"\nspend = "run"\nfield = "project"\nwhy = ""',
        'version = "1"' + '\n[[rule]]\ncode = "A"\nspend = "run"\nfield = "project"\nwords = ["x"]\nwhy = ""' * 2,
    ],
)
def test_a_faulty_definition_is_refused(text: str) -> None:
    with pytest.raises(DefinitionFaulty):
        read_definition(text)


def test_the_gap_is_what_is_still_to_be_found() -> None:
    ahead = years_ahead(2025, 1_000_000, years=3, uplift=0.03, targets={2026: 500, 2027: 900}, plans=[(2026, 200), (2027, 300), (2020, 50)])
    assert [(one.year, one.target, one.planned, one.gap) for one in ahead] == [
        (2026, 500, 250, 250),
        (2027, 900, 550, 350),
        (2028, 0, 550, -550),
    ]
    assert [one.unchanged for one in ahead] == [1_030_000, 1_060_900, 1_092_727]
    assert year_words(2099) == "2099/00"
