"""What every command does first: settings, and a database that is running and up to date."""

import os

import django


def open_beatbook() -> None:
    """Sets Django up, starts the embedded database if there is no other, and migrates it when that is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beatbook.config.settings")
    django.setup()
    from beatbook.db.prepare import prepare  # named loader: needs Django to be set up

    prepare()
