"""Models of either form, Beatbook's own or an adopted Splink model: read from what is kept, and opened as an index.

What reads a Splink model is loaded when there is one: it is compiled, and most installations never need it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import FoundLinks, LinkIndex
from beatbook.linkage.model import Model, read_model

if TYPE_CHECKING:
    from beatbook.linkage.splink.adopt import AdoptedModel
    from beatbook.linkage.splink.index import Said

AnyModel: TypeAlias = "Model | AdoptedModel"
AnySaid: TypeAlias = "Evidence | Said"


class Index(Protocol):
    """What links records under one model: those that are added, with each other and with all that are here."""

    @property
    def model(self) -> Any:
        """The model, of either form."""

    def __len__(self) -> int:
        """How many records are here."""

    def add(self, records: Sequence[tuple[UUID, Any]], *, find: bool = True, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """Add records as `reader_of` the model gives them, and find their links; `find=False` only adds. `marks`: the number of each marking."""

    def add_all(self, batches: Iterable[Sequence[tuple[UUID, Any]]], *, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """As `add` of all the batches together; `marks` may grow with them."""

    def relink(self, record_ids: Iterable[UUID]) -> None:
        """Find all links of these records anew with the next addition."""

    def remove(self, record_id: UUID) -> None:
        """Forget a record."""


def read_stored(text: str) -> AnyModel:
    """A model as it is kept, from its JSON.

    Raises:
        ModelUnreadable: it is of no form that is known, or damaged.
        SplinkModelUnreadable: an adopted model is damaged.
    """
    if '"form":"splink"' not in text:
        return read_model(text)
    from beatbook.linkage.splink.adopt import read_any_model  # noqa: PLC0415 - named loader

    return read_any_model(text)


def open_index(model: AnyModel) -> Index:
    """An empty index of a model."""
    if isinstance(model, Model):
        return LinkIndex(model)
    from beatbook.linkage.splink.index import SplinkIndex  # noqa: PLC0415 - named loader

    return SplinkIndex(model)


def reader_of(model: "AnyModel | None") -> Callable[[Mapping[str, Any]], AnySaid]:
    """What makes of a record's content what an index of this model adds."""
    if model is None or isinstance(model, Model):
        return evidence_of
    from beatbook.linkage.splink.index import said_in  # noqa: PLC0415 - named loader

    return said_in
