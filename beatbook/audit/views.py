"""Asks, once per task, why somebody needs to look."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from beatbook.audit.actions import end_task, start_task
from beatbook.audit.purposes import Purpose, PurposeIncomplete


def purpose(request: HttpRequest) -> HttpResponse:
    """The form, and its answer: back to the page that asked. What was typed is kept when something is missing."""
    if request.viewer.username == "public":
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("purpose", "reference", "note")}
    after = _safe(request, request.POST.get("next") or request.GET.get("next") or "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            start_task(viewer=request.viewer, **typed)
        except PurposeIncomplete as missing:
            errors[missing.field] = str(missing)
        else:
            request.notes.kind = "purpose"
            request.notes.detail |= {"purpose": typed["purpose"], "reference": typed["reference"][:100]}
            return HttpResponseRedirect(after)
    options = [{"value": option.value, "label": option.value, "checked": option.value == typed["purpose"]} for option in Purpose]
    context = {"options": options, "typed": typed, "errors": errors, "next": after}
    return render(request, "audit/purpose.html", context, status=422 if errors else 200)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Ends the task; the next look asks again."""
    end_task(viewer=request.viewer)
    return HttpResponseRedirect(reverse("home"))


def _safe(request: HttpRequest, url: str) -> str:
    own = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if own and url.startswith("/") else reverse("home")
