"""Answers of the cases room. Every query takes a viewer; the database decides what is in the answer."""

from beatbook.cases.queries.case import CasePage, VictimCare, case_page, matter_of
from beatbook.cases.queries.rows import needs_of, plan_versions

__all__ = ["CasePage", "VictimCare", "case_page", "matter_of", "needs_of", "plan_versions"]
