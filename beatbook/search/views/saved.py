"""Pages of kept searches: one's own with their news, and what asks a supervisor that it may watch."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.audit.purposes import PurposeIncomplete
from beatbook.pole.saying import Saying, name_of
from beatbook.search.asking import read_asked
from beatbook.search.saved.actions import SearchNotKept, decide_watching, end_search, keep_search
from beatbook.search.saved.queries import KeptSearch, kept_searches, recent_searches, waiting_for_approval
from beatbook.web import phrases

STATES = {
    "kept": ("Saved", "grey"),
    "waiting": ("Waits for a supervisor", "yellow"),
    "watching": ("Tells of new results", "green"),
    "refused": ("Refused by a supervisor", "grey"),
    "ended": ("Ended after 28 days", "grey"),
}
PAGES = {"person": "person", "event": "event"}


@needs(Tool.SEARCH, task=True)
def saved(request: HttpRequest) -> HttpResponse:
    """One's own saved searches with what is new in those that watch, and the form that saves one."""
    asked = read_asked(request.GET.dict() if request.method == "GET" else request.POST.dict())
    typed, errors = {"name": request.POST.get("name", asked.typed), "watch": "watch" in request.POST}, dict[str, str]()
    if request.method == "POST":
        try:
            kept = keep_search(asked, typed["name"], viewer=request.viewer, watch=typed["watch"], task=request.task)
        except (SearchNotKept, PurposeIncomplete) as refused:
            errors = {"name" if refused.field == "purpose" else refused.field: str(refused)}
        else:
            note(request, "search-kept", saved=str(kept), typed=asked.typed, watch=typed["watch"])
            return HttpResponseRedirect(reverse("saved-searches"))
    own = kept_searches(viewer=request.viewer)
    note(request, "consultation", {saying.id for one in own for saying in one.news})
    context = {
        "kept": [_kept(one) for one in own],
        "sentence": _sentence(own),
        "recent": [(one.typed, f"{reverse('search')}?{one.query()}") for one in recent_searches(viewer=request.viewer)],
        "asked": asked,
        "hidden": parse_qsl(asked.query()),
        "typed": typed,
        "errors": errors,
    }
    return render(request, "search/saved.html", context, status=422 if errors else 200)


@require_POST
@needs(Tool.SEARCH)
def end(request: HttpRequest, saved_id: UUID) -> HttpResponse:
    """Ends one of one's own searches."""
    if not end_search(saved_id, viewer=request.viewer):
        raise Http404
    note(request, "search-ended", saved=str(saved_id))
    return HttpResponseRedirect(reverse("saved-searches"))


@needs(Tool.APPROVE_WATCHING)
def approvals(request: HttpRequest) -> HttpResponse:
    """Others' searches that ask to tell of new results: who asks, what for, and the two answers."""
    return _approvals(request)


@require_POST
@needs(Tool.APPROVE_WATCHING)
def decide(request: HttpRequest, saved_id: UUID) -> HttpResponse:
    """The supervisor's answer, with a reason."""
    approve, reason = request.POST.get("answer") == "approve", request.POST.get("reason", "")
    try:
        if not decide_watching(saved_id, viewer=request.viewer, approve=approve, reason=reason):
            raise Http404
    except SearchNotKept as refused:
        return _approvals(request, errors={f"reason-{saved_id}": str(refused)}, typed=reason, about=saved_id)
    note(request, "watching-decided", saved=str(saved_id), approved=approve)
    return HttpResponseRedirect(reverse("watching-approvals"))


def _approvals(request: HttpRequest, *, errors: dict[str, str] | None = None, typed: str = "", about: UUID | None = None) -> HttpResponse:
    waiting = waiting_for_approval(viewer=request.viewer)
    note(request, "page", waiting=len(waiting))
    rows = [
        _kept(one) | {"error": (errors or {}).get(f"reason-{one.id}", ""), "typed": typed if one.id == about else ""} for one in waiting
    ]
    said = f"{phrases.counted(len(waiting), 'search', 'searches')} {'waits' if len(waiting) == 1 else 'wait'} for your decision."
    return render(
        request, "search/approvals.html", {"waiting": rows, "sentence": said, "errors": errors or {}}, status=422 if errors else 200
    )


def _kept(one: KeptSearch) -> dict[str, Any]:
    words, colour = STATES[one.state]
    return {
        "id": one.id,
        "id_text": str(one.id),
        "name": one.name,
        "owner": one.owner_name,
        "typed_words": one.asked.typed,
        "url": f"{reverse('search')}?{one.asked.query()}",
        "state": {"text": words, "colour": colour},
        "purpose": one.purpose,
        "reference": one.reference,
        "ends": phrases.date_time(one.expires_at) if one.expires_at else "",
        "reason": one.reason,
        "news": [(name_of(saying), _page_of(saying), saying.system) for saying in one.news],
    }


def _page_of(saying: Saying) -> str:
    return reverse(PAGES.get(saying.kind, "record"), args=[saying.id])


def _sentence(own: list[KeptSearch]) -> str:
    news = sum(len(one.news) for one in own)
    said = f"{phrases.counted(len(own), 'saved search', 'saved searches')}"
    return f"{said}, and {phrases.counted(news, 'new result')} in those that tell of them." if own else "You have saved no search yet."
