"""`beatbook account`: who may sign in. What they may see is said by role, clearance, agreements and caveats."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from django.utils import timezone

from beatbook.access.people import Person
from beatbook.config.start import open_beatbook
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role

MOST_CLOSED = 0.2  # a larger share of the open accounts is closed at once only when that is said: the file may have been cut
COLUMNS = ("username", "name", "role", "organisation_code", "organisation", "kind", "clearance", "agreements", "caveats", "area", "email")


class DirectoryUnreadable(BeatbookError):
    """The file of accounts has a fault: the message names file, row and column; nothing was changed."""


@click.group()
def account() -> None:
    """Give people their way in, and take it away."""
    open_beatbook()


@account.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--close-many", is_flag=True, help="Close the accounts that are missing from FILE even when they are more than a fifth of all."
)
def import_directory(file: Path, close_many: bool) -> None:
    """Make accounts be exactly those in FILE (CSV): new ones open, changed ones change, and those that are gone are closed at once.

    Columns: username, name, role, organisation_code, organisation, kind (force, partner, oversight), clearance (PUBLIC, OFFICIAL,
    OFFICIAL-SENSITIVE), agreements and caveats (codes with ; between), area, email.
    """
    from beatbook.access.actions import add_people, withdraw_people  # named loaders: Django is set up by now
    from beatbook.accounts.actions import close_account, open_account
    from beatbook.accounts.queries import all_accounts
    from beatbook.organisations.actions import refresh_entitlements

    try:
        people, emails = _read(file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DirectoryUnreadable(f"{file.name}: it is not a CSV file in UTF-8 ({type(error).__name__}). Nothing was changed.") from error
    if not people:
        raise DirectoryUnreadable(f"{file.name}: it holds no account. Nothing was changed.")
    before = {one.username for one in all_accounts() if one.active}
    gone = sorted(before - set(emails))
    if len(gone) > MOST_CLOSED * len(before) and not close_many:
        raise DirectoryUnreadable(
            f"{file.name}: {len(gone)} of {len(before)} accounts are missing. Say --close-many if so. Nothing was changed."
        )
    add_people(people)
    for person in people:
        open_account(person.username, email=emails[person.username])
    withdraw_people(gone)
    for username in gone:
        close_account(username)
    refresh_entitlements(today=timezone.localdate())
    click.echo(f"{len(people)} accounts are open; {len(gone)} were closed.")


@account.command()
@click.argument("username")
def password(username: str) -> None:
    """Set a password (asked for twice, or read as one line when the input is no terminal); open sessions end."""
    from beatbook.accounts.actions import set_password

    given = click.prompt("Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    set_password(username, given)
    click.echo("The password is set, and every session opened with the one before has ended.")


@account.command()
@click.argument("username")
def close(username: str) -> None:
    """Close an account: its sessions end at once, and its next request sees nothing."""
    from beatbook.access.actions import withdraw_people
    from beatbook.accounts.actions import close_account

    close_account(username)
    withdraw_people([username])
    click.echo(f"{username} is closed.")


@account.command("list")
def list_accounts() -> None:
    """Every account, how it is secured, and when it was last used."""
    from beatbook.accounts.queries import all_accounts

    for one in all_accounts():
        factors = ", ".join(one.second_factors) or "no second factor"
        last = one.last_signed_in_at.strftime("%d/%m/%Y %H:%M") if one.last_signed_in_at else "never"
        words = (
            f"{'open' if one.active else 'closed'}, {'password' if one.has_password else 'no password'}, {factors}, last signed in {last}"
        )
        click.echo(f"{one.username}: {words}")


def _read(file: Path) -> tuple[list[Person], dict[str, str]]:
    people: list[Person] = []
    emails: dict[str, str] = {}
    with file.open(newline="", encoding="utf-8-sig") as stream:
        rows = csv.DictReader(stream)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or [])]:
            raise DirectoryUnreadable(f"{file.name}: the column {missing[0]} is missing.")
        for number, row in enumerate(rows, 2):
            said = {name: (row[name] or "").strip() for name in COLUMNS}
            people.append(_person(said, f"{file.name}, row {number}"))
            if said["username"] in emails:
                raise DirectoryUnreadable(f"{file.name}, row {number}, column username: {said['username']} stands twice.")
            emails[said["username"]] = said["email"]
    return people, emails


def _person(said: Mapping[str, str], where: str) -> Person:
    from beatbook.access.actions import is_reserved  # named loader: Django is set up by now

    for name in ("username", "name", "organisation_code", "organisation"):
        if not said[name]:
            raise DirectoryUnreadable(f"{where}, column {name}: it is empty.")
    levels = {level.label: level for level in Classification}
    if is_reserved(said["username"]):
        raise DirectoryUnreadable(f"{where}, column username: {said['username']!r} is a name that no person may have.")
    if said["role"] not in set(Role) - {Role.SYSTEM, Role.RESIDENT}:
        raise DirectoryUnreadable(f"{where}, column role: there is no role {said['role']!r}.")
    if said["clearance"] not in levels:
        raise DirectoryUnreadable(f"{where}, column clearance: there is no clearance {said['clearance']!r}.")
    if said["kind"] not in ("force", "partner", "oversight"):
        raise DirectoryUnreadable(f"{where}, column kind: it is force, partner or oversight, not {said['kind']!r}.")
    codes = {name: tuple(code.strip() for code in said[name].split(";") if code.strip()) for name in ("agreements", "caveats")}
    return Person(
        said["username"],
        said["name"],
        Role(said["role"]),
        said["organisation_code"],
        said["organisation"],
        said["kind"],
        levels[said["clearance"]],
        codes["agreements"],
        codes["caveats"],
        said["area"] or None,
    )
