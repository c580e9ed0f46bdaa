"""The shared catalogue of what is asked of suppliers, with versions: only readings of one code and version are ever set side by side."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from beatbook.vocabulary.errors import BeatbookError


class Rating(StrEnum):
    """The five ratings of a contract's performance. Source: Procurement Regulations 2024, regulation 39, under section 71 of the Procurement Act 2023."""

    GOOD = "Good"
    APPROACHING = "Approaching target"
    IMPROVE = "Requires improvement"
    INADEQUATE = "Inadequate"
    OTHER = "Other"


class UnknownKpi(BeatbookError):
    """No KPI of the catalogue has this code and version: use one of the catalogue, or add a version to it."""


class ThresholdsUnsound(BeatbookError):
    """A KPI's thresholds must step from target to inadequate in one direction."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A share of `denominator` that is `numerator`; at `target` or better it is good, then approaching, then improvement is required.

    `approaching` and `improve` are the worst shares that still have those ratings.
    """

    code: str
    version: int
    name: str
    numerator: str
    denominator: str
    target: Fraction
    approaching: Fraction
    improve: Fraction
    higher_better: bool = True

    def __post_init__(self) -> None:
        """Refuses thresholds out of order."""
        steps = [self.target, self.approaching, self.improve]
        if steps != sorted(set(steps), reverse=self.higher_better):
            raise ThresholdsUnsound(f"{self.code}: {', '.join(map(str, steps))} do not step in one direction.")

    def rating(self, share: Fraction) -> Rating:
        """The rating of a share; a threshold itself has the better one."""
        for least, word in ((self.target, Rating.GOOD), (self.approaching, Rating.APPROACHING), (self.improve, Rating.IMPROVE)):
            if (share >= least) if self.higher_better else (share <= least):
                return word
        return Rating.INADEQUATE


def _percent(*parts: str) -> tuple[Fraction, Fraction, Fraction]:
    target, approaching, improve = (Fraction(part) / 100 for part in parts)
    return target, approaching, improve


# The thresholds are a proposal to agree with suppliers, not a national standard; a change is a new version.
CATALOGUE: tuple[Kpi, ...] = (
    Kpi("availability", 1, "Available when it should be", "minutes available", "minutes agreed", *_percent("99.9", "99.5", "99")),
    Kpi("p1_fixed_in_time", 1, "Priority 1 incidents fixed in time", "incidents fixed in time", "incidents", *_percent("95", "90", "80")),
    Kpi("change_on_time", 1, "Changes delivered on time", "changes delivered on time", "changes due", *_percent("90", "80", "65")),
    Kpi("open_interfaces", 1, "Open interfaces delivered", "interfaces delivered", "interfaces agreed", *_percent("100", "80", "50")),
    Kpi("exit_plan_tested", 1, "Exit plan tested", "tests passed", "tests due", *_percent("100", "75", "50")),
    Kpi(
        "change_failed",
        1,
        "Changes that had to be undone",
        "changes undone",
        "changes made",
        *_percent("5", "10", "20"),
        higher_better=False,
    ),
)


def kpi_of(code: str, version: int) -> Kpi:
    """A KPI by its code and version.

    Raises:
        UnknownKpi: the catalogue has none.
    """
    for one in CATALOGUE:
        if (one.code, one.version) == (code, version):
            return one
    raise UnknownKpi(f"The catalogue has no “{code}” version {version}.")
