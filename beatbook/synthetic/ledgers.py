"""Files being written: CSV tables, and the truth about who each mention is, which the product never reads."""

import csv
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from beatbook.synthetic.accounts import Account


class Truth:
    """`truth.csv`: feed, source_key, person_id, one line for each person mention that the exports hold."""

    def __init__(self, path: Path) -> None:
        self.out = path.open("w", encoding="utf-8", newline="")
        self.out.write("feed,source_key,person_id\n")
        self.mentions = 0

    def says(self, feed: str, key: str, account: Account) -> None:
        """This mention is that person."""
        self.out.write(f"{feed},{key},P{account.person:07}\n")
        self.mentions += 1

    def close(self) -> None:
        """Finish the file."""
        self.out.close()


class Tables:
    """Several CSV files of one export, open together."""

    def __init__(self, folder: Path, columns: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.stack = ExitStack()
        self.writers: dict[str, Any] = {}
        self.columns = {name: words.split() for name, words in columns.items()}
        for name, header in self.columns.items():
            out = self.stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self.writers[name] = csv.writer(out, lineterminator="\r\n")
            self.writers[name].writerow(header)

    def write(self, name: str, values: Iterable[object]) -> None:
        """One line of a table, in the order of its columns."""
        self.writers[name].writerow(values)

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stack.close()


def chance_of(text: str) -> float:
    """A number between 0 and 1 that depends on nothing but the text."""
    return zlib.crc32(text.encode()) / 2**32


def uk_date(iso: str) -> str:
    """`1994-03-14` as `14/03/1994`; empty stays empty."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}" if iso else ""
