"""What every connector of a national carrier does: it answers one question with dated lines, or says in a notice why it cannot.

Invariant: a connector that is absent, broken or silent never breaks a page; nothing is sent to a carrier that is not connected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from beatbook.vocabulary.errors import BeatbookError


class Carrier(StrEnum):
    """The national systems that a force asks and does not own."""

    PNC = "pnc"
    ANPR = "anpr"
    AIRWAVE = "airwave"


NAMES = {Carrier.PNC: "Police National Computer", Carrier.ANPR: "ANPR", Carrier.AIRWAVE: "Airwave location"}
ASKED_BY = {Carrier.PNC: "a PNC ID or registration", Carrier.ANPR: "a registration", Carrier.AIRWAVE: "a radio number"}


class CarrierSilent(BeatbookError):
    """The carrier is connected and does not answer: the message says what to see to; the rest of the page stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a carrier says: when (as it writes it), what, and everything else by its own names."""

    at: str
    what: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of asking: the lines, newest first, or a `notice` in words when there are none because it could not be asked."""

    carrier: Carrier
    lines: tuple[Line, ...] = ()
    notice: str = ""
    connected: bool = True


class Connector(Protocol):
    """One way to reach one carrier."""

    def ask(self, value: str) -> list[Line]:
        """What the carrier says about one value.

        Raises:
            CarrierSilent: it cannot be asked now.
        """


def asked(carrier: Carrier, value: str, connectors: Mapping[Carrier, Connector]) -> Reply:
    """A carrier's reply, whatever state it is in."""
    connector = connectors.get(carrier)
    if connector is None:
        return Reply(
            carrier, notice=f"{NAMES[carrier]} is not connected here. Nothing was sent to it: ask it in the usual way.", connected=False
        )
    try:
        lines = connector.ask(value)
    except CarrierSilent as silent:
        return Reply(carrier, notice=f"{NAMES[carrier]} does not answer. {silent}")
    return Reply(carrier, tuple(sorted(lines, key=lambda line: (line.at, line.what), reverse=True)))
