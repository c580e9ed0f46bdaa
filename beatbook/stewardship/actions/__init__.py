"""What the stewardship room does: keeps what reviewers say of looks, and shows screens again."""

from beatbook.stewardship.actions.reviewing import VERDICTS, ReviewRefused, review_look

__all__ = ["VERDICTS", "ReviewRefused", "review_look"]
