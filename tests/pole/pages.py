"""A browser without scripts, in which somebody is signed in."""

from django.conf import settings
from django.test import Client

from beatbook.vocabulary.viewer import Viewer


def client_of(viewer: Viewer) -> Client:
    """Asks as this viewer."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return client
