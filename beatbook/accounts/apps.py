"""Registers the accounts room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.accounts"
    label = "accounts"
