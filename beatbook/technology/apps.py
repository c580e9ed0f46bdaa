"""Registers the technology room with Django."""

from django.apps import AppConfig


class TechnologyConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.technology"
    label = "technology"
