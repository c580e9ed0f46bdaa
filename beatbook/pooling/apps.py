"""Registers the pooling room with Django."""

from django.apps import AppConfig


class PoolingConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.pooling"
    label = "pooling"
