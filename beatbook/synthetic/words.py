"""Free text as officers and callers write it, in plain English, with the names and places of the record inside."""

from datetime import datetime

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.offences import Offence

_THEFT = (
    "Between the times stated person unknown entered by {way} and took {loot}. {victim}House to house done, no CCTV.",
    "{victim}Returned to find {way} forced and {loot} missing. Scene examined.",
    "Offender took {loot} and made off on foot towards the town. {victim}Enquiries in hand.",
)
_VIOLENCE = (
    "Following an argument outside, {suspect} struck {victim_bare} once to the face with a closed fist. {witness}",
    "{victim_bare} states that {suspect} pushed and kicked them. Minor injury, ambulance not required. {witness}",
    "Verbal altercation became physical at {place}. {suspect} left before police arrived. {witness}",
)
_OTHER = (
    "Reported at {place}. {victim}{witness}Officer to make contact and view CCTV.",
    "Call from {place}. {suspect} named by the informant. {witness}Under investigation.",
    "{victim}Incident at {place}. Statement taken. {witness}",
)
_WAYS = ("rear kitchen window", "insecure front door", "side gate", "smashed glass panel", "unlocked door")
_INCIDENTS = {
    "ASB": ("Group of youths shouting and throwing stones at {place}.", "Loud music from {place}, going on since teatime.",
            "Off-road bikes being ridden up and down by {place}."),
    "CONCERN": ("{caller} is worried about a neighbour not seen for three days.", "Elderly male walking in the road by {place}, seems confused.",
                "{caller} says a relative has left home upset, phone switched off."),
    "DOMESTIC": ("Raised voices and banging heard from {place}.", "{caller} reports partner has been drinking and is refusing to leave.",),
    "TRAFFIC": ("Two-vehicle collision at {place}, no injuries, road part blocked.", "Vehicle abandoned at {place} with its lights on.",
                "Car driven all over the road, last seen towards {place}."),
    "SUSPICIOUS": ("Male trying car door handles at {place}.", "Vehicle parked up at {place} for an hour with two people in it.",
                   "Lights in the empty shop at {place}."),
    "CRIME": ("{caller} reports a crime at {place}: {offence}.", "Report of {offence} at {place}. {caller} will wait for police.",),
    "ADMIN": ("{caller} asks for an update on a crime reported last week.", "Found property handed in at the front counter by {caller}.",),
}  # fmt: skip
_REPORTS = (
    "{a} is involved in the supply of drugs from {place} in the evenings.",
    "{a} and {b} have been seen together at {place} exchanging packages.",
    "{a} has access to the vehicle {plate} and uses it to visit addresses in {town}.",
    "{a} is responsible for recent thefts from vehicles around {place}.",
    "{b} is holding stolen bicycles for {a} in a garage near {place}.",
)
_DOMESTIC_REPORTS = ("{b} is afraid of {a}, who checks her telephone and will not let her see family.",)
_COVERT_REPORTS = ("{a} travels to {town} each Thursday to collect a consignment and is believed to be second in the group run by {b}.",)
_GROUNDS = (
    "Smell of cannabis from the vehicle on approach.", "Seen to pass an item to another and walk away on sight of police.",
    "Matches the description circulated for a theft minutes before.", "Trying door handles; found carrying a screwdriver.",
)  # fmt: skip


def named(account: Account | None, otherwise: str = "a person unknown") -> str:
    """First and last name as free text has it."""
    return f"{account.forenames.split(' ')[0].title()} {account.surname.title()}" if account and account.surname else otherwise


def _pick(choices: tuple[str, ...], chance: float) -> str:
    return choices[int(chance * 1e7) % len(choices)]


def crime_summary(offence: Offence, place: str, parties: list[tuple[str, Account, str]], chance: float) -> str:
    """What the recording officer wrote of a crime."""
    by_role = {role: account for role, account, _ in parties}
    victim, suspect = by_role.get("VIC"), by_role.get("SUS") or by_role.get("CON")
    witness = f"Seen by {named(by_role['WIT'])}. " if "WIT" in by_role else ""
    templates = _THEFT if offence.loot in ("house", "car", "cycle", "shop") else _VIOLENCE if offence.domestic else _OTHER
    return _pick(templates, chance).format(
        way=_pick(_WAYS, chance * 0.7), loot="property" if not offence.loot else f"{offence.loot} items", place=place, witness=witness,
        victim=f"Victim {named(victim)}. " if victim else "", victim_bare=named(victim, "The victim"), suspect=named(suspect, "a male unknown"),
    ).strip()  # fmt: skip


def incident_text(kind: str, place: str, caller: Account | None, offence: str, chance: float) -> str:
    """What the call-taker typed."""
    return _pick(_INCIDENTS[kind], chance).format(place=place, caller=named(caller, "Anonymous caller"), offence=offence.lower())


def report_text(a: Account, b: Account | None, place: str, town: str, plate: str, compartment: str, chance: float) -> str:
    """The sanitised text of an intelligence report."""
    templates = {"COVERT": _COVERT_REPORTS, "DA": _DOMESTIC_REPORTS}.get(compartment, _REPORTS)
    return _pick(templates, chance).format(a=named(a), b=named(b, "an associate"), place=place, town=town, plate=plate)


def search_grounds(chance: float) -> str:
    """Why the officer searched."""
    return _pick(_GROUNDS, chance)


def clock(moment: datetime) -> datetime:
    """The moment, or the last second before it that a clock showed when it falls in the hour that summer time skips."""
    if moment.month == 3 and moment.day > 24 and moment.weekday() == 6 and moment.hour == 1:
        return moment.replace(hour=0, minute=59, second=59)
    return moment


def stamp(moment: datetime) -> str:
    """London clock time without zone, as ISO."""
    return clock(moment).strftime("%Y-%m-%dT%H:%M:%S")


def uk_time(moment: datetime) -> str:
    """London clock time as day/month/year hour:minute."""
    return clock(moment).strftime("%d/%m/%Y %H:%M")
