"""What a viewer may see of technology. Every figure is worked out from these rows and nothing else."""

from beatbook.technology.queries.ledger import LedgerRow, ledger_years, lines_of, plan_lines, readings, spend_by_force, spend_by_year
from beatbook.technology.queries.portfolio import (
    Held,
    LeftLine,
    SubmissionLine,
    Thread,
    application,
    applications,
    applications_compared,
    left_rows,
    runs_of,
    submission,
    submissions,
    thread_of,
    versions_of,
)
from beatbook.technology.queries.said import BlueprintLine, WishLine, blueprint, blueprint_comments, blueprint_versions, wishes

__all__ = [
    "BlueprintLine",
    "Held",
    "LedgerRow",
    "LeftLine",
    "SubmissionLine",
    "Thread",
    "WishLine",
    "application",
    "applications",
    "applications_compared",
    "blueprint",
    "blueprint_comments",
    "blueprint_versions",
    "ledger_years",
    "left_rows",
    "lines_of",
    "plan_lines",
    "readings",
    "runs_of",
    "spend_by_force",
    "spend_by_year",
    "submission",
    "submissions",
    "thread_of",
    "versions_of",
    "wishes",
]
