"""Registers the linkage room with Django."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.linkage"
    label = "linkage"
