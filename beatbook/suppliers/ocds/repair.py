"""Known faults of the four British publishers, mended before the types see a release. Invariant: every change is told, with its path; nothing is guessed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from beatbook.money.pence import in_pounds, read_pence
from beatbook.suppliers.ocds.moments import moment_of
from beatbook.suppliers.ocds.parties import BuyersMended, mend_parties
from beatbook.suppliers.ocds.standard import CLOSED_LISTS, TAGS
from beatbook.suppliers.ocds.wording import MENDINGS
from beatbook.vocabulary.errors import BeatbookError

Tell = Callable[[str, str], None]
Json = dict[str, Any]
CONTACTS = frozenset({"contactPoint", "contactPoints", "additionalContactPoints", "persones", "beneficialOwners"})
ADDRESSES = frozenset({"url", "uri", "href"})
MOMENTS = frozenset(
    {
        "date",
        "startDate",
        "endDate",
        "maxExtentDate",
        "datePublished",
        "dateModified",
        "dateSigned",
        "dueDate",
        "dateMet",
        "futureNoticeDate",
    }
)
IDENTIFIERS = frozenset({"ocid", "id", "url", "uri", "href", "scheme", "awardID", "relatedLot", "format", "language", "currency"})
POUNDS = {"£": "GBP", "POUNDS": "GBP", "POUNDS STERLING": "GBP", "STERLING": "GBP", "UKP": "GBP"}
BLOCK_TAGS = (("contracts", "contract"), ("awards", "award"), ("tender", "tender"), ("planning", "planning"))


@dataclass(slots=True)
class Mended:
    """A release after mending, and what was told: path and words."""

    release: Json
    told: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, path: str, words: str) -> None:
        """Notes one change, or one thing a reader should know."""
        self.told.append((path, words))


def mended(raw: Json, *, published: str | None = None) -> Mended:
    """The release with known faults mended. `published` is the package's date, used where the release has none. `raw` is left as it was."""
    found = Mended({})
    found.release = _walked(raw, "", found.tell)
    _head(found, raw, published)
    _blocks(found)
    mend_parties(found.release, BuyersMended(found.tell))
    _amounts(found.release, "", found.tell)
    _periods(found.release, "", found.tell)
    return found


def _walked(value: Any, path: str, tell: Tell) -> Any:
    """A copy without contacts, with text and dates mended."""
    if isinstance(value, dict):
        return dict(_fields(value, path, tell))
    if isinstance(value, list):
        return [_walked(one, f"{path}/{place}", tell) for place, one in enumerate(value)]
    return value


def _fields(block: Json, path: str, tell: Tell) -> Iterator[tuple[str, Any]]:
    for name, value in block.items():
        here = f"{path}/{name}".lstrip("/")
        if name in CONTACTS:
            tell(here, "contact details were taken out")
        elif name in ADDRESSES and isinstance(value, str) and value.strip().casefold().startswith(("mailto:", "tel:")):
            tell(here, "an address of a person was taken out")
        elif name in MOMENTS and value is not None and not isinstance(value, dict | list):
            yield from _moment(name, value, here, tell)
        elif isinstance(value, str) and name not in IDENTIFIERS:
            yield name, _text(value, here, tell)
        elif name != "tag" and isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield name, [_text(one, f"{here}/{place}", tell) for place, one in enumerate(value)]
        else:
            yield name, _walked(value, here, tell)


def _moment(name: str, value: Any, path: str, tell: Tell) -> Iterator[tuple[str, Any]]:
    found = moment_of(value)
    if found is None:
        tell(path, f"“{str(value)[:40]}” is no date, and was left out")
        return
    if found != value:
        tell(path, f"the date “{value}” was read as {found}")
    yield name, found


def _text(text: str, path: str, tell: Tell) -> str:
    for words, mend in MENDINGS:
        better = mend(text)
        if better != text:
            tell(path, words)
            text = better
    return text


def _head(found: Mended, raw: Json, published: str | None) -> None:
    """What every release must say of itself; the ocid alone cannot be minted, for it is what notices of one buying share."""
    release = found.release
    if not release.get("date") and published and (moment := moment_of(published)):
        release["date"] = moment
        found.tell("date", "no date: the package's was taken")
    if isinstance(release.get("tag"), str):
        release["tag"] = [release["tag"]]
        found.tell("tag", "the tag was no list")
    if not isinstance(release.get("tag"), list) or any(tag not in TAGS for tag in release["tag"] if isinstance(tag, str)):
        _tags(found)
    if release.get("initiationType") in (None, ""):
        release["initiationType"] = "tender"
        found.tell("initiationType", "not said: the standard knows only “tender”")
    if release.get("ocid") and release.get("id") in (None, ""):
        said = json.dumps(raw, sort_keys=True, default=str, ensure_ascii=False)
        release["id"] = f"{release['ocid']}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
        found.tell("id", "no id: one was minted from what the release says")


