"""Sign-in for the demonstration, and signing out. Real people sign in by the accounts room."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.actions import SESSION_HOURS, SignInRefused, sign_in, sign_out
from beatbook.access.queries import demonstration_people


def choose_person(request: HttpRequest) -> HttpResponse:
    """The made-up people that a visitor may sign in as; on a site that is no demonstration, the way to the real door."""
    if not settings.BEATBOOK_DEMONSTRATION:
        return HttpResponseRedirect(reverse("account_login"))
    people = demonstration_people(viewer=request.viewer)
    if request.method == "POST":
        return _sign_in(request, {person.username for person in people})
    return render(request, "access/sign_in.html", {"people": people})


def _sign_in(request: HttpRequest, offered: set[str]) -> HttpResponse:
    username = request.POST.get("username", "")
    try:
        if username not in offered:
            raise SignInRefused
        viewer = sign_in(username)
    except SignInRefused:
        people = demonstration_people(viewer=request.viewer)
        return render(
            request,
            "access/sign_in.html",
            {"people": people, "error": True, "error_list": [("", "Choose one of the people below")]},
            status=422,
        )
    transaction.on_commit(partial(sign_out, request.viewer))
    request.notes.kind = "sign-in"
    request.notes.detail["username"] = username
    response = HttpResponseRedirect(reverse("home"))
    response.set_cookie(
        settings.SESSION_COOKIE, viewer.token, max_age=SESSION_HOURS * 3600, httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
    )
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session in the database and in the browser: after the log has it, which only an open session may write."""
    transaction.on_commit(partial(sign_out, request.viewer))
    request.notes.kind = "sign-out"
    response = HttpResponseRedirect(reverse("sign-in"))
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    return response
