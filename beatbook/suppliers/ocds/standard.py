"""The blocks of a release that Beatbook reads, as types. What a publisher adds (lots, suitability, covered by) is kept as it came.

Source: Open Contracting Data Standard 1.1.5, release schema (https://standard.open-contracting.org/1.1/en/schema/reference/).
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StrictStr
from pydantic.alias_generators import to_camel

from beatbook.money.pence import half_even

PUBLISHERS = {
    "ocds-h6vhtk": "Find a Tender",
    "ocds-b5fd17": "Contracts Finder",
    "ocds-r6ebe6": "Public Contracts Scotland",
    "ocds-kuma6s": "Sell2Wales",
}
Tag = Literal[
    "planning",
    "planningUpdate",
    "tender",
    "tenderAmendment",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
    "compiled",
]
TenderStatus = Literal["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"]
AwardStatus = Literal["pending", "active", "cancelled", "unsuccessful"]
ContractStatus = Literal["pending", "active", "cancelled", "terminated"]
Method = Literal["open", "selective", "limited", "direct"]
Category = Literal["goods", "works", "services"]
TAGS = frozenset(get_args(Tag))
CLOSED_LISTS = {
    ("tender", "status"): frozenset(get_args(TenderStatus)),
    ("awards", "status"): frozenset(get_args(AwardStatus)),
    ("contracts", "status"): frozenset(get_args(ContractStatus)),
    ("tender", "procurementMethod"): frozenset(get_args(Method)),
    ("tender", "mainProcurementCategory"): frozenset(get_args(Category)),
}


def _is_moment(said: str) -> str:
    """RFC 3339: a day, a time and a zone."""
    if "T" not in said or datetime.fromisoformat(said).tzinfo is None:
        raise ValueError("is no date with time and zone")
    return said


def _is_said(said: str) -> str:
    if not said.strip():
        raise ValueError("is empty")
    return said


Moment = Annotated[StrictStr, AfterValidator(_is_moment)]
Said = Annotated[StrictStr, AfterValidator(_is_said)]
Id = Said | StrictInt


class Block(BaseModel):
    """A block of a release: camel case outside, further fields kept."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=to_camel, validate_by_name=True, validate_by_alias=True)


class Value(Block):
    """An amount of a currency, VAT as the publisher counts it."""

    amount: Decimal | None = None
    currency: Annotated[StrictStr, Field(pattern="^[A-Z]{3}$")] | None = None

    @property
    def pence(self) -> int | None:
        """Whole pence; None where nothing is said or it is not said in pounds."""
        return half_even(self.amount * 100) if self.amount is not None and self.currency == "GBP" else None


class Period(Block):
    """From when to when."""

    start_date: Moment | None = None
    end_date: Moment | None = None


class Identifier(Block):
    """An organisation's number in a register, such as GB-COH for Companies House."""

    scheme: StrictStr | None = None
    id: Id | None = None
    legal_name: StrictStr | None = None


class Reference(Block):
    """One of the parties, by its id."""

    id: Id | None = None
    name: StrictStr | None = None


class Party(Block):
    """An organisation and what it does here."""

    id: Id | None = None
    name: StrictStr | None = None
    identifier: Identifier | None = None
    additional_identifiers: tuple[Identifier, ...] | None = None
    roles: tuple[StrictStr, ...] | None = None


class Classification(Block):
    """A code of a scheme, such as CPV."""

    scheme: StrictStr | None = None
    id: Id | None = None
    description: StrictStr | None = None


class Item(Block):
    """Something bought."""

    id: Id
    classification: Classification | None = None
    quantity: Decimal | None = None


class Document(Block):
    """A document published beside the notice; never fetched."""

    id: Id
    url: StrictStr | None = None
    date_published: Moment | None = None


class Tender(Block):
    """What is asked for."""

    id: Id
    title: StrictStr | None = None
    description: StrictStr | None = None
    status: TenderStatus | None = None
    classification: Classification | None = None
    items: tuple[Item, ...] | None = None
    value: Value | None = None
    min_value: Value | None = None
    procurement_method: Method | None = None
    main_procurement_category: Category | None = None
    tender_period: Period | None = None
    contract_period: Period | None = None
    documents: tuple[Document, ...] | None = None


class Award(Block):
    """Who won."""

    id: Id
    title: StrictStr | None = None
    status: AwardStatus | None = None
    date: Moment | None = None
    value: Value | None = None
    suppliers: tuple[Reference, ...] | None = None
    items: tuple[Item, ...] | None = None
    contract_period: Period | None = None
    documents: tuple[Document, ...] | None = None


class Transaction(Block):
    """Money paid under a contract."""

    id: Id
    date: Moment | None = None
    value: Value | None = None


class Milestone(Block):
    """Something due under a contract."""

    id: Id
    title: StrictStr | None = None
    due_date: Moment | None = None
    date_met: Moment | None = None
    status: Literal["scheduled", "met", "notMet", "partiallyMet"] | None = None


class Implementation(Block):
    """How a contract goes."""

    transactions: tuple[Transaction, ...] | None = None
    milestones: tuple[Milestone, ...] | None = None


class Contract(Block):
    """What was signed, under which award."""

    id: Id
    award_id: Annotated[Id, Field(alias="awardID")]
    title: StrictStr | None = None
    status: ContractStatus | None = None
    period: Period | None = None
    value: Value | None = None
    date_signed: Moment | None = None
    implementation: Implementation | None = None


class Budget(Block):
    """What was set aside."""

    amount: Value | None = None


class Planning(Block):
    """Before the tender."""

    rationale: StrictStr | None = None
    budget: Budget | None = None


class Release(Block):
    """One notice about one buying."""

    ocid: Said
    id: Id
    date: Moment
    tag: Annotated[tuple[Tag, ...], Field(min_length=1)]
    initiation_type: Literal["tender"]
    parties: tuple[Party, ...] | None = None
    buyer: Reference | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    awards: tuple[Award, ...] | None = None
    contracts: tuple[Contract, ...] | None = None

    @property
    def publisher(self) -> str | None:
        """Which of the four published it, by the registered prefix of the ocid."""
        return PUBLISHERS.get(self.ocid[:11])

    @property
    def buyers(self) -> tuple[str, ...]:
        """The names of all who buy, the named buyer first; one notice may have two."""
        first = [self.buyer.name] if self.buyer and self.buyer.name else []
        others = [one.name for one in self.parties or () if one.name and "buyer" in (one.roles or ())]
        return tuple(dict.fromkeys(first + others))

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The names of all who won."""
        won = [one.name for award in self.awards or () for one in award.suppliers or () if one.name]
        return tuple(dict.fromkeys(won))

    def plain(self) -> dict[str, Any]:
        """As plain values, with nothing that was not said."""
        return self.model_dump(by_alias=True, exclude_unset=True)
