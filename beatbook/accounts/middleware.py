"""From proof to session: once somebody has proved who they are, by both factors, they are given the token with which the database knows them."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from beatbook.access.actions import PUBLIC, SignInRefused, sign_out
from beatbook.accounts.actions import enter
from beatbook.accounts.queries import PROVED, lacks_second_factor
from beatbook.audit.middleware import note

Respond = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/account/"
SIGN_IN_PAGES = {"account_login", "mfa_authenticate", "mfa_login_webauthn"}


class AsksToSignInAgain:
    """Where a session has ended under somebody, what they may not see any more and what does not exist both lead to the door, and back from it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or the way to the door for a browser that still shows an ended session's cookie."""
        response = self.get_response(request)
        ended = request.viewer.username == PUBLIC and bool(request.COOKIES.get(settings.SESSION_COOKIE))
        if response.status_code != 404 or not ended or request.path.startswith(settings.STAFF_API) or "HX-Request" in request.headers:
            return response
        note(request, "denial")
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'ended': '', 'next': _page_of(request)})}")


def _page_of(request: HttpRequest) -> str:
    """The page that was asked for, or from which a form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", before.path, before.query, "")) if before.netloc == request.get_host() else reverse("home")


class EnterOnceProved:
    """Runs inside the request's one transaction, and touches the account's session on its own pages only."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with a session given or taken away where the page was about that."""
        if request.path.startswith(PREFIX) and _has_ended(request):
            logout(request)
        if request.path.startswith(PREFIX):
            with transaction.atomic(using="login"):  # whose tables these pages read, and lock while a recovery code is used up
                response = self.get_response(request)
        else:
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


def _has_ended(request: HttpRequest) -> bool:
    """Had this browser entered, and is its session over? Then its pages of the account are over too, and the door asks anew."""
    return (
        request.viewer.username == PUBLIC
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and PROVED not in request.session
        and request.user.is_authenticated
    )


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
