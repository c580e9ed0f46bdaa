"""Reads of the access room that other rooms may use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from beatbook.access.models import User
from beatbook.db.viewing import asked_once, prepared_rows, viewing
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer

_GIVEN = (Role.RESPONSE, Role.NEIGHBOURHOOD, Role.INVESTIGATOR, Role.SERGEANT)


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Somebody the demonstration lets a visitor sign in as."""

    username: str
    display_name: str
    role: Role
    organisation: str
    introduction: str


def seconds_left(*, viewer: Viewer) -> float | None:
    """How long this viewer's session would still last without another request; None when it has ended."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT extract(epoch FROM sec.my_time_left())::float")
        left: float | None = cursor.fetchone()[0]
    return left


def markings(*, viewer: Viewer) -> dict[int, Marking]:
    """Every marking that this viewer may see, by its number."""
    with viewing(viewer) as cursor:
        found = prepared_rows(cursor, "SELECT vis, classification, agreements, caveats FROM access_marking", {})
    return {vis: Marking(Classification(level), frozenset(some), frozenset(all_of)) for vis, level, some, all_of in found}


def marking_words(*, viewer: Viewer) -> dict[int, str]:
    """Every marking that this viewer may see, in words, by its number."""
    return asked_once(viewer, "marking words", lambda: {vis: marking.text() for vis, marking in markings(viewer=viewer).items()})


def demonstration_people(*, viewer: Viewer) -> list[DemonstrationPerson]:
    """The made-up people of the demonstration, in the order of their roles."""
    with viewing(viewer):
        rows = User.objects.filter(demonstration=True, active=True).select_related("organisation")
        people = [DemonstrationPerson(u.username, u.display_name, Role(u.role), u.organisation.name, u.introduction) for u in rows]
    order = list(Role)
    return sorted(people, key=lambda person: (order.index(person.role), person.username))


def names_of_users(*, viewer: Viewer) -> dict[str, str]:
    """Display name of every user by id, for pages that say who decided or who looked."""
    with viewing(viewer):
        return {str(identifier): name for identifier, name in User.objects.values_list("id", "display_name")}


def name_of_account(username: str) -> str:
    """The display name of the user whom this account signs in, or nothing. For what is checked before anybody is signed in, so by the login role."""
    return str(User.objects.using("login").filter(username=username).values_list("display_name", flat=True).first() or "")


def user_named(username: str, *, viewer: Viewer) -> UUID | None:
    """The id of the user with this name."""
    with viewing(viewer):
        return User.objects.filter(username=username).values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class PersonalToken:
    """One token with which a program may ask in its holder's name; the token itself is nowhere kept."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Is it neither ended nor out of date?"""
        return self.revoked_at is None and self.expires_at > now


def tokens_of(*, viewer: Viewer) -> list[PersonalToken]:
    """The viewer's own tokens, newest first, also those lately ended. Asked by the login role: the web role cannot read them."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.name, s.scopes, s.issued_at, s.expires_at, s.revoked_at FROM sec.session s"
            " WHERE s.user_id = %s AND s.scopes IS NOT NULL ORDER BY s.issued_at DESC",
            [viewer.user_id],
        )
        return [PersonalToken(row[0], row[1], tuple(row[2]), *row[3:]) for row in cursor.fetchall()]


def colleagues(*, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Active people of the viewer's own organisation to whom work can be given, by name."""
    with viewing(viewer):
        rows = User.objects.filter(organisation_id=viewer.organisation, active=True, role__in=_GIVEN)
        return sorted(((row.id, row.display_name) for row in rows), key=lambda one: one[1])


def caveats_held(*, viewer: Viewer) -> list[str]:
    """Codes of the caveats and compartments that this viewer holds today."""
    return _held("caveat", viewer)


def agreements_held(*, viewer: Viewer) -> list[str]:
    """Codes of the agreements to share that this viewer holds today."""
    return _held("agreement", viewer)


def _held(kind: str, viewer: Viewer) -> list[str]:
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT g.code FROM access_grant g WHERE g.user_id = %s AND g.kind = %s AND current_date >= g.starts_on"
            " AND (g.ends_on IS NULL OR current_date <= g.ends_on) ORDER BY g.code",
            [viewer.user_id, kind],
        )
        return [str(row[0]) for row in cursor.fetchall()]
