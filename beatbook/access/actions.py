"""Signs people in and out, makes viewers, interns markings and administers users. Only here is a Viewer ever made."""

import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connections, transaction

from beatbook.access.models import Agreement, Caveat, Grant, Organisation, User
from beatbook.access.people import Person
from beatbook.access.permissions import NotPermitted, Tool, check_may_use, roles_with, scope_of, scopes_for
from beatbook.db.replaying import replaying
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import look_again, prepared_rows, set_token, viewing
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import NOBODY, Classification, Marking, joined
from beatbook.vocabulary.moment import taking_for_now
from beatbook.vocabulary.viewer import Role, Viewer

SESSION_HOURS = 10  # one shift and the handover after it
FORGOTTEN_AFTER_DAYS = 30  # an ended session is of no use, and the log has what was done in it
SYSTEM_SESSION_HOURS = 24 * 30
REPLAY_MINUTES = 5  # far longer than a page takes to draw; the session is deleted when it is drawn
RENEWED_AFTER_S = 24 * 3600  # a standing session is left long before it ends, so that a process may run for years
PUBLIC = "public"
MOST_TOKENS, MOST_TOKEN_DAYS, MOST_NAME = 10, 90, 80  # a token that is not renewed each quarter is forgotten somewhere
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")


class NameTaken(BeatbookError):
    """A demonstration person bears the name of a real one, whom everybody could then sign in as: nothing was changed."""


class TokenRefused(BeatbookError):
    """A personal token cannot be made like this: which field to mend is in `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NobodyThen(BeatbookError):
    """The log names somebody who had no account at that moment: compare it with the register of accounts."""


class SignInRefused(BeatbookError):
    """No active user of that name: choose one of those offered."""


def is_reserved(username: str) -> bool:
    """Is this the name of the public or of a named job, which no person may ever have?"""
    return username.strip().casefold() == PUBLIC or username.strip().casefold().startswith("system:")


def sign_in(username: str, *, hours: int = SESSION_HOURS) -> Viewer:
    """A viewer with a session of their own. The token exists only in the viewer and the cookie; the database keeps its SHA-256.

    Raises:
        SignInRefused: no active user has this name.
    """
    user = User.objects.using("login").filter(username=username, active=True).first()
    if user is None:
        raise SignInRefused("No active user has that name.")
    token = secrets.token_urlsafe(32)
    with connections["login"].cursor() as cursor:
        cursor.execute("DELETE FROM sec.session WHERE expires_at < now() - %s", [timedelta(days=FORGOTTEN_AFTER_DAYS)])
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at) VALUES (%s, %s, now() + %s)",
            [_hash(token), user.id, timedelta(hours=hours)],
        )
    return _viewer(user, token)


def resume(token: str) -> Viewer | None:
    """The viewer of a session that is still open, or None: unknown, expired, signed out and inactive answer alike. A personal token is no session."""
    viewer = _resumed(token)
    return viewer if viewer and viewer.scopes is None else None


def resume_program(token: str) -> Viewer | None:
    """The viewer in whose name a program asks by a personal token that still stands, or None: a browser's session is no such token."""
    viewer = _resumed(token)
    return viewer if viewer and viewer.scopes is not None else None


@contextmanager
def standing_in(username: str) -> Iterator[Viewer]:
    """For a job that asks in somebody's name what they asked for: a session of theirs, with their access as it is now, that ends with the block.

    Raises:
        SignInRefused: they have no access any more.
    """
    viewer = sign_in(username, hours=1)
    try:
        yield viewer
    finally:
        with connections["login"].cursor() as cursor:
            cursor.execute("DELETE FROM sec.session WHERE token_hash = %s", [_hash(viewer.token)])


