"""What the tension room does: takes reports in, watches them, and keeps what people say."""

from beatbook.tension.actions.taking import take_reports
from beatbook.tension.actions.watching import NoOwner, look_out, set_watch
from beatbook.tension.actions.writing import AssessmentRefused, StepRefused, end_assessment, step_alert, write_assessment

__all__ = [
    "AssessmentRefused",
    "NoOwner",
    "StepRefused",
    "end_assessment",
    "look_out",
    "set_watch",
    "step_alert",
    "take_reports",
    "write_assessment",
]
