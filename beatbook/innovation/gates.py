"""What must be there before money scales an idea, and before a service goes live. Invariant: there is no way round either gate."""

from collections.abc import Collection
from dataclasses import dataclass

from beatbook.innovation.asks import Stage, Verdict
from beatbook.vocabulary.errors import BeatbookError


class NoRecordedResult(BeatbookError):
    """Money to scale needs a recorded result of the proof of concept that says scale: record it first."""


class NotReady(BeatbookError):
    """The service may not go live: the message names what is missing."""


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What a proof of concept showed: the measure, its value before and after, and the verdict."""

    measure: str
    baseline: float
    result: float
    verdict: Verdict
    recorded_by: str


def check_stage(stage: Stage, result: ProofResult | None) -> None:
    """Raises NoRecordedResult for an ask to scale without a result that says scale."""
    if stage is not Stage.SCALE:
        return
    if result is None:
        raise NoRecordedResult("Record the result of the proof of concept before asking for money to scale.")
    if result.verdict is not Verdict.SCALE:
        raise NoRecordedResult(f"The proof of concept said {result.verdict.value}, so that there is no money to scale.")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be true before a service goes live."""

    code: str
    words: str


# The first four: the response to the Flanagan review, paragraph 75. The others are what any live service needs.
CHECKS = (
    Check("citizens", "Citizens who will use or feel the service were consulted, and what they said was answered"),
    Check("staff", "Staff were prepared and took a real part in the change"),
    Check("impact", "The effect on the development of the service was analysed"),
    Check("demand", "Measures stand ready for the demand that it will bring"),
    Check("data", "A data protection impact assessment is signed"),
    Check("security", "Security was tested by somebody independent"),
    Check("way back", "The way back to the old service was rehearsed"),
    Check("owner", "Somebody is named to answer for the live service and its benefits"),
)


def missing_checks(passed: Collection[str]) -> list[Check]:
    """The checks that nobody has passed yet."""
    return [check for check in CHECKS if check.code not in passed]


def check_ready(passed: Collection[str]) -> None:
    """Raises NotReady while any check is missing."""
    missing = missing_checks(passed)
    if missing:
        raise NotReady("Not ready to go live: " + "; ".join(check.words[:1].lower() + check.words[1:] for check in missing) + ".")
