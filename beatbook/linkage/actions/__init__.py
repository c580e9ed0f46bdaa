"""Acts of the linkage room: link what has changed, and record what people decide."""

from beatbook.linkage.actions.judging import JudgementRefused, record_judgement, undo_judgement
from beatbook.linkage.actions.linking import LinkSummary, LiveLinker, all_persons, link_new_records

__all__ = ["JudgementRefused", "LinkSummary", "LiveLinker", "all_persons", "link_new_records", "record_judgement", "undo_judgement"]
