"""What is taken in, and what people say of a reading."""

from beatbook.suppliers.actions.notices import LoadedNotices, OwnerUnknown, load_notices
from beatbook.suppliers.actions.performance import TakenRows, YearNotPast, close_year, take_fees, take_readings
from beatbook.suppliers.actions.words import WordRefused, say_of_reading

__all__ = [
    "LoadedNotices",
    "OwnerUnknown",
    "TakenRows",
    "WordRefused",
    "YearNotPast",
    "close_year",
    "load_notices",
    "say_of_reading",
    "take_fees",
    "take_readings",
]
