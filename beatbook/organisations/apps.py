"""Registers the organisations room with Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.organisations"
    label = "organisations"
