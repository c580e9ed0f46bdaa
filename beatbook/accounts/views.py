"""What somebody is told who is known to the directory and not to this site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_known_here(request: HttpRequest) -> HttpResponse:
    """Says who can help; the same words whatever the reason."""
    return render(request, "account/not_known_here.html", status=403)
