"""Registers users with what they hold, agreements and caveats, as the owner of the tables. Pages ask for such changes in `stewardship`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from beatbook.access.actions.sessions import end_sessions
from beatbook.access.models import Agreement, Caveat, Grant, Organisation, User
from beatbook.access.people import Person
from beatbook.access.permissions import Tool, roles_with
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Role


class NameTaken(BeatbookError):
    """A demonstration person bears the name of a real one, whom everybody could then sign in as: nothing was changed."""


def add_people(people: Sequence[Person], *, demonstration: bool = False) -> None:
    """Creates or updates users with exactly the clearance, agreements and caveats stated; anything else they held ends.

    A real person who takes a demonstration person's name takes none of that one's open sessions.

    Raises:
        NameTaken: a demonstration person would take a real one's name.
    """
    existing = User.objects.using("owner").filter(username__in=[person.username for person in people])
    other_sort = [user.username for user in existing.exclude(demonstration=demonstration)]
    if demonstration and other_sort:
        raise NameTaken(
            f"{other_sort[0]} is the name of a real person here: remove that account, or use another database for demonstrations."
        )
    with transaction.atomic(using="owner"):
        for person in people:
            organisation = organisation_of(person.organisation_code, person.organisation, person.organisation_kind)
            user, _ = User.objects.using("owner").update_or_create(
                username=person.username,
                defaults={
                    "id": uuid5(NAMESPACE_URL, f"beatbook:user:{person.username}"),
                    "display_name": person.display_name,
                    "role": person.role,
                    "organisation": organisation,
                    "area": person.area,
                    "introduction": person.introduction,
                    "demonstration": demonstration,
                    "active": True,
                },
            )
            _set_grants(user, person)
    for username in other_sort:
        end_sessions(username)


def withdraw_people(usernames: Collection[str]) -> None:
    """Ends the access of these users from their next request on; what they did stays in the log under their names."""
    User.objects.using("owner").filter(username__in=list(usernames)).update(active=False)


def users_with_roles(roles: Collection[Role]) -> list[tuple[str, str]]:
    """(username, organisation's code) of everybody active in these roles: for jobs that keep their grants."""
    rows = User.objects.using("owner").filter(active=True, role__in=[str(role) for role in roles]).order_by("username")
    return [(user.username, user.organisation_id) for user in rows]


def user_with_tool(username: str, tool: Tool) -> tuple[UUID, str] | None:
    """Id and display name of the account of that name, when it is in use and its role has this tool; or None."""
    found = User.objects.using("owner").filter(username=username, active=True, role__in=roles_with(tool)).first()
    return (found.id, found.display_name) if found else None


def set_agreements(username: str, codes: Mapping[str, tuple[date, date | None]], *, prefix: str) -> None:
    """Makes the agreements that begin with `prefix` which a user holds be exactly `codes`, each between its two days; others stay."""
    user = User.objects.using("owner").get(username=username)
    with transaction.atomic(using="owner"):
        held = Grant.objects.using("owner").filter(user=user, kind="agreement", code__startswith=prefix)
        if {grant.code: (grant.starts_on, grant.ends_on) for grant in held} == dict(codes):
            return
        held.delete()
        Grant.objects.using("owner").bulk_create(
            Grant(user=user, kind="agreement", code=code, starts_on=first, ends_on=last) for code, (first, last) in codes.items()
        )


def add_agreement(code: str, **facts: Any) -> None:
    """Registers an information sharing agreement, or brings its facts up to date."""
    Agreement.objects.using("owner").update_or_create(code=code, defaults=facts)


def add_agreements(facts: Sequence[Mapping[str, Any]]) -> None:
    """Registers many agreements at once, or brings their facts up to date; each has its `code` among its facts."""
    Agreement.objects.using("owner").bulk_create(
        [Agreement(**one) for one in facts],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["title", "purpose", "legal_basis", "parties", "starts_on", "ends_on", "review_on"],
    )


def add_caveat(code: str, *, kind: str, title: str, conditions: str = "") -> None:
    """Registers a caveat, compartment or handling code with the conditions that a holder must keep."""
    Caveat.objects.using("owner").update_or_create(code=code, defaults={"kind": kind, "title": title, "conditions": conditions})


def _set_grants(user: User, person: Person) -> None:
    wanted = [("clearance", str(int(person.clearance)))]
    wanted += [("agreement", code) for code in person.agreements] + [("caveat", code) for code in person.caveats]
    Grant.objects.using("owner").filter(user=user).delete()
    Grant.objects.using("owner").bulk_create(Grant(user=user, kind=kind, code=code, starts_on=date(2020, 1, 1)) for kind, code in wanted)


def organisation_of(code: str, name: str, kind: str) -> Organisation:
    """The body of this code, made or brought up to date."""
    found, _ = Organisation.objects.using("owner").update_or_create(code=code, defaults={"name": name, "kind": kind})
    return found
