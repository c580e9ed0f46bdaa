"""Reads every record once, a batch at a time: its keys go to the database as they come, and persons to the index. A million records never are in memory.

Invariant: what is written is what `read_changed` and `write_keys` would write.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from beatbook.linkage.actions.gazetteers import current_gazetteer
from beatbook.linkage.actions.writing import StagedKeys
from beatbook.linkage.keys import keys_of
from beatbook.linkage.named_sql import sql
from beatbook.linkage.opening import AnySaid

RECORDS_AT_ONCE = 10_000
Batch = list[tuple[UUID, AnySaid]]


@dataclass(slots=True)
class Everything:
    """What a pass over all records has seen so far: how many records and persons, the markings of persons, and, by record, the change at or after `upto`
    with which it was read."""

    upto: int
    records: int = 0
    persons: int = 0
    vis: dict[UUID, int] = field(default_factory=dict)
    done: dict[UUID, str] = field(default_factory=dict)

    def batches(self, cursor: Any, read: Callable[[Mapping[str, Any]], AnySaid], keys: StagedKeys | None) -> Iterator[Batch]:
        """Persons batch by batch, as the index adds them; the keys of all records are staged on the way."""
        gazetteer = current_gazetteer()
        with cursor.connection.cursor(name="every_record") as found:  # of the server: the client would hold the whole answer
            found.itersize = RECORDS_AT_ONCE
            found.execute(sql("changed_records"), {"since": "0", "linked": "0"})
            while rows := found.fetchmany(RECORDS_AT_ONCE):
                batch: Batch = []
                staged: list[tuple[UUID, int, list[str]]] = []
                for record_id, kind, vis, withdrawn, _, at, text in rows:
                    self.records += 1
                    if int(at) >= self.upto:
                        self.done[record_id] = at
                    if withdrawn:
                        continue
                    content = json.loads(text)
                    if keys is not None:
                        staged.append((record_id, vis, keys_of(kind, content, gazetteer)))
                    if kind == "person":
                        self.vis[record_id] = vis
                        batch.append((record_id, read(content)))
                self.persons += len(batch)
                if keys is not None:
                    keys.take(staged)
                yield batch
