"""Registers the cases room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.cases"
    label = "cases"
