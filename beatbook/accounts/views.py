"""One's own password, the tokens with which programs ask in one's name, and what somebody is told who is known to the directory alone."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from beatbook.access.actions import PUBLIC, TokenRefused, end_other_sessions, end_token, mint_token
from beatbook.access.permissions import Tool, scope_of, scopes_for
from beatbook.access.queries import PersonalToken, tokens_of
from beatbook.accounts.queries import proved_lately
from beatbook.audit.middleware import needs, note
from beatbook.web import phrases

LIVES = ((7, "A week"), (30, "30 days"), (90, "90 days"))
TOKEN_COLUMNS = [{"label": label} for label in ("Name", "For", "Made", "Ends", "State")]


def not_known_here(request: HttpRequest) -> HttpResponse:
    """Says who can help; the same words whatever the reason."""
    return render(request, "account/not_known_here.html", status=403)


class ChangePassword(PasswordChangeView):
    """One's own password, changed by the present one and a second factor. Every other session, and every token, ends with the old one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for somebody who is wholly in; the factor is asked for before the form is shown."""
        if request.viewer.username == PUBLIC or not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login"))
        if not request.user.has_usable_password():  # the directory's, which has a page of its own for that
            raise Http404
        if settings.BEATBOOK_SECOND_FACTOR and not proved_lately(request, by_factor=True):
            return HttpResponseRedirect(f"{_page_of_factor(request)}?{urlencode({'next': request.path})}")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Changes it, and says so in the log."""
        response: HttpResponse = super().form_valid(form)
        end_other_sessions(self.request.viewer)
        note(self.request, "password-changed", username=self.request.user.username)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with what is wrong; a wrong present password is in the log."""
        note(self.request, "password-refused", username=self.request.user.username)
        response: HttpResponse = super().form_invalid(form)
        return response


def _page_of_factor(request: HttpRequest) -> str:
    """Where one proves a second factor that one has; where there is none, the page on which one is set up."""
    ways = [way["url"] for way in get_adapter().get_reauthentication_methods(request.user) if way["id"] != "reauthenticate"]
    return str(ways[0]) if ways else reverse("mfa_index")


change_password = ChangePassword.as_view()


@needs(Tool.TOKENS)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own personal tokens, and the form that makes one. What it makes is shown once, in the answer, and kept nowhere."""
    typed = {name: request.POST.get(name, "") for name in ("name", "days")} | {"scopes": request.POST.getlist("scopes")}
    if request.method != "POST":
        return _token_page(request, {"name": "", "days": "30", "scopes": []})
    try:
        made = mint_token(request.viewer, typed["name"], _tools(request, typed["scopes"]), days=_days(typed["days"]))
    except TokenRefused as refused:
        return _token_page(request, typed, errors={refused.field: str(refused)})
    note(request, "token-made", name=typed["name"][:80], scopes=typed["scopes"], days=typed["days"])
    return _token_page(request, {"name": "", "days": "30", "scopes": []}, made=made)


@require_POST
@needs(Tool.TOKENS)
def finish_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Ends one of one's own tokens: the next call with it is a stranger's."""
    if not end_token(request.viewer, token_id):
        raise Http404
    note(request, "token-ended", token=str(token_id))
    return HttpResponseRedirect(reverse("tokens"))


def _token_page(request: HttpRequest, typed: dict[str, Any], *, errors: dict[str, str] | None = None, made: str = "") -> HttpResponse:
    held, now = tokens_of(viewer=request.viewer), timezone.now()
    standing = [token for token in held if token.stands(now)]
    context = {
        "made": made,
        "errors": errors or {},
        "typed": typed,
        "sentence": phrases.counted(len(standing), "token") + " of yours " + ("stands." if len(standing) == 1 else "stand."),
        "scopes": [
            {"value": scope_of(tool), "label": phrases.upper_first(tool.value), "checked": scope_of(tool) in typed["scopes"]}
            for tool in scopes_for(request.viewer)
        ],
        "lives": [{"value": str(days), "label": label, "checked": str(days) == typed["days"]} for days, label in LIVES],
        "columns": TOKEN_COLUMNS,
        "standing": [{"id": token.id, "name": token.name} for token in standing],
        "rows": [_token_cells(token, stands=token.stands(now)) for token in held],
    }
    return render(request, "account/tokens.html", context, status=422 if errors else 200)


def _token_cells(token: PersonalToken, *, stands: bool) -> list[dict[str, Any]]:
    tag = {"text": "Stands", "colour": "green"} if stands else {"text": "Ended", "colour": "grey"}
    ends = token.revoked_at or token.expires_at
    return [
        {"text": token.name},
        {"text": phrases.sentence_list(token.scopes)},
        {"text": phrases.date_time(token.issued_at)},
        {"text": phrases.date_time(ends)},
        {"text": "", "tag": tag},
    ]


def _tools(request: HttpRequest, scopes: list[str]) -> list[Tool]:
    known = {scope_of(tool): tool for tool in scopes_for(request.viewer)}
    if unknown := set(scopes) - known.keys():
        raise TokenRefused("scopes", f"Choose from the list: {sorted(unknown)[0][:40]} is not in it")
    return [known[scope] for scope in scopes]


def _days(typed: str) -> int:
    return int(typed) if typed in {str(days) for days, _ in LIVES} else 0
