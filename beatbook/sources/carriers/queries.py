"""Asks national carriers for a viewer."""

from django.conf import settings

from beatbook.access.permissions import Tool, check_may_use
from beatbook.sources.carriers.interface import Carrier, Reply, asked
from beatbook.sources.carriers.registry import connectors_in
from beatbook.vocabulary.viewer import Viewer

LONGEST = 40


def carrier_reply(carrier: Carrier, value: str, *, viewer: Viewer) -> Reply:
    """What a carrier says about one value, or a notice.

    Raises:
        NotPermitted: the viewer's role may not ask national systems.
    """
    check_may_use(viewer, Tool.CARRIERS)
    return asked(carrier, value[:LONGEST], connectors_in(settings.BEATBOOK_CARRIERS))


def carriers_connected(*, viewer: Viewer) -> list[tuple[Carrier, bool]]:
    """Every carrier, and whether it is connected here."""
    check_may_use(viewer, Tool.CARRIERS)
    connected = connectors_in(settings.BEATBOOK_CARRIERS)
    return [(carrier, carrier in connected) for carrier in Carrier]
