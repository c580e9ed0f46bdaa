"""Filters that say dates and times as GOV.UK does, on a London clock."""

import datetime

from django import template

from beatbook.web import clock, phrases

register = template.Library()
register.filter("long_date", phrases.long_date)
register.filter("date_time", phrases.date_time)
register.filter("machine_time", phrases.machine_time)


@register.filter
def ago(value: datetime.datetime | None, now: datetime.datetime | None = None) -> str:
    """`{{ at|ago }}` or `{{ at|ago:now }}`: `14 minutes ago`."""
    return phrases.ago(value, now or clock.now())


@register.filter
def born(value: str | None, today: datetime.date | None = None) -> str:
    """`{{ date_of_birth|born }}`: `14 March 1994 (32)`."""
    return phrases.born_and_age(value, today or clock.today())


@register.simple_tag
def this_moment() -> str:
    """`{% this_moment %}`: now, on a London clock."""
    return phrases.date_time(clock.now())
