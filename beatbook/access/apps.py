"""Registers the access room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.access"
    label = "access"
