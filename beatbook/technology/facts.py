"""An application as its force says it is, and what belongs to it. Plain values that every figure is worked out from."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

KEPT = 16_384  # keys of names that were worked out before: a few times what forty-three forces run
SCOPES = ("licence", "support", "hosting", "staff", "change")
RED_RATED = 16  # likelihood x impact, each 1 to 6. Source: CDDO, Guidance on the Legacy IT Risk Assessment Framework, 29 September 2023
LEGACY_REASONS = (
    "end of life or support",
    "expired vendor contract",
    "lack of knowledge and skills",
    "inability to meet business need",
    "unsuitable physical environment",
    "known security vulnerabilities",
    "historically recorded issues",
)  # the seven likelihood criteria of the same framework


@dataclass(frozen=True, slots=True)
class Interface:
    """What an application exchanges with another system or a national service, and what is done when that is away."""

    other: str
    direction: str = "both"
    standard: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One application of one force. None is “not said”, never nought; `annual_pence` covers what `scope` names, for a year."""

    owner: str
    name: str
    capabilities: tuple[str, ...]
    product: str
    variant: str = ""
    supplier: str = ""
    users: int | None = None
    annual_pence: int | None = None
    scope: tuple[str, ...] = ()
    criticality: int | None = None
    functional_fit: int | None = None
    technical_fit: int | None = None
    legacy_likelihood: int | None = None
    legacy_impact: int | None = None
    legacy_reasons: tuple[str, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    data_held: str = ""
    standards: tuple[str, ...] = ()
    contract_starts: date | None = None
    contract_ends: date | None = None
    evidence_url: str = ""
    assessed_on: date | None = None

    @property
    def id(self) -> UUID:
        """The same for the same force and name, however often it is said."""
        return application_id(self.owner, self.name)

    @property
    def product_key(self) -> str:
        """What two spellings of one product share."""
        return product_key(self.product)

    @property
    def legacy_score(self) -> int | None:
        """Likelihood times impact, 1 to 36."""
        return self.legacy_likelihood * self.legacy_impact if self.legacy_likelihood and self.legacy_impact else None

    @property
    def pence_a_user(self) -> float | None:
        """What one user costs a year."""
        return self.annual_pence / self.users if self.annual_pence is not None and self.users else None

    def content(self) -> dict[str, Any]:
        """As plain JSON values."""
        found = asdict(self)
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()}

    def changed(self, **facts: Any) -> "Application":
        """The same with other facts."""
        return replace(self, **facts)


@lru_cache(maxsize=KEPT)
def application_id(owner: str, name: str) -> UUID:
    """The id of an application by its force and its name there, whatever the capitals and spaces."""
    return uuid5(NAMESPACE_URL, f"beatbook:application:{owner}:{folded(name)}")


def folded(text: str) -> str:
    """Letters and figures alone, in small letters."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


_NOISE = frozenset({"limited", "ltd", "plc", "inc", "software", "system", "systems", "solution", "solutions", "the", "uk", "llp"})


@lru_cache(maxsize=KEPT)
def product_key(product: str) -> str:
    """The product without versions, company endings and signs: `NicheRMS 5.0` and `niche rms` meet."""
    words = [word for word in folded(product).split() if word not in _NOISE and not re.fullmatch(r"v?\d+", word)]
    return "".join(words) or folded(product).replace(" ", "")


def present(applications: Sequence[Application], capability: str) -> list[Application]:
    """The applications that serve a capability."""
    return [one for one in applications if capability in one.capabilities]
