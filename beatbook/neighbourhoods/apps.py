"""Registers the neighbourhoods room with Django."""

from django.apps import AppConfig


class NeighbourhoodsConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.neighbourhoods"
    label = "neighbourhoods"
