"""What changes in the technology room: submissions come in and are taken; questions, the blueprint and wishes are said."""

from beatbook.technology.actions.said import ask, comment_on_blueprint, publish_blueprint, vote, wish
from beatbook.technology.actions.submissions import SubmissionRefused, submit, take_file, take_submissions
from beatbook.technology.actions.taking import reclassify

__all__ = [
    "SubmissionRefused",
    "ask",
    "comment_on_blueprint",
    "publish_blueprint",
    "reclassify",
    "submit",
    "take_file",
    "take_submissions",
    "vote",
    "wish",
]
