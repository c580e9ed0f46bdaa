"""Answers of the stewardship room."""

from beatbook.stewardship.queries.looks import Look, looks_for_review
from beatbook.stewardship.queries.screens import Gap, screen_of, screens_of

__all__ = ["Gap", "Look", "looks_for_review", "screen_of", "screens_of"]
