"""Checks a sealed log: every event against its leaf, every seal against its leaves, every head against the one before, all against the anchors.

Invariant: only what is handed in counts; what the events hash to is worked out here, never taken from the database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from beatbook.audit.heads import Head, follows, is_signed
from beatbook.audit.merkle import leaf_hash, root_of

GONE = b"\\N"


class SealedEvent(NamedTuple):
    """One line of the sealed log: the seal, the leaf kept then, the event's number, and its content today (None when it is gone)."""

    seal: int
    leaf: bytes
    event_id: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class StoredSeal:
    """One seal as the database keeps it."""

    head: Head
    signature: bytes


@dataclass(slots=True)
class Findings:
    """What checking found: numbers of seals and events looked at, and each fault in one sentence, naming the event or the seal."""

    seals: int = 0
    events: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True when nothing was changed, removed, added behind a seal or cut off."""
        return not self.faults


def check_log(
    seals: Iterable[StoredSeal], events: Iterable[SealedEvent], anchors: Mapping[str, Iterable[tuple[Head, bytes]]], key: Ed25519PublicKey
) -> Findings:
    """Checks seals (in order of number) and their events (in order of seal and place) with each other and with the anchors, by name."""
    findings = Findings()
    heads: dict[int, Head] = {}
    by_seal = _by_seal(events)
    waiting = next(by_seal, None)
    before: Head | None = None
    for stored in seals:
        head = stored.head
        while waiting is not None and waiting[0] < head.number:
            findings.faults.append(f"Seal {waiting[0]} is gone, though events were sealed under it.")
            waiting = next(by_seal, None)
        found: list[SealedEvent] = []
        if waiting is not None and waiting[0] == head.number:
            found, waiting = waiting[1], next(by_seal, None)
        _check_seal(stored, before, found, key, findings)
        heads[head.number], before = head, head
    while waiting is not None:
        findings.faults.append(f"Seal {waiting[0]} is gone, though events were sealed under it.")
        waiting = next(by_seal, None)
    for name, lines in anchors.items():
        _check_anchor(name, lines, heads, key, findings)
    return findings


def _by_seal(events: Iterable[SealedEvent]) -> Iterator[tuple[int, list[SealedEvent]]]:
    for number, found in groupby(events, key=attrgetter("seal")):
        yield number, list(found)


def _check_seal(stored: StoredSeal, before: Head | None, events: list[SealedEvent], key: Ed25519PublicKey, findings: Findings) -> None:
    head, faults = stored.head, findings.faults
    findings.seals += 1
    findings.events += len(events)
    if not follows(head, before):
        faults.append(f"Seal {head.number} does not follow from the seal before it: one of the two was changed or removed.")
    if not is_signed(head, stored.signature, key):
        faults.append(f"Seal {head.number} is not signed with this installation's key.")
    if len(events) != head.count:
        faults.append(f"Seal {head.number} covers {head.count} events; {len(events)} are left.")
    if root_of([event.leaf for event in events]) != head.root:
        faults.append(f"The leaves under seal {head.number} are not those that were sealed.")
    for event in events:
        if event.content is None:
            faults.append(f"Event {event.event_id} under seal {head.number} was removed.")
        elif leaf_hash(event.content) != event.leaf:
            faults.append(f"Event {event.event_id} under seal {head.number} was changed.")


def _check_anchor(
    name: str, lines: Iterable[tuple[Head, bytes]], heads: Mapping[int, Head], key: Ed25519PublicKey, findings: Findings
) -> None:
    last = max(heads, default=0)
    for head, signature in lines:
        if not is_signed(head, signature, key):
            findings.faults.append(f"The anchor {name} holds a head of seal {head.number} that is not signed with this installation's key.")
        elif head.number > last:
            findings.faults.append(f"The log was cut: the anchor {name} knows seal {head.number}, the log ends at {last}.")
        elif heads.get(head.number) != head:
            findings.faults.append(f"Seal {head.number} is not the one that the anchor {name} knows: the chain was written anew.")
