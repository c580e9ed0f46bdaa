"""What the time is for a page: now, but in a replay the moment that is replayed."""

from datetime import date, datetime

from django.utils import timezone

from beatbook.vocabulary.moment import taken_for_now


def now() -> datetime:
    """The time, in UTC."""
    return taken_for_now() or timezone.now()


def local_now() -> datetime:
    """The time here."""
    return timezone.localtime(now())


def today() -> date:
    """The day here."""
    return local_now().date()


def is_past() -> bool:
    """Is this a page of a past moment, in which nothing is written?"""
    return taken_for_now() is not None
