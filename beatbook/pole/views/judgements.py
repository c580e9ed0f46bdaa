"""“These are different people”, “this is the same person”, and undoing either: always with a reason."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.linkage.actions import record_judgement, undo_judgement
from beatbook.linkage.persons import Verdict
from beatbook.pole.queries import sayings_of
from beatbook.pole.views.asking import REASON_MIN, page_of, uuid_of, viewer_of
from beatbook.pole.views.people import person_response
from beatbook.vocabulary.errors import BeatbookError


@require_POST
@needs(Tool.JUDGE, task=True)
def judge(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Records that two records are, are not, or may be the same person, with a reason."""
    typed = {name: request.POST.get(name, "") for name in ("first", "second", "verdict", "reason")}
    if len(typed["reason"].strip()) < REASON_MIN:
        return person_response(request, record_id, errors={"reason": "Say in a few words how you know (at least 10 letters)"}, typed=typed)
    if typed["verdict"] not in list(Verdict):
        return person_response(request, record_id, errors={"reason": "Say whether they are the same person"}, typed=typed)
    first, second = uuid_of(typed["first"]), uuid_of(typed["second"])
    if len(sayings_of([first, second], viewer=viewer_of(request))) != 2:
        raise Http404
    task = request.task
    try:
        record_judgement(
            viewer=viewer_of(request),
            a=first,
            b=second,
            verdict=typed["verdict"],
            reason=typed["reason"].strip()[:500],
            reference=task.reference,
        )
    except BeatbookError as refused:
        return person_response(request, record_id, errors={"reason": str(refused)}, typed=typed)
    note(request, "combination", {first, second}, verdict=typed["verdict"])
    return HttpResponseRedirect(f"{reverse('person', args=[record_id])}#judgements")


@require_POST
@needs(Tool.JUDGE, task=True)
def undo(request: HttpRequest, record_id: UUID, judgement_id: UUID) -> HttpResponse:
    """Undoes a judgement about this person by another one, which is kept too; hidden, absent and undone judgements are not found."""
    judged = next((j for j in page_of(request, record_id).component.judgements if j.id == judgement_id), None)
    if judged is None:
        raise Http404
    undo_judgement(viewer=viewer_of(request), judgement_id=judgement_id, reason=request.POST.get("reason", "").strip()[:500] or "Undone")
    note(request, "combination", {judged.a, judged.b}, undone=str(judgement_id))
    return HttpResponseRedirect(f"{reverse('person', args=[record_id])}#judgements")
