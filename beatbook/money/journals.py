"""Journals: balanced sets of lines. Invariant: the lines of every journal sum to nought, and a journal never changes."""

from dataclasses import dataclass, replace

from beatbook.vocabulary.errors import BeatbookError


class Unbalanced(BeatbookError):
    """The lines of a journal do not sum to nought: put the missing amount on the account where it belongs."""


class NotWholePence(BeatbookError):
    """A line holds something other than a whole number of pence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One amount on one account, in pence: above nought is a debit, below a credit. `contract` says what it was for."""

    account: str
    pence: int
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """One thing that happened, in one financial year (named by the calendar year in which it begins).

    Raises:
        Unbalanced: fewer than two lines, or lines that do not sum to nought.
        NotWholePence: an amount that is no int.
    """

    code: str
    year: int
    words: str
    lines: tuple[Line, ...]
    reverses: str | None = None

    def __post_init__(self) -> None:
        if any(type(line.pence) is not int for line in self.lines):
            raise NotWholePence(f"Journal {self.code} holds an amount that is not whole pence.")
        out_by = sum(line.pence for line in self.lines)
        if len(self.lines) < 2 or out_by:
            raise Unbalanced(f"Journal {self.code} is out by {out_by} pence over {len(self.lines)} lines.")


def reversal(journal: Journal, *, code: str, year: int, words: str) -> Journal:
    """The journal that undoes another, line by line."""
    lines = tuple(replace(line, pence=-line.pence) for line in journal.lines)
    return Journal(code, year, words, lines, reverses=journal.code)
