"""Every page that a role may use stands in its menu once, the daily ones in the bar, and nothing else does."""

from uuid import UUID

import pytest
from django.urls import reverse

from beatbook.access.permissions import may_use
from beatbook.config.menu import ALWAYS, DAILY, FEW, GROUPS, Entry, Group, menu_of
from beatbook.vocabulary.viewer import Role, Viewer

MOST_IN_THE_BAR = 9  # more take a second row at 1280 px
STAFF = [role for role in Role if role not in (Role.RESIDENT, Role.SYSTEM)]


def somebody(role: Role) -> Viewer:
    """A viewer of this role; no database is asked."""
    return Viewer(UUID(int=1), "somebody", "Somebody", role, "millshire", "no token")


def entries_of(role: Role) -> list[Entry]:
    """Every entry of a role's menu, in groups or not."""
    return [entry for one in menu_of(somebody(role)) for entry in (one.entries if isinstance(one, Group) else (one,))]


@pytest.mark.parametrize("role", STAFF)
def test_what_a_role_may_use_is_in_its_menu_once_and_nothing_else(role: Role) -> None:
    everything = (*ALWAYS, *(one for group in GROUPS for one in group.entries))
    allowed = {entry.name for entry in everything if entry.tool is None or may_use(somebody(role), entry.tool)}
    names = [entry.name for entry in entries_of(role)]
    assert len(names) == len(set(names)) and set(names) == allowed


@pytest.mark.parametrize("role", STAFF)
def test_the_bar_is_one_row_and_has_what_is_opened_daily(role: Role) -> None:
    bar = menu_of(somebody(role))
    direct = {one.name for one in bar if isinstance(one, Entry)}
    assert len(bar) <= MOST_IN_THE_BAR
    assert direct >= {"home", *DAILY[role]}
    assert not [one for one in bar if isinstance(one, Group) and len(one.entries) < 2]


def test_a_short_menu_has_no_groups() -> None:
    partner = menu_of(somebody(Role.PARTNER))
    assert len(partner) <= FEW and not [one for one in partner if isinstance(one, Group)]


def test_every_entry_has_an_address() -> None:
    assert all(reverse(entry.name) for group in GROUPS for entry in group.entries)
