"""Registers the search room with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.search"
    label = "search"
