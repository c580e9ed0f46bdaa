"""The web room as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files that every page shares."""

    name = "beatbook.web"
    label = "web"
