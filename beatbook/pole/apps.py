"""Registers the pole room with Django."""

from django.apps import AppConfig


class PoleConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.pole"
    label = "pole"
