"""The code lists of the interface: kinds of crime, outcomes and disposals of searches.

Source: the documentation of data.police.uk's interface and the column values of its archive.
"""

import re

ALL_CRIME = "all-crime"
CATEGORIES = {
    ALL_CRIME: "All crime",
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
    "other-crime": "Other crime",
}
OUTCOMES = {
    "awaiting-court-result": "Awaiting court outcome",
    "court-result-unavailable": "Court result unavailable",
    "unable-to-proceed": "Court case unable to proceed",
    "local-resolution": "Local resolution",
    "no-further-action": "Investigation complete; no suspect identified",
    "deprived-of-property": "Offender deprived of property",
    "fined": "Offender fined",
    "absolute-discharge": "Offender given absolute discharge",
    "cautioned": "Offender given a caution",
    "drugs-possession-warning": "Offender given a drugs possession warning",
    "penalty-notice-issued": "Offender given penalty notice",
    "community-penalty": "Offender given community sentence",
    "conditional-discharge": "Offender given conditional discharge",
    "suspended-sentence": "Offender given suspended prison sentence",
    "imprisoned": "Offender sent to prison",
    "other-court-disposal": "Offender otherwise dealt with",
    "compensation": "Offender ordered to pay compensation",
    "sentenced-in-another-case": "Suspect charged as part of another case",
    "charged": "Suspect charged",
    "not-guilty": "Defendant found not guilty",
    "sent-to-crown-court": "Defendant sent to Crown Court",
    "unable-to-prosecute": "Unable to prosecute suspect",
    "formal-action-not-in-public-interest": "Formal action is not in the public interest",
    "action-taken-by-another-organisation": "Action to be taken by another organisation",
    "further-investigation-not-in-public-interest": "Further investigation is not in the public interest",
    "further-action-not-in-public-interest": "Further action is not in the public interest",
    "under-investigation": "Under investigation",
    "status-update-unavailable": "Status update unavailable",
}
_EARLIER_CATEGORIES = {"Violent crime": "violent-crime", "Public disorder and weapons": "public-disorder-weapons"}
_EARLIER_OUTCOMES = {"Offender given community penalty": "community-penalty", "Offender given suspended sentence": "suspended-sentence"}
_DISPOSALS = {
    "A no further action disposal": "bu-no-further-action",
    "Nothing found - no further action": "bu-no-further-action",
    "Arrest": "bu-arrest",
    "Suspect arrested": "bu-arrest",
    "Summons / charged by post": "bu-summons",
    "Suspect summonsed to court": "bu-summons",
    "Caution (simple or conditional)": "bu-caution",
    "Offender cautioned": "bu-caution",
    "Community resolution": "bu-community-resolution",
    "Local resolution": "bu-community-resolution",
    "Penalty Notice for Disorder": "bu-penalty-notice",
    "Offender given penalty notice": "bu-penalty-notice",
    "Khat or Cannabis warning": "bu-khat-or-cannabis-warning",
    "Offender given drugs possession warning": "bu-khat-or-cannabis-warning",
}
_SLUG_OF_CATEGORY = {name: slug for slug, name in CATEGORIES.items()} | _EARLIER_CATEGORIES
_CODE_OF_OUTCOME = {name.casefold(): code for code, name in OUTCOMES.items()} | {
    name.casefold(): code for name, code in _EARLIER_OUTCOMES.items()
}


def category_of(crime_type: str) -> str:
    """The slug of a crime type as the archive writes it; one that nobody listed makes its own."""
    return _SLUG_OF_CATEGORY.get(crime_type) or slug(crime_type)


def outcome_code(name: str) -> str:
    """The code of an outcome by its name; letter case aside, because the archive is not of one mind about it."""
    return _CODE_OF_OUTCOME.get(name.casefold()) or slug(name)


def disposal_id(name: str) -> str:
    """The code of what a search led to."""
    return _DISPOSALS.get(name) or f"bu-{slug(name)}"


def slug(words: str) -> str:
    """`Theft from the person` as `theft-from-the-person`."""
    return "-".join(re.findall(r"[a-z0-9]+", words.casefold()))
