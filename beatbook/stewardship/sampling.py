"""Which looks are put before a reviewer although nothing is odd about them: a small share, by chance that nobody can foresee or steer.

Invariant: the same look is drawn or not drawn for everybody, whatever else is in the log.
"""

import hashlib
import hmac
from uuid import UUID

SHARE = 50  # one in fifty: enough that every look may be asked about, few enough to be read


def is_drawn(event_id: UUID, key: bytes, *, share: int = SHARE) -> bool:
    """Is this look in the sample? By HMAC-SHA256 under the site's key."""
    digest = hmac.new(key, b"sampled look\0" + event_id.bytes, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % share == 0
