"""Registers the measures room with Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.measures"
    label = "measures"
