"""Who may see whose figures follows from the register and the day."""

from beatbook.organisations.dated import Period
from beatbook.organisations.entitlements import codes_held
from beatbook.organisations.visibility import NATIONAL, owner_code, peers_code
from tests.organisations.registers import BEFORE, FIRST, MERGER, TODAY, merged


def test_a_successor_keeps_the_history_of_both() -> None:
    held = codes_held("union", merged(), TODAY)
    assert {owner_code(code) for code in ("union", "east", "west")} <= set(held)
    assert held[owner_code("east")] == Period(MERGER)


def test_who_oversees_sees_what_the_overseen_see_and_no_more() -> None:
    held = codes_held("watch", merged(), TODAY)
    assert set(held) == {owner_code("watch"), owner_code("union"), owner_code("east"), owner_code("west"), peers_code("near"), NATIONAL}
    assert owner_code("watch") not in codes_held("union", merged(), TODAY)


def test_peers_hold_the_peers_code_in_the_days_of_the_group_alone() -> None:
    held = codes_held("near", merged(), TODAY)
    assert held == {owner_code("near"): Period(FIRST), peers_code("union"): Period(MERGER), NATIONAL: Period(FIRST)}
    assert codes_held("near", merged(), BEFORE)[peers_code("west")] == Period(FIRST, BEFORE)


def test_a_partner_sees_nothing_national_and_a_stranger_only_its_own() -> None:
    assert set(codes_held("council", merged(), TODAY)) == {owner_code("council")}
    assert set(codes_held("unheard-of", merged(), TODAY)) == {owner_code("unheard-of")}


def test_the_people_of_a_force_that_is_gone_hold_nothing() -> None:
    assert codes_held("east", merged(), TODAY) == {}
