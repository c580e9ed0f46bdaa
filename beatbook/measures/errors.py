"""What can be wrong with a measure's file, or with asking for one."""

from beatbook.vocabulary.errors import BeatbookError


class MeasureRefused(BeatbookError):
    """A measure's file cannot be used: the message names file, line and what to put right."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class ExpressionRefused(BeatbookError):
    """A condition cannot be read; `column` counts from 1 within it."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(f"at sign {column}: {reason}")
        self.column, self.reason = column, reason


class UnknownMeasure(BeatbookError):
    """There is no measure of that code and version: `beatbook measure show` lists those there are."""


class PeriodUnreadable(BeatbookError):
    """Months are written as 2026-10, and the first is not after the last."""


class ReleaseRefused(BeatbookError):
    """Counts may not be published so: choose a measure that is not published row by row, and months that no release covers yet."""