@contextmanager
def replaying_as(user_id: UUID, seen: str, at: datetime, *, viewer: Viewer) -> Iterator[Viewer]:
    """Shows, within the block, what this user saw at a moment: `seen` is the log's word for it. Nobody sees more of it than they may see now.

    Yields the viewer of then: role, body and access as they were. Nothing can be written within the block.

    Raises:
        NobodyThen: there was no such user at that moment.
    """
    token = secrets.token_urlsafe(32)
    with viewing(viewer) as cursor:
        cursor.execute("SELECT sec.my_vis()")
        within = cursor.fetchone()[0]
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at, replay_of, replay_at, replay_within)"
            " VALUES (%s, %s, now() + %s, %s::pg_snapshot, %s, %s::integer[])",
            [_hash(token), user_id, timedelta(minutes=REPLAY_MINUTES), seen, at, list(within)],
        )
    try:
        with taking_for_now(at), replaying(token):
            user = User.objects.filter(id=user_id).first()
            if user is None:
                raise NobodyThen("There was no such user at that moment.")
            yield _viewer(user, token)
    finally:
        with connections["login"].cursor() as cursor:
            cursor.execute("DELETE FROM sec.session WHERE token_hash = %s", [_hash(token)])


def sign_out(viewer: Viewer) -> None:
    """Ends the session at once: the next request with its token sees nothing. Strangers share one session, which none of them can end."""
    if viewer.username == PUBLIC:
        return
    with connections["login"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET revoked_at = now() WHERE token_hash = %s", [_hash(viewer.token)])


def end_sessions(username: str, *, keep: int = 0) -> None:
    """Ends a user's open sessions at once, but for the newest `keep`; with none to keep, their personal tokens too."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "UPDATE sec.session SET revoked_at = now() WHERE token_hash IN (SELECT s.token_hash FROM sec.session s JOIN access_user u"
            " ON u.id = s.user_id WHERE u.username = %s AND s.revoked_at IS NULL AND s.expires_at > now() AND (s.scopes IS NULL OR %s = 0)"
            " ORDER BY s.issued_at DESC OFFSET %s)",
            [username, keep, keep],
        )


def mint_token(viewer: Viewer, name: str, scopes: Collection[Tool], *, days: int) -> str:
    """A new personal token of this viewer's, returned this once: the database keeps its SHA-256. It carries no more than its holder's role has.

    Raises:
        NotPermitted: the holder may not make tokens, or not one with these scopes.
        TokenRefused: no name, no scope, a longer life than any token may have, or more tokens than one person may have.
    """
    check_may_use(viewer, Tool.TOKENS)
    if not set(scopes) <= set(scopes_for(viewer)):
        raise NotPermitted("A token cannot carry what its holder cannot do.")
    if not name.strip():
        raise TokenRefused("name", "Give the token a name, so that you know it again")
    if not scopes:
        raise TokenRefused("scopes", "Choose what the token is for")
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise TokenRefused("days", f"A token lasts from 1 to {MOST_TOKEN_DAYS} days")
    token = secrets.token_urlsafe(32)
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at, name, scopes) SELECT %s, %s, now() + %s, %s, %s::text[]"
            " WHERE (SELECT count(*) FROM sec.session s WHERE s.user_id = %s AND s.scopes IS NOT NULL"
            "  AND s.revoked_at IS NULL AND s.expires_at > now()) < %s RETURNING id",
            [
                _hash(token),
                viewer.user_id,
                timedelta(days=days),
                name.strip()[:MOST_NAME],
                sorted(scope_of(tool) for tool in scopes),
                viewer.user_id,
                MOST_TOKENS,
            ],
        )
        if cursor.fetchone() is None:
            raise TokenRefused("name", f"You have {MOST_TOKENS} tokens: end one first")
    return token


def end_token(viewer: Viewer, token_id: UUID) -> bool:
    """Ends one of the viewer's own tokens at once; False when they have no such token."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "UPDATE sec.session SET revoked_at = now() WHERE id = %s AND user_id = %s AND scopes IS NOT NULL AND revoked_at IS NULL",
            [token_id, viewer.user_id],
        )
        return bool(cursor.rowcount)


def public_viewer() -> Viewer:
    """Anybody who has not signed in: sees what is marked PUBLIC and no more."""
    return _standing_viewer(PUBLIC, connections["login"].settings_dict["NAME"], _day())


def system_viewer(name: str) -> Viewer:
    """A named job that sees every marking. Its reads are the system's own and never reach a page."""
    username = f"system:{name}"
    User.objects.using("owner").get_or_create(
        username=username,
        defaults={
            "id": uuid5(NAMESPACE_URL, username),
            "display_name": f"Beatbook ({name})",
            "role": Role.SYSTEM,
            "organisation": _organisation(NOBODY, "Beatbook", "force"),
        },
    )
    return _standing_viewer(username, connections["login"].settings_dict["NAME"], _day())


