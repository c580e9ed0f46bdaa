"""Parties whose ids are used twice, and buyers who are missing, several, or no party."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BuyersMended:
    """Where changes to the parties are told."""

    tell: Callable[[str, str], None]


def mend_parties(release: Json, to: BuyersMended) -> None:
    """Makes ids unique and names the buyer, in place."""
    if isinstance(release.get("parties"), dict):
        release["parties"] = [release["parties"]]
        to.tell("parties", "one party stood where a list belongs")
    for place, party in enumerate(_parties(release)):
        if isinstance(party.get("roles"), str):
            party["roles"] = [party["roles"]]
            to.tell(f"parties/{place}/roles", "the role was no list")
    if any(_unsound(party) for party in _parties(release)):
        return  # the types refuse it, with its path
    _ids_once(release, to)
    _one_buyer(release, to)


def _parties(release: Json) -> list[Json]:
    said = release.get("parties")
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _unsound(party: Json) -> bool:
    roles = party.get("roles")
    listed = roles is None or (isinstance(roles, list) and all(isinstance(role, str) for role in roles))
    return not listed or not isinstance(party.get("id"), str | int | None)


def _same_name(one: Json, other: Json) -> bool:
    names = [" ".join(str(each.get("name") or "").casefold().split()) for each in (one, other)]
    return names[0] == names[1] or not all(names)


def _ids_once(release: Json, to: BuyersMended) -> None:
    """One party said twice becomes one with all its roles; two parties under one id become two ids."""
    parties = _parties(release)
    kept: list[Json] = []
    taken: dict[Any, Json] = {}
    if len(parties) != len(release.get("parties") or ()):
        return  # something that is no party: the types refuse it, with its path
    for place, party in enumerate(parties):
        said = party.get("id")
        first = taken.get(said) if said is not None else None
        if first is None:
            taken[said] = party
            kept.append(party)
        elif _same_name(first, party):
            _joined(first, party)
            to.tell(f"parties/{place}", f"{said} is said twice: joined, with the roles of both")
        elif not any(_same_name(party, other) and str(other.get("id")).startswith(f"{said}~") for other in kept):
            party["id"] = f"{said}~{1 + sum(str(other.get('id')).partition('~')[0] == str(said) for other in kept)}"
            kept.append(party)
            _pointed_again(release, said, party)
            to.tell(f"parties/{place}/id", f"{said} stands for two organisations: the second is now {party['id']}")
    if "parties" in release:
        release["parties"] = kept


def _joined(first: Json, again: Json) -> None:
    roles = dict.fromkeys([*(first.get("roles") or ()), *(again.get("roles") or ())])
    for name, value in again.items():
        first.setdefault(name, value)
    if roles:
        first["roles"] = list(roles)


def _pointed_again(release: Json, said: Any, party: Json) -> None:
    """References that name the second party by its name point to its new id."""
    awards = release.get("awards") if isinstance(release.get("awards"), list) else []
    listed = [one.get("suppliers") for one in awards or [] if isinstance(one, dict)]
    references = [release.get("buyer"), *(one for several in listed if isinstance(several, list) for one in several)]
    for one in references:
        if isinstance(one, dict) and one.get("id") == said and one.get("name") and _same_name(one, party):
            one["id"] = party["id"]


def _one_buyer(release: Json, to: BuyersMended) -> None:
    """The standard has one buyer; others are parties with the role. A missing one is found among the parties or told as missing."""
    if isinstance(release.get("buyer"), list):
        several = [one for one in release["buyer"] if isinstance(one, dict)]
        release.pop("buyer")
        if several:
            release["buyer"] = several[0]
        for one in several:
            _has_role(release, one)
    buying = [one for one in _parties(release) if "buyer" in (one.get("roles") or ())]
    if not release.get("buyer"):
        release.pop("buyer", None)
        if buying:
            release["buyer"] = {name: buying[0][name] for name in ("id", "name") if name in buying[0]}
            to.tell("buyer", "no buyer: taken from the party with that role")
        else:
            to.tell("buyer", "no buyer is said, nor any party with that role")
    names = dict.fromkeys(str(one["name"]) for one in buying if one.get("name"))
    if len(names) > 1:
        to.tell("buyer", f"{len(names)} buyers in one notice: {'; '.join(names)}")


def _has_role(release: Json, buyer: Json) -> None:
    for party in _parties(release):
        if party.get("id") == buyer.get("id") and _same_name(party, buyer):
            party["roles"] = list(dict.fromkeys([*(party.get("roles") or ()), "buyer"]))
            return
    release.setdefault("parties", []).append({**buyer, "roles": ["buyer"]})
