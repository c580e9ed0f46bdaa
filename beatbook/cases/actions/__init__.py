"""What the cases room does: writes beside an investigation, and sends to the systems that own what was recorded."""

from beatbook.cases.actions.sending import own_submission, send_minor_offence, start_form, submit_intelligence
from beatbook.cases.actions.writing import (
    NotSafe,
    WrittenMeanwhile,
    allocate,
    answer_referral,
    assess_needs,
    hand_over,
    link_cases,
    record_contact,
    record_decision,
    record_review,
    refer,
    write_plan,
)

__all__ = [
    "NotSafe",
    "WrittenMeanwhile",
    "allocate",
    "answer_referral",
    "assess_needs",
    "hand_over",
    "link_cases",
    "own_submission",
    "record_contact",
    "record_decision",
    "record_review",
    "refer",
    "send_minor_offence",
    "start_form",
    "submit_intelligence",
    "write_plan",
]
