"""A ledger of journals by year.

Invariant: balances are sums of lines; a closed year takes no journal; the opening of a year is the close of the one before it, so a replay
from nothing gives the same balances and the same closes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from beatbook.money.journals import Journal
from beatbook.vocabulary.errors import BeatbookError

Balances = Mapping[str, int]


class YearClosed(BeatbookError):
    """The year is closed: post the journal in an open year, and say in its words to what it belongs."""


class YearNotNext(BeatbookError):
    """Years are closed in order: close the earlier one first."""


class AlreadyPosted(BeatbookError):
    """A journal of this code is in the ledger: give the new one a code of its own."""


class NotReversible(BeatbookError):
    """A journal is reversed once, exactly, and only when it is in the ledger."""


class Ledger:
    """Journals in the order in which they were posted, with running balances and the balances at each year's close."""

    def __init__(self, first_year: int) -> None:
        self.first_year = first_year
        self._journals: dict[str, Journal] = {}
        self._reversed: set[str] = set()
        self._by_year: dict[int, defaultdict[str, int]] = {}
        self._closes: dict[int, Balances] = {}

    @property
    def journals(self) -> tuple[Journal, ...]:
        """Every journal, in the order in which it was posted."""
        return tuple(self._journals.values())

    @property
    def open_year(self) -> int:
        """The earliest year that is not closed."""
        return max(self._closes, default=self.first_year - 1) + 1

    def post(self, journal: Journal) -> None:
        """Adds a journal.

        Raises:
            YearClosed: its year is closed, or before the ledger begins.
            AlreadyPosted: its code is taken.
            NotReversible: it reverses what is not there, was reversed before, or is not its exact opposite.
        """
        if journal.year < self.open_year:
            raise YearClosed(f"The year {year_name(journal.year)} is closed.")
        if journal.code in self._journals:
            raise AlreadyPosted(f"There is a journal {journal.code} already.")
        if journal.reverses is not None:
            self._check_reversal(journal, journal.reverses)
            self._reversed.add(journal.reverses)
        self._journals[journal.code] = journal
        moved = self._by_year.setdefault(journal.year, defaultdict(int))
        for line in journal.lines:
            moved[line.account] += line.pence

    def _check_reversal(self, journal: Journal, code: str) -> None:
        undone = self._journals.get(code)
        if undone is None or code in self._reversed:
            raise NotReversible(f"Journal {code} is not there to be reversed.")
        there = sorted((line.account, line.pence, line.contract) for line in undone.lines)
        if there != sorted((line.account, -line.pence, line.contract) for line in journal.lines):
            raise NotReversible(f"Journal {journal.code} is not the exact opposite of {code}.")

    def close(self, year: int) -> Balances:
        """Closes a year for good, and returns its closing balances.

        Raises:
            YearNotNext: an earlier year is open, or this one is closed.
        """
        if year != self.open_year:
            raise YearNotNext(f"The next year to close is {year_name(self.open_year)}.")
        self._closes[year] = self.balances(year)
        return self._closes[year]

    def opening(self, year: int) -> Balances:
        """Balances at the beginning of a year: the close of the year before, or nothing before the first."""
        if year <= self.first_year:
            return MappingProxyType({})
        return self._closes[year - 1] if year - 1 in self._closes else self.balances(year - 1)

    def balances(self, year: int | None = None) -> Balances:
        """Balance of each account that is not nought at the end of `year`, or of everything."""
        if year is not None and year in self._closes:
            return self._closes[year]
        before = max((closed for closed in self._closes if year is None or closed <= year), default=None)
        total: defaultdict[str, int] = defaultdict(int, self._closes[before] if before is not None else {})
        for other, moved in self._by_year.items():
            if (before is None or other > before) and (year is None or other <= year):
                for account, pence in moved.items():
                    total[account] += pence
        return MappingProxyType({account: pence for account, pence in sorted(total.items()) if pence})

    def moved(self, year: int) -> Balances:
        """What was posted to each account within one year."""
        return MappingProxyType(dict(sorted(self._by_year.get(year, {}).items())))


def replayed(first_year: int, journals: Iterable[Journal], closed_years: Iterable[int] = ()) -> Ledger:
    """A ledger made again from nothing: each year's journals are posted in their order, then the year is closed."""
    ledger = Ledger(first_year)
    kept = list(journals)
    for journal in kept:
        ledger.post(journal)
    for year in sorted(closed_years):
        ledger.close(year)
    return ledger


def recounted(journals: Iterable[Journal]) -> Balances:
    """Balances by adding every line of every journal: the plain sum against which a ledger is checked."""
    total: dict[str, int] = {}
    for journal in journals:
        for line in journal.lines:
            total[line.account] = total.get(line.account, 0) + line.pence
    return {account: pence for account, pence in sorted(total.items()) if pence}


def year_name(year: int) -> str:
    """`2026-27` for the financial year that begins in April 2026."""
    return f"{year}-{(year + 1) % 100:02d}"
