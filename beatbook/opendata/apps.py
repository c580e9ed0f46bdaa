"""Registers the opendata room with Django."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.opendata"
    label = "opendata"
