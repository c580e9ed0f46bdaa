"""Registers the geography room with Django."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.geography"
    label = "geography"
