"""Reads of the accounts room: whether a second factor is still wanting, and who has an account."""

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from beatbook.accounts.models import Account

PROVED = "proved"  # in the account's session: everything asked for was proved, and no token has been given for it yet
BY_DIRECTORY = "by_directory"  # the directory has asked for its own second factor


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account, and how it is secured."""

    username: str
    active: bool
    has_password: bool
    second_factors: tuple[str, ...]
    last_signed_in_at: datetime | None


def lacks_second_factor(request: HttpRequest) -> bool:
    """Must this person still set up a second factor before they are let in?"""
    if not settings.BEATBOOK_SECOND_FACTOR or request.session.get(BY_DIRECTORY):
        return False
    wanted = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=request.user.pk, type__in=wanted).exists()


def proved_lately(request: HttpRequest, *, by_factor: bool = False) -> bool:
    """Has whoever uses this browser proved in it who they are within the last ten minutes; `by_factor`, by more than a password?

    What they proved in another browser does not count: that may be somebody else's.
    """
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    proofs = get_authentication_records(request, request.user)
    return any(proof["at"] >= since and not (by_factor and proof["method"] == "password") for proof in proofs)


def all_accounts() -> list[AccountLine]:
    """Every account by user name; for the command line."""
    factors: dict[object, list[str]] = {}
    for user_id, sort in Authenticator.objects.order_by("type").values_list("user_id", "type"):
        factors.setdefault(user_id, []).append(str(sort))
    return [
        AccountLine(one.username, one.is_active, one.has_usable_password(), tuple(factors.get(one.pk, [])), one.last_login)
        for one in Account.objects.order_by("username")
    ]
