"""Registers the stewardship room with Django."""

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.stewardship"
    label = "stewardship"
