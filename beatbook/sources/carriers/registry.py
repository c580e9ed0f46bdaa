"""Which carriers are connected, from one setting: `anpr=file:/var/lib/beatbook/anpr,pnc=file:/var/lib/beatbook/pnc`."""

from collections.abc import Callable
from pathlib import Path

from beatbook.sources.carriers.files import FileConnector
from beatbook.sources.carriers.interface import Carrier, Connector
from beatbook.vocabulary.errors import BeatbookError

WAYS: dict[str, Callable[[Carrier, str], Connector]] = {"file": lambda carrier, where: FileConnector(carrier, Path(where))}
"""How a carrier can be reached, by the word before the colon; a new connector is added here."""


class CarrierUnknown(BeatbookError):
    """BEATBOOK_CARRIERS names no carrier or way that we know: write it as `anpr=file:/path/to/folder`, with commas between."""


def connectors_in(setting: str) -> dict[Carrier, Connector]:
    """The connectors that a setting names.

    Raises:
        CarrierUnknown: it cannot be read.
    """
    found: dict[Carrier, Connector] = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        name, _, reached = part.partition("=")
        way, _, where = reached.partition(":")
        if name not in list(Carrier) or way not in WAYS or not where:
            raise CarrierUnknown(f"BEATBOOK_CARRIERS: “{part}” is not like anpr=file:/path/to/folder; carriers are {', '.join(Carrier)}.")
        found[Carrier(name)] = WAYS[way](Carrier(name), where)
    return found
