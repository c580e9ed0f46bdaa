"""What somebody asks of the interface, read as the real service reads it; `strict=1` asks for errors that say what is wrong.

Source: the documented and probed behaviour of data.police.uk: some refusals are 404 or 502 where 400 would be expected, and are kept so.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import shapely

from beatbook.opendata.publication import Publication

LONGEST_LINE = 4094  # signs of a request line
MOST_ROWS = 10_000  # crimes or outcomes in one answer
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body and its type."""

    status: int
    body: bytes = b""
    kind: str = JSON


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: method, path below `/api/`, the query and a form's body as they came."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    body_kind: str = ""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The query's fields and a form's; of one given twice the last holds. Unknown ones are nobody's business."""
        form = self.body.decode("utf-8", "replace") if self.method == "POST" and self.body_kind.startswith(FORM) else ""
        return dict(parse_qsl(self.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True))

    @property
    def line_length(self) -> int:
        """Signs of the request line as the client wrote it."""
        return len(f"{self.method} /api/{self.path}{'?' if self.query else ''}{self.query} HTTP/1.1")


class NotAnswered(Exception):
    """The question has no answer of rows. `status` is the real service's; `strict_status` and the words are for those who ask for them."""

    def __init__(self, status: int, reason: str, *, parameter: str = "", strict_status: int = 400, text: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.parameter, self.strict_status, self.text = status, reason, parameter, strict_status, text

    def answer(self, *, strict: bool) -> Answer:
        """The refusal: words and an honest status for the strict, the real service's own for all others."""
        if strict:
            said = {"error": self.reason, **({"parameter": self.parameter} if self.parameter else {})}
            return Answer(self.strict_status, json.dumps(said, ensure_ascii=False).encode())
        return Answer(self.status, self.text.encode(), "text/plain; charset=utf-8" if self.text else JSON)


class EmptyAnswer(NotAnswered):
    """The real service answers `[]`; only the strict are told why."""

    def __init__(self, reason: str, *, parameter: str = "", strict_status: int = 404) -> None:
        super().__init__(200, reason, parameter=parameter, strict_status=strict_status, text="[]")

    def answer(self, *, strict: bool) -> Answer:
        """An empty list, or why."""
        return super().answer(strict=True) if strict else Answer(200, b"[]")


def not_found(reason: str = "There is no such force or neighbourhood.") -> NotAnswered:
    """The refusal for a name that is not known."""
    return NotAnswered(404, reason, strict_status=404, text="Not Found")


def is_strict(parameters: Mapping[str, str]) -> bool:
    """Does this request ask for errors that say what is wrong?"""
    return parameters.get("strict", "") in ("1", "true")


def month_of(parameters: Mapping[str, str], publication: Publication, *, before_window: int = 404) -> str:
    """The month asked about; the latest when none is named.

    Raises:
        NotAnswered: it is no month, or lies before the window. EmptyAnswer: it lies after what is held, or nothing is held.
    """
    asked = parameters.get("date")
    if publication.latest is None or publication.earliest is None:
        raise EmptyAnswer("Nothing is published here yet.")
    if asked is None:
        return publication.latest
    if not _MONTH.fullmatch(asked):
        raise NotAnswered(404, "A date is written YYYY-MM.", parameter="date")
    if asked < publication.earliest:
        raise NotAnswered(before_window, f"The first month held is {publication.earliest}.", parameter="date", strict_status=404)
    if asked > publication.latest:
        raise EmptyAnswer(f"The last month held is {publication.latest}.", parameter="date")
    return asked


def point_of(parameters: Mapping[str, str]) -> tuple[float, float]:
    """Longitude and latitude.

    Raises:
        NotAnswered: one is missing or no number.
    """
    for name in ("lat", "lng"):
        if not _NUMBER.fullmatch(parameters.get(name, "").strip()):
            raise NotAnswered(400, "Give lat and lng as numbers of degrees, or poly.", parameter=name)
    return float(parameters["lng"]), float(parameters["lat"])


def polygon_of(text: str) -> shapely.Geometry:
    """The polygon of `lat,lng:lat,lng:lat,lng`, which need not be closed. One that crosses itself covers what its line encloses.

    Raises:
        NotAnswered: a vertex is no pair of numbers (404), or there are fewer than three (502).
    """
    pairs = [vertex.split(",") for vertex in text.strip().strip(":").split(":")]
    if any(len(pair) != 2 or not all(_NUMBER.fullmatch(number.strip()) for number in pair) for pair in pairs):
        raise NotAnswered(404, "Write poly as lat,lng:lat,lng:lat,lng with at least three corners.", parameter="poly")
    corners = [(float(longitude), float(latitude)) for latitude, longitude in pairs]
    if len(set(corners)) < 3 or not all(math.isfinite(number) for corner in corners for number in corner):
        raise NotAnswered(502, "A polygon has at least three different corners.", parameter="poly")
    polygon = shapely.make_valid(shapely.Polygon(corners))
    shapely.prepare(polygon)
    return polygon


def whole_number(parameters: Mapping[str, str], name: str) -> int:
    """A whole number, or -1, which nothing bears, for anything else."""
    text = parameters.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
