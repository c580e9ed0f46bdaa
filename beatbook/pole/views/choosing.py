"""Where systems disagree: which value the page shows first, chosen with a reason. Nothing is told to any system, and no value is hidden."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.actions import choose_value
from beatbook.pole.facts import Fact
from beatbook.pole.views.asking import REASON_MIN, page_of, viewer_of
from beatbook.web import phrases

FROM_THE_SYSTEMS = "newest"


@needs(Tool.JUDGE, task=True)
def choose(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Chooses among the values that systems state, or leaves it to the newest again."""
    page = page_of(request, record_id)
    label = request.POST.get("detail") or request.GET.get("detail", "")
    fact = next((one for one in page.view.facts if one.label == label and one.disagree), None)
    if fact is None:
        raise Http404
    note(request, "consultation", {record_id})
    typed = {name: request.POST.get(name, "").strip()[:500] for name in ("value", "reason")}
    keys = {value.key for value in fact.values}
    errors = {}
    if request.method == "POST":
        if typed["value"] not in {FROM_THE_SYSTEMS, *keys}:
            errors["value"] = "Choose what to show first"
        if len(typed["reason"]) < REASON_MIN:
            errors["reason"] = "Say in a few words how you know (at least 10 letters)"
        if not errors:
            key = "" if typed["value"] == FROM_THE_SYSTEMS else typed["value"]
            choose_value(record_id, label, key, typed["reason"], viewer=viewer_of(request))
            note(request, "alteration", {record_id}, detail=label)
            return HttpResponseRedirect(f"{reverse('person', args=[record_id])}#details")
    context = {"record_id": record_id, "detail": label, "items": _items(fact, typed["value"]), "typed": typed, "errors": errors}
    return render(request, "pole/choose.html", context, status=422 if errors else 200)


def _items(fact: Fact, chosen: str) -> list[dict[str, object]]:
    said = [
        {
            "value": value.key,
            "label": phrases.spoken(value.text),
            "hint": phrases.sentence_list(f"{source.system}, {phrases.long_date(source.said_at)}" for source in value.sources),
            "checked": value.key == (chosen or (fact.choice.key if fact.choice else "")),
        }
        for value in fact.values
    ]
    newest = {
        "value": FROM_THE_SYSTEMS,
        "label": "What was said last",
        "hint": "As if nobody had chosen",
        "checked": chosen == FROM_THE_SYSTEMS,
    }
    return [*said, newest]
