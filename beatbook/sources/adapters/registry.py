"""Every adapter by name: a feed's TOML says which one reads it."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from beatbook.sources.adapters import (
    command_jsonl,
    council_xlsx,
    crime_csv,
    custody_xml,
    intelligence_xml,
    licensing_fixed,
    policeuk,
    safeguarding_jsonl,
    stops_csv,
)
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Row, Statement


class Adapter(NamedTuple):
    """What reads one product: its rows, what each says, and the sort of a file by the product's own naming (None: not one of its files).

    `scope_of` names the part of a snapshot that one file holds whole (a month of a force); without it that is the file's sort.
    """

    read_rows: Callable[[str, BinaryIO, Feed], Iterator[Row]]
    statements_of: Callable[[Row, Feed], list[Statement]]
    sorts: Callable[[str], str | None]
    scope_of: Callable[[str], str] | None = None


ADAPTERS: dict[str, Adapter] = {
    "crime_csv": Adapter(crime_csv.read_rows, crime_csv.statements_of, crime_csv.sorts),
    "custody_xml": Adapter(custody_xml.read_rows, custody_xml.statements_of, custody_xml.sorts),
    "command_jsonl": Adapter(command_jsonl.read_rows, command_jsonl.statements_of, command_jsonl.sorts),
    "intelligence_xml": Adapter(intelligence_xml.read_rows, intelligence_xml.statements_of, intelligence_xml.sorts),
    "stops_csv": Adapter(stops_csv.read_rows, stops_csv.statements_of, stops_csv.sorts),
    "council_xlsx": Adapter(council_xlsx.read_rows, council_xlsx.statements_of, council_xlsx.sorts),
    "licensing_fixed": Adapter(licensing_fixed.read_rows, licensing_fixed.statements_of, licensing_fixed.sorts),
    "safeguarding_jsonl": Adapter(safeguarding_jsonl.read_rows, safeguarding_jsonl.statements_of, safeguarding_jsonl.sorts),
    "policeuk": Adapter(policeuk.read_rows, policeuk.statements_of, policeuk.sorts, policeuk.scope_of),
}
