"""Pages that belong to no room: those of the footer, the gallery of components, and what is said when a page cannot be."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.web import gallery


def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component and chart with invented data; not found on a site that is no demonstration."""
    if not settings.BEATBOOK_DEMONSTRATION:
        raise Http404
    return render(request, "web/gallery.html", gallery.content())


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known to be wrong, and what to do; it shows no data."""
    return render(request, "web/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Whose data is held, why, who may see it and what is recorded; it shows no data."""
    return render(request, "web/privacy.html")


def how_this_works(request: HttpRequest) -> HttpResponse:
    """Where what is shown comes from, and what this is not; it shows no data."""
    return render(request, "web/how_this_works.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something in the request could not be read."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Denied and missing alike: the same words and the same status."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A failure of ours; reads nothing that could fail again."""
    return render(request, "500.html", status=500)
