"""Registers the innovation room with Django."""

from django.apps import AppConfig


class InnovationConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.innovation"
    label = "innovation"
