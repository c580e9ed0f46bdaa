"""Registers the sources room with Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.sources"
    label = "sources"
