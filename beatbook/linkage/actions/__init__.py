"""Acts of the linkage room: link what has changed, record what people decide, and seal identities."""

from beatbook.linkage.actions.concerning import record_concern, undo_concern
from beatbook.linkage.actions.judging import JudgementRefused, record_judgement, undo_judgement
from beatbook.linkage.actions.linking import LinkSummary, LiveLinker, all_persons, link_new_records
from beatbook.linkage.actions.sealing import Choice, Sealing, SealRefused, ask_to_lift, decide_lifting, keep_under_seal, seal_identity

__all__ = [
    "Choice",
    "JudgementRefused",
    "LinkSummary",
    "LiveLinker",
    "SealRefused",
    "Sealing",
    "all_persons",
    "ask_to_lift",
    "decide_lifting",
    "keep_under_seal",
    "link_new_records",
    "record_concern",
    "record_judgement",
    "seal_identity",
    "undo_concern",
    "undo_judgement",
]
