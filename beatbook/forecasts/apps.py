"""Registers the forecasts room with Django."""

from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.forecasts"
    label = "forecasts"
