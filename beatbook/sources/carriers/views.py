"""The page on which national systems are asked: each with its lines, or the notice that says why there are none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.sources.carriers.interface import ASKED_BY, NAMES, Carrier, Reply
from beatbook.sources.carriers.queries import carrier_reply, carriers_connected
from beatbook.web import phrases

COLUMNS = [{"label": label} for label in ("When", "What", "More")]


@needs(Tool.CARRIERS, task=True)
def national_systems(request: HttpRequest) -> HttpResponse:
    """Asks the carrier that was chosen about what was typed; asking is logged with what was typed."""
    value, chosen = " ".join(request.GET.get("value", "").split())[:40], request.GET.get("carrier", "")
    reply = carrier_reply(Carrier(chosen), value, viewer=request.viewer) if value and chosen in list(Carrier) else None
    note(request, "consultation", typed=value, carrier=chosen if reply else "")
    states = carriers_connected(viewer=request.viewer)
    context = {
        "value": value,
        "options": [
            {"value": carrier.value, "label": f"{NAMES[carrier]}, by {ASKED_BY[carrier]}", "checked": carrier == chosen}
            for carrier in Carrier
        ],
        "reply": reply,
        "sentence": _sentence(reply) if reply else _connected(states),
        "columns": COLUMNS,
        "rows": [_cells(line.at, line.what, line.more) for line in reply.lines] if reply else [],
        "caption": NAMES[reply.carrier] if reply else "",
    }
    return render(request, "sources/national_systems.html", context)


def _sentence(reply: Reply) -> str:
    if reply.notice:
        return reply.notice
    return f"{NAMES[reply.carrier]} has {phrases.counted(len(reply.lines), 'entry', 'entries')} of it."


def _connected(states: list[tuple[Carrier, bool]]) -> str:
    there = [NAMES[carrier] for carrier, connected in states if connected]
    away = [NAMES[carrier] for carrier, connected in states if not connected]
    said = f"Connected here: {phrases.sentence_list(there)}." if there else "No national system is connected here."
    return f"{said} Not connected: {phrases.sentence_list(away)}." if there and away else said


def _cells(at: str, what: str, more: Any) -> list[dict[str, str]]:
    return [{"text": at}, {"text": what}, {"text": "; ".join(f"{phrases.field_words(name)}: {text}" for name, text in more.items())}]
