"""One signal in one place, week by week, as it is shown. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one signal in one area; what was usual is None where too little came before. `standing` is in standard deviations."""

    monday: date
    came: int
    usual: float | None
    low: float | None
    high: float | None
    standing: float | None
    raised: bool


@dataclass(frozen=True, slots=True)
class Track:
    """One signal in one area, week by week; `told` says whether there is enough to tell a rise from chance."""

    signal: str
    area: str
    weeks: tuple[Week, ...]
    told: bool

    @property
    def last(self) -> Week:
        """The newest whole week."""
        return self.weeks[-1]

    @property
    def raised(self) -> bool:
        """Whether a rise is said now."""
        return self.told and self.last.raised
