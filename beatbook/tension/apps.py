"""Registers the tension room with Django."""

from django.apps import AppConfig


class TensionConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.tension"
    label = "tension"
