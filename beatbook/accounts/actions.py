"""Gives people their way in and takes it away; every change of a secret ends the sessions that the old one opened."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from beatbook.access.actions import SignInRefused, end_sessions, is_reserved, sign_in
from beatbook.accounts.models import Account
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

MOST_SESSIONS = 3  # a desk, a phone and a car; the oldest ends when a fourth begins


class PasswordTooWeak(BeatbookError):
    """The password is short, common or like the name: choose another, three random words for instance."""


class NoSuchAccount(BeatbookError):
    """No account has this name: `beatbook account list` shows those there are."""


def enter(username: str) -> Viewer:
    """A session to look with, for somebody who has proved who they are; the oldest beyond three ends.

    Raises:
        SignInRefused: no active user has this name.
    """
    if is_reserved(username):
        raise SignInRefused("No active user has that name.")
    viewer = sign_in(username, idle_minutes=settings.BEATBOOK_IDLE_MINUTES)
    end_sessions(username, keep=MOST_SESSIONS)
    return viewer


def open_account(username: str, *, email: str = "") -> None:
    """Makes an account without a password, or opens a closed one again."""
    account, _ = Account.objects.get_or_create(username=username, defaults={"password": "!"})
    account.is_active, account.email = True, email or account.email
    account.save()


def close_account(username: str) -> None:
    """Ends the account and every session of it at once."""
    account = _account(username)
    account.is_active = False
    account.save()
    end_sessions(username)


def set_password(username: str, password: str) -> None:
    """Sets a password and ends every session opened with the one before.

    Raises:
        NoSuchAccount, PasswordTooWeak: as they say.
    """
    account = _account(username)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from error
    account.set_password(password)
    account.save()
    end_sessions(username)


def _account(username: str) -> Account:
    account: Account | None = Account.objects.filter(username=username).first()
    if account is None:
        raise NoSuchAccount(f"There is no account {username}.")
    return account
