"""Registers the suppliers room with Django."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.suppliers"
    label = "suppliers"
