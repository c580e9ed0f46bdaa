"""A leaky bucket for each client: so many requests a second on the average, and so many at once.

Invariant: of requests at times t, as many pass as a bucket of size `most` that leaks `rate` a second has room for.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

from beatbook.vocabulary.errors import BeatbookError

MOST_CLIENTS = 50_000


class LimitUnreadable(BeatbookError):
    """A limit is written RATE/BURST, for example 15/30, or `off`."""


@dataclass
class Limiter:
    """Buckets by client; the one unheard of longest is forgotten first. Times are seconds of a clock that only rises."""

    rate: float
    most: float
    _levels: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)

    def lets_pass(self, client: str, now: float) -> bool:
        """Pours one request in and says whether there was room for it."""
        level, since = self._levels.pop(client, (0.0, now))
        level = max(0.0, level - (now - since) * self.rate)
        passes = level + 1 <= self.most
        self._levels[client] = (level + 1 if passes else level, now)
        if len(self._levels) > MOST_CLIENTS:
            self._levels.popitem(last=False)
        return passes


def limiter_from(text: str) -> Limiter | None:
    """`15/30` is fifteen a second and thirty at once; `off` is no limit.

    Raises:
        LimitUnreadable: it is neither.
    """
    if text.strip().lower() == "off":
        return None
    rate, _, most = text.partition("/")
    try:
        limiter = Limiter(float(rate), float(most))
    except ValueError:
        limiter = Limiter(0, 0)
    if limiter.rate <= 0 or limiter.most < 1:
        raise LimitUnreadable(f"BEATBOOK_OPENDATA_LIMIT is “{text}”. Write it as RATE/BURST, for example 15/30, or off.")
    return limiter
