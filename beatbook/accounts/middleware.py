"""From proof to session: once somebody has proved who they are, by both factors, they are given the token with which the database knows them."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from beatbook.access.actions import SignInRefused, sign_out
from beatbook.accounts.actions import enter
from beatbook.accounts.queries import PROVED, lacks_second_factor
from beatbook.audit.middleware import note

Respond = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/account/"
SIGN_IN_PAGES = {"account_login", "mfa_authenticate", "mfa_login_webauthn"}


class EnterOnceProved:
    """Runs inside the request's one transaction, and touches the account's session on its own pages only."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with a session given or taken away where the page was about that."""
        response = self.get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if request.path.startswith(PREFIX):
            _note_refusal(request, name, response)
            if name == "account_logout" and request.method == "POST":
                return _left(request, response)
            if request.session.get(PROVED) and not lacks_second_factor(request):
                return _entered(request, response)
        elif name == "sign-out" and request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            logout(request)
        return response


def _entered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    username = request.user.username
    before = request.viewer
    try:
        viewer = enter(username)
    except SignInRefused:  # an account without a user here, or one whose access has ended
        logout(request)
        note(request, "sign-in-refused", username=username)
        return HttpResponseRedirect(reverse("not-known-here"))
    del request.session[PROVED]
    transaction.on_commit(partial(sign_out, before))
    note(request, "sign-in", username=username)
    response.set_cookie(
        settings.SESSION_COOKIE,
        viewer.token,
        max_age=settings.SESSION_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
    return response


def _left(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    transaction.on_commit(partial(sign_out, request.viewer))
    note(request, "sign-out")
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    return response


def _note_refusal(request: HttpRequest, name: str | None, response: HttpResponseBase) -> None:
    if name in SIGN_IN_PAGES and request.method == "POST" and response.status_code != 302:
        note(request, "sign-in-refused", username=getattr(request, "refused_username", ""))
