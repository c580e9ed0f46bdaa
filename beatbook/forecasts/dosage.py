"""What a visit is worth: fifteen minutes, each further visit of a shift worth less. An assumption of the force, until its own hold-out says more.

Source: Koper 1995, patrols of 12 to 16 minutes deter longest; the shares that a second and third visit add are set by the force.
"""

from dataclasses import dataclass

VISIT_MINUTES = 15
RETURNS = (1.0, 0.6, 0.3)


@dataclass(frozen=True, slots=True)
class Dosage:
    """How long a visit and the way to it take, what the first, second and third visit of a shift are worth, as shares of the first, and what
    share of the harm expected in that shift the first visit prevents."""

    visit_minutes: int = VISIT_MINUTES
    travel_minutes: int = 10
    returns: tuple[float, ...] = RETURNS
    prevented: float = 0.15

    def __post_init__(self) -> None:
        if list(self.returns) != sorted(self.returns, reverse=True) or not self.returns or self.returns[-1] < 0:
            raise ValueError("each further visit must be worth no more than the one before")

    def visits_in(self, hours: float) -> int:
        """Whole visits, with the way to them, that fit in these officer hours."""
        return int(hours * 60 // (self.visit_minutes + self.travel_minutes))
