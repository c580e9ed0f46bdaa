"""What somebody is told who is known to the directory and not to this site, and the tokens with which programs ask in one's name."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from beatbook.access.actions import TokenRefused, end_token, mint_token
from beatbook.access.permissions import Tool, scope_of, scopes_for
from beatbook.access.queries import PersonalToken, tokens_of
from beatbook.audit.middleware import needs, note
from beatbook.web import phrases

LIVES = ((7, "A week"), (30, "30 days"), (90, "90 days"))
TOKEN_COLUMNS = [{"label": label} for label in ("Name", "For", "Made", "Ends", "State")]


def not_known_here(request: HttpRequest) -> HttpResponse:
    """Says who can help; the same words whatever the reason."""
    return render(request, "account/not_known_here.html", status=403)


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