def _tags(found: Mended) -> None:
    said = found.release.get("tag") if isinstance(found.release.get("tag"), list) else []
    known = [tag for tag in said or [] if isinstance(tag, str) and tag in TAGS]
    derived = [tag for block, tag in BLOCK_TAGS if found.release.get(block)]
    found.release["tag"] = known or derived[:1]
    found.tell(
        "tag",
        f"“{', '.join(map(str, said or []))}” is no tag of the standard: {', '.join(found.release['tag']) or 'none'} was taken from the blocks",
    )


def _blocks(found: Mended) -> None:
    """Ids of the tender, awards and contracts, and words outside the closed lists."""
    release = found.release
    for name in ("tender", "awards", "contracts"):
        blocks = release.get(name)
        if isinstance(blocks, dict) and name != "tender":
            release[name] = blocks = [blocks]
            found.tell(name, "one block stood where a list belongs")
        for place, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
            if isinstance(block, dict):
                _block(found, name, block, name if name == "tender" else f"{name}/{place}", place)


def _block(found: Mended, name: str, block: Json, path: str, place: int) -> None:
    if block.get("id") in (None, ""):
        block["id"] = f"{found.release.get('ocid')}-{name}-{place + 1}"
        found.tell(f"{path}/id", "no id: one was minted from its place")
    awards = found.release.get("awards")
    only = awards[0] if isinstance(awards, list) and len(awards) == 1 and isinstance(awards[0], dict) else {}
    if name == "contracts" and block.get("awardID") in (None, "") and only.get("id"):
        block["awardID"] = only["id"]
        found.tell(f"{path}/awardID", "no award is named: the only one was taken")
    for (where, which), allowed in CLOSED_LISTS.items():
        if where == name and block.get(which) is not None and str(block[which]) not in allowed:
            found.tell(f"{path}/{which}", f"“{block.pop(which)}” is no word of the standard's list, and was left out")
    for kind in ("items", "documents"):
        for number, one in enumerate(block[kind] if isinstance(block.get(kind), list) else []):
            if isinstance(one, dict) and one.get("id") in (None, ""):
                one["id"] = str(number + 1)
                found.tell(f"{path}/{kind}/{number}/id", "no id: its place was taken")


def _amounts(value: Any, path: str, tell: Tell) -> None:
    """Amounts written as text are read; what is not in pounds is kept, told, and never added up."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            _amounts(one, f"{path}/{place}", tell)
    elif isinstance(value, dict):
        if "amount" in value and not isinstance(value["amount"], dict):
            _amount(value, path.lstrip("/"), tell)
        for name, one in value.items():
            _amounts(one, f"{path}/{name}", tell)


def _amount(value: Json, path: str, tell: Tell) -> None:
    currency = value.get("currency")
    if isinstance(currency, str) and currency != (code := POUNDS.get(currency.strip().upper(), currency.strip().upper())):
        tell(f"{path}/currency", f"“{currency}” was read as {code}")
        value["currency"] = currency = code
    if isinstance(value["amount"], str) and not value["amount"].strip():
        value["amount"] = None
        tell(f"{path}/amount", "the amount was left blank")
    if isinstance(value["amount"], str):
        try:
            read = Decimal(in_pounds(read_pence(value["amount"], may_be_negative=True)))
        except BeatbookError:
            return  # the types refuse it, with its path
        tell(f"{path}/amount", f"the amount “{value['amount']}” was text")
        value["amount"] = read
    if value["amount"] is not None and currency != "GBP":
        tell(
            f"{path}/currency",
            f"in {currency}, not pounds: kept, and never added up" if currency else "no currency is said: kept, and never added up",
        )


def _periods(value: Any, path: str, tell: Tell) -> None:
    """An end before its start is told and left as it was said: which of the two is wrong nobody knows."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            _periods(one, f"{path}/{place}", tell)
    elif isinstance(value, dict):
        start, end = value.get("startDate"), value.get("endDate")
        if isinstance(start, str) and isinstance(end, str) and end[:10] < start[:10]:
            tell(path.lstrip("/"), "the end is before the start")
        for name, one in value.items():
            _periods(one, f"{path}/{name}", tell)
