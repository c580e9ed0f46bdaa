"""Members' statements from the lines that a viewer may see: pure, so that what is hidden cannot weigh in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from beatbook.pooling.company import member, share


class BookLine(Protocol):
    """What a statement asks of a line."""

    @property
    def year(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def pence(self) -> int: ...
    @property
    def contract(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SeenStatement:
    """One member's year: its share brought forward, of the result, returned, carried forward; billed, paid, owed; and the lines of the year."""

    member: str
    year: int
    brought_forward_pence: int
    this_year_pence: int
    returned_pence: int
    carried_forward_pence: int
    billed_pence: int
    paid_pence: int
    owes_pence: int
    lines: tuple[BookLine, ...]


def members_of(lines: Sequence[BookLine]) -> list[str]:
    """The members that the lines speak of."""
    return sorted({line.account.partition(":")[2] for line in lines if line.account.startswith(("member:", "share:"))})


def years_of(lines: Sequence[BookLine]) -> list[int]:
    """The years of the lines."""
    return sorted({line.year for line in lines})


def statement_of(lines: Sequence[BookLine], name: str, year: int) -> SeenStatement:
    """One member's statement of one year. Equal to company.statement over a whole ledger (tests/pooling/test_books.py)."""
    shares = [line for line in lines if line.account == share(name) and line.year <= year]
    bills = [line for line in lines if line.account == member(name) and line.year <= year]
    before = -sum(line.pence for line in shares if line.year < year)
    now = [line for line in shares if line.year == year]
    result = -sum(line.pence for line in now if line.code == f"close-{year}")
    returned = sum(line.pence for line in now if line.code != f"close-{year}")
    own = [line.pence for line in bills if line.year == year]
    return SeenStatement(
        name,
        year,
        before,
        result,
        returned,
        before + result - returned,
        sum(pence for pence in own if pence > 0),
        -sum(pence for pence in own if pence < 0),
        sum(line.pence for line in bills),
        tuple(line for line in lines if line.year == year and line.account in (share(name), member(name))),
    )
