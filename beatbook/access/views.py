"""Sign-in for the demonstration, and signing out. Real people sign in by the accounts room."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from beatbook.access.actions import FOLLOWS, PUBLIC, SESSION_HOURS, SignInRefused, sign_in, sign_out, still_here
from beatbook.access.queries import DemonstrationPerson, demonstration_people, seconds_left


def choose_person(request: HttpRequest) -> HttpResponse:
    """The made-up people that a visitor may sign in as; on a site that is no demonstration, the way to the real door."""
    if not settings.BEATBOOK_DEMONSTRATION:
        return HttpResponseRedirect(f"{reverse('account_login')}?{request.GET.urlencode()}" if request.GET else reverse("account_login"))
    people = demonstration_people(viewer=request.viewer)
    if request.method == "POST":
        return _sign_in(request, {person.username for person in people})
    return render(request, "access/sign_in.html", _words(request, people))


def _sign_in(request: HttpRequest, offered: set[str]) -> HttpResponse:
    username = request.POST.get("username", "")
    try:
        if username not in offered:
            raise SignInRefused
        viewer = sign_in(username, idle_minutes=settings.BEATBOOK_IDLE_MINUTES)
    except SignInRefused:
        people = demonstration_people(viewer=request.viewer)
        return render(
            request,
            "access/sign_in.html",
            {**_words(request, people), "error": True, "error_list": [("", "Choose one of the people below")]},
            status=422,
        )
    transaction.on_commit(partial(sign_out, request.viewer))
    request.notes.kind = "sign-in"
    request.notes.detail["username"] = username
    response = HttpResponseRedirect(_own_path(request.POST.get("next", "")))
    response.set_cookie(
        settings.SESSION_COOKIE, viewer.token, max_age=SESSION_HOURS * 3600, httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
    )
    return response


def _words(request: HttpRequest, people: list[DemonstrationPerson]) -> dict[str, Any]:
    return {"people": people, "ended": "ended" in request.GET, "idle": settings.BEATBOOK_IDLE_MINUTES, "next": request.GET.get("next", "")}


def _own_path(typed: str) -> str:
    """Where the person was going, when that is a page of ours."""
    return typed if typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None) else reverse("home")


def time_left(request: HttpRequest) -> HttpResponse:
    """For the warning before an idle session ends: how many seconds one's own still lasts; null for a stranger. Asked by a person, it begins anew."""
    viewer = request.viewer
    if FOLLOWS not in request.headers:
        still_here(viewer, at_once=True)
    return JsonResponse({"seconds": None if viewer.username == PUBLIC else seconds_left(viewer=viewer)})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session in the database and in the browser: after the log has it, which only an open session may write."""
    transaction.on_commit(partial(sign_out, request.viewer))
    request.notes.kind = "sign-out"
    response = HttpResponseRedirect(reverse("sign-in"))
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    return response
