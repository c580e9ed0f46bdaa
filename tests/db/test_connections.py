"""Each alias connects as its own role, and a password never shows."""

from pathlib import Path

import pytest

from beatbook.db.connections import ROLE_OF_ALIAS, Cluster, DatabaseUrlUnreadable, django_databases, role_password
from beatbook.db.places import places_of

HOME = Path("/srv/beatbook")
URL = "postgresql://boss:boss-password@db.example:5433/postgres?sslmode=require"


def test_embedded_roles_meet_at_the_socket() -> None:
    found = django_databases(HOME, None, "beatbook", "secret")

    assert {alias: one["USER"] for alias, one in found.items()} == ROLE_OF_ALIAS
    assert {one["HOST"] for one in found.values()} == {str(places_of(HOME).socket)}
    assert {one["PASSWORD"] for one in found.values()} == {""}


def test_on_a_server_each_role_has_a_password_of_its_own() -> None:
    found = django_databases(HOME, URL, "joined", "secret")

    assert {(one["HOST"], one["PORT"], one["NAME"], one["OPTIONS"]["sslmode"]) for one in found.values()} == {
        ("db.example", "5433", "joined", "require")
    }
    assert len({one["PASSWORD"] for one in found.values()}) == len(ROLE_OF_ALIAS)
    assert "boss-password" not in repr(found)


def test_passwords_follow_the_secret() -> None:
    assert role_password("one", "beatbook_app") == role_password("one", "beatbook_app")
    assert role_password("one", "beatbook_app") != role_password("two", "beatbook_app")


def test_only_the_web_is_pooled_and_limited() -> None:
    found = django_databases(HOME, None, "beatbook", "secret", pooled=True)

    assert [alias for alias, one in found.items() if "pool" in one["OPTIONS"]] == ["default"]
    assert [alias for alias, one in found.items() if "statement_timeout" in one["OPTIONS"]["options"]] == ["default"]


@pytest.mark.parametrize("url", ["", "mysql://a:pass-word@b/c", "postgresql://a:pass-word@b:port:more/c?nonsense=1", "pass-word"])
def test_an_unreadable_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(DatabaseUrlUnreadable) as refused:
        django_databases(HOME, url, "beatbook", "secret")

    assert "pass-word" not in str(refused.value)


def test_the_secret_is_not_in_the_words_for_a_cluster() -> None:
    assert "very secret" not in repr(Cluster(HOME, None, "very secret"))