def intern_marking(marking: Marking, *, using: str = "ingest") -> int:
    """The number of this marking, made at its first use. Safe when several processes ask at once."""
    number = _interned_number(marking, using)
    look_again()
    return number


def _interned_number(marking: Marking, using: str) -> int:
    values = [int(marking.classification), sorted(marking.agreements), sorted(marking.caveats)]
    lookup = "SELECT vis FROM access_marking WHERE classification = %s AND agreements = %s::text[] AND caveats = %s::text[]"
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(lookup, values)
        if found := cursor.fetchone():
            return int(found[0])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access_marking'))")
        cursor.execute(
            "INSERT INTO access_marking (vis, classification, agreements, caveats)"
            " SELECT coalesce(max(vis), 0) + 1, %s, %s::text[], %s::text[] FROM access_marking ON CONFLICT DO NOTHING",
            values,
        )
        cursor.execute(lookup, values)
        return int(cursor.fetchone()[0])


def intern_markings(markings: Collection[Marking], *, using: str = "ingest") -> dict[Marking, int]:
    """The numbers of many markings at once, as `intern_marking` gives them."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access_marking'))")
        known = _interned(cursor)
        new = [marking for marking in dict.fromkeys(markings) if marking not in known]
        first = max(known.values(), default=0) + 1
        cursor.executemany(
            "INSERT INTO access_marking (vis, classification, agreements, caveats) VALUES (%s, %s, %s::text[], %s::text[])",
            [(first + n, int(one.classification), sorted(one.agreements), sorted(one.caveats)) for n, one in enumerate(new)],
        )
        known |= {one: first + n for n, one in enumerate(new)}
    look_again()
    return {marking: known[marking] for marking in markings}


def _interned(cursor: Any) -> dict[Marking, int]:
    cursor.execute("SELECT vis, classification, agreements, caveats FROM access_marking")
    return {Marking(Classification(level), frozenset(some), frozenset(all_of)): vis for vis, level, some, all_of in cursor.fetchall()}


def join_markings(numbers: Collection[int], *, more: Sequence[Marking] = (), using: str = "ingest") -> int:
    """The number of the marking that what is derived from records with these markings, and `more`, must bear."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT classification, agreements, caveats FROM access_marking WHERE vis = ANY (%s)", [list(numbers)])
        found = [
            Marking(Classification(level), frozenset(agreements), frozenset(caveats)) for level, agreements, caveats in cursor.fetchall()
        ]
    return intern_marking(joined([*found, *more]), using=using)


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
            organisation = _organisation(person.organisation_code, person.organisation, person.organisation_kind)
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


def _day() -> int:
    return int(time.time() // RENEWED_AFTER_S)


@lru_cache(maxsize=64)
def _standing_viewer(username: str, database: str, day: int) -> Viewer:
    return sign_in(username, hours=SYSTEM_SESSION_HOURS)


def _resumed(token: str) -> Viewer | None:
    if not _TOKEN.fullmatch(token):
        return None
    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        set_token(cursor, token)
        found = prepared_rows(cursor, load_sql(__file__, "who_looks"), {})
    if not found:
        return None
    user_id, username, display_name, role, organisation, area, scopes = found[0]
    return Viewer(user_id, username, display_name, Role(role), organisation, token, area, None if scopes is None else frozenset(scopes))


def _set_grants(user: User, person: Person) -> None:
    wanted = [("clearance", str(int(person.clearance)))]
    wanted += [("agreement", code) for code in person.agreements] + [("caveat", code) for code in person.caveats]
    Grant.objects.using("owner").filter(user=user).delete()
    Grant.objects.using("owner").bulk_create(Grant(user=user, kind=kind, code=code, starts_on=date(2020, 1, 1)) for kind, code in wanted)


def _organisation(code: str, name: str, kind: str) -> Organisation:
    found, _ = Organisation.objects.using("owner").update_or_create(code=code, defaults={"name": name, "kind": kind})
    return found


def _viewer(user: User, token: str) -> Viewer:
    return Viewer(
        user_id=UUID(str(user.id)),
        username=user.username,
        display_name=user.display_name,
        role=Role(user.role),
        organisation=user.organisation_id,
        token=token,
        area=user.area,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
