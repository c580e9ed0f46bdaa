"""Contracts as the notices of one buying say them: buyers, suppliers, days, worth and payments. Nothing is added up that is not in pounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from beatbook.money.pence import half_even
from beatbook.suppliers.names import Named
from beatbook.suppliers.ocds.standard import Award, Contract, Party, Period, Reference, Release, Value

COMPANIES_HOUSE = "GB-COH"
OVER = frozenset({"cancelled", "unsuccessful"})
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment in pounds; below nought when it was paid back."""

    code: str
    on: date | None
    pence: int


@dataclass(frozen=True, slots=True)
class Bought:
    """One contract, or an award for which none is published yet. `pence` is None where nothing is said or it is not in pounds."""

    code: str
    title: str
    status: str
    starts_on: date | None
    ends_on: date | None
    amount: Decimal | None
    currency: str
    pence: int | None
    signed_on: date | None
    buyers: tuple[Named, ...]
    suppliers: tuple[Named, ...]
    payments: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What makes a release unfit for the register: path, why, and what stood there."""

    path: str
    reason: str
    said: str


def faults_of(release: Release) -> list[Fault]:
    """A worth below nought is no worth: what is paid back is a payment."""
    blocks: list[tuple[str, Value | None]] = [("tender/value", release.tender.value if release.tender else None)]
    blocks += [(f"awards/{place}/value", one.value) for place, one in enumerate(release.awards or ())]
    blocks += [(f"contracts/{place}/value", one.value) for place, one in enumerate(release.contracts or ())]
    return [
        Fault(f"{path}/amount", "a value cannot be below nought; what is paid back is a transaction", str(value.amount))
        for path, value in blocks
        if value is not None and value.amount is not None and value.amount < 0
    ]


def contracts_of(release: Release) -> list[Bought]:
    """Every contract of a (compiled) release, and every award without one that was not called off."""
    awards = {str(one.id): one for one in release.awards or ()}
    found = [_contract(release, one, awards.get(str(one.award_id))) for one in release.contracts or ()]
    signed = {str(one.award_id) for one in release.contracts or ()}
    return found + [
        _bought(release, f"award-{one.id}", one, None) for key, one in awards.items() if key not in signed and one.status not in OVER
    ]


def _contract(release: Release, one: Contract, award: Award | None) -> Bought:
    return _bought(release, str(one.id), award, one)


def _bought(release: Release, code: str, award: Award | None, contract: Contract | None) -> Bought:
    tender = release.tender
    period = _first(contract and contract.period, award and award.contract_period, tender and tender.contract_period) or Period()
    value = _first(contract and contract.value, award and award.value) or Value()
    said = award.suppliers if award and award.suppliers else ()
    return Bought(
        code=code,
        title=_first(contract and contract.title, award and award.title, tender and tender.title) or "",
        status=_first(contract and contract.status, award and award.status) or "",
        starts_on=day_of(period.start_date),
        ends_on=day_of(period.end_date),
        amount=value.amount,
        currency=value.currency or "",
        pence=value.pence,
        signed_on=day_of(contract.date_signed if contract else None),
        buyers=_buyers(release),
        suppliers=tuple(dict.fromkeys(_named(release, one) for one in said if one.name or one.id is not None)),
        payments=tuple(_payments(contract)),
    )


def _first(*values: Any) -> Any:
    return next((one for one in values if one), None)


def day_of(moment: str | None) -> date | None:
    """The day in London of a moment as the standard writes it."""
    return datetime.fromisoformat(moment).astimezone(LONDON).date() if moment else None


def _buyers(release: Release) -> tuple[Named, ...]:
    """Every buyer once, the named one first; a name that is said twice with one number keeps the number."""
    found: dict[str, Named] = {}
    for one in [*_referred(release), *_with_role(release, "buyer")]:
        if one.name not in found or (one.number and not found[one.name].number):
            found[one.name] = one
    return tuple(found.values())


def _referred(release: Release) -> Iterator[Named]:
    if release.buyer is not None and (release.buyer.name or release.buyer.id is not None):
        yield _named(release, release.buyer)


def _with_role(release: Release, role: str) -> Iterable[Named]:
    return (Named(one.name, number_of(one)) for one in release.parties or () if one.name and role in (one.roles or ()))


def _named(release: Release, reference: Reference) -> Named:
    party = next((one for one in release.parties or () if one.id is not None and one.id == reference.id), None)
    name = reference.name or (party.name if party else None) or str(reference.id)
    return Named(name, number_of(party) if party else None)


def number_of(party: Party) -> str | None:
    """The company number that a party gives, if it gives one."""
    several = [*([party.identifier] if party.identifier else []), *(party.additional_identifiers or ())]
    return next((str(one.id) for one in several if one.scheme == COMPANIES_HOUSE and one.id is not None), None)


def _payments(contract: Contract | None) -> Iterator[Paid]:
    """Payments in pounds; one said twice counts once."""
    several = contract.implementation.transactions if contract and contract.implementation else None
    for code, one in {str(one.id): one for one in several or ()}.items():
        if one.value is not None and one.value.amount is not None and one.value.currency == "GBP":
            yield Paid(code, day_of(one.date), half_even(one.value.amount * 100))
