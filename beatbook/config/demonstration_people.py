"""The made-up people, agreements and caveats of the demonstration county, Millshire."""

from dataclasses import replace
from datetime import date

from beatbook.access.people import Person
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role

POLICE = "millshire", "Millshire Police"
HIGH = Classification.OFFICIAL_SENSITIVE


SEALING = ("PP-WITNESS", "PP-ADOPTION", "PP-GENDER", "PP-SOURCE")
HOME = "home"  # stands for the ward in which they serve, known once the county is made

PEOPLE = (
    Person("response", "PC 1142 Amira Hale", Role.RESPONSE, *POLICE, area=HOME, introduction="Answers 999 calls. Sees OFFICIAL records."),
    Person(
        "neighbourhood",
        "PC 2071 Tom Adeyemi",
        Role.NEIGHBOURHOOD,
        *POLICE,
        area=HOME,
        agreements=("ISA-ASB-01",),
        introduction="Works one ward. Also sees the council’s anti-social behaviour cases under agreement ISA-ASB-01.",
    ),
    Person(
        "investigator",
        "DC 3310 Priya Nair",
        Role.INVESTIGATOR,
        *POLICE,
        clearance=HIGH,
        caveats=("DA", "CHILD"),
        introduction="Investigates violence and domestic abuse. Holds the DA and CHILD caveats.",
    ),
    Person(
        "sergeant",
        "PS 418 Gwen Pritchard",
        Role.SERGEANT,
        *POLICE,
        area=HOME,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("DA",),
        introduction="Supervises a shift, and may see who has looked.",
    ),
    Person(
        "analyst",
        "Intelligence analyst Marek Zielak",
        Role.ANALYST,
        *POLICE,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("COVERT", "C", "DA", "CHILD"),
        introduction="Works with intelligence, including the COVERT compartment and handling code C.",
    ),
    Person("contact", "Operator 77 Lena Fox", Role.CONTACT_HANDLER, *POLICE, introduction="Answers 101 and 999 in the control room."),
    Person(
        "registrar",
        "Force crime registrar Ian Batty",
        Role.REGISTRAR,
        *POLICE,
        clearance=HIGH,
        caveats=("DA",),
        introduction="Answers for crime recording and data quality.",
    ),
    Person(
        "partner",
        "Council case officer Shazia Malik",
        Role.PARTNER,
        organisation_code="millshire-council",
        organisation="Millshire Council",
        organisation_kind="partner",
        clearance=Classification.OFFICIAL,
        agreements=("ISA-ASB-01",),
        introduction="Works for the council, outside the police: sees only what is public or shared under ISA-ASB-01.",
    ),
    Person(
        "dpo",
        "Data protection officer Ruth Cole",
        Role.DATA_PROTECTION,
        *POLICE,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("DA",),
        introduction="Checks that people look only for a lawful reason.",
    ),
    Person(
        "standards",
        "DI 901 Owen Sharp, professional standards",
        Role.STANDARDS,
        *POLICE,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("DA", "COVERT", "C", "CHILD"),
        introduction="Investigates complaints and misuse; alone sees looks by supervisors at their own log.",
    ),
    Person(
        "keeper",
        "DI 77 Nasreen Qureshi, protected persons",
        Role.KEEPER,
        *POLICE,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("DA", "COVERT", "C", "CHILD", *SEALING),
        introduction="Keeps sealed identities: relocated witnesses, adoptions, gender recognition, sources.",
    ),
    Person(
        "second-keeper",
        "DS 1204 Huw Bevan, protected persons",
        Role.KEEPER,
        *POLICE,
        clearance=HIGH,
        agreements=("ISA-ASB-01",),
        caveats=("DA", "COVERT", "C", "CHILD", *SEALING),
        introduction="The second keeper: confirms what another asks, as lifting a seal takes two people.",
    ),
    Person(
        "opcc",
        "OPCC performance lead Dan Whitlock",
        Role.OPCC,
        organisation_code="millshire-opcc",
        organisation="Office of the Police and Crime Commissioner",
        organisation_kind="oversight",
        clearance=Classification.PUBLIC,
        introduction="Holds the force to account: quality and figures, never persons.",
    ),
    Person(
        "technology",
        "Director of technology Esi Morgan",
        Role.TECHNOLOGY,
        *POLICE,
        clearance=Classification.PUBLIC,
        introduction="Runs the force’s systems: what they cost, what they are worth, and what to do next.",
    ),
    Person(
        "finance",
        "Head of procurement Colin Yates",
        Role.FINANCE,
        *POLICE,
        clearance=Classification.PUBLIC,
        introduction="Answers for what technology costs, and for its contracts.",
    ),
    Person(
        "national",
        "Blueprint lead Farah Siddiqui",
        Role.NATIONAL,
        organisation_code="policing-technology-centre",
        organisation="Policing Technology Centre (made up)",
        organisation_kind="oversight",
        clearance=Classification.PUBLIC,
        introduction="Compares forces, questions what they say of their systems, and publishes the blueprint.",
    ),
    Person(
        "academic",
        "Professor Ines Duarte",
        Role.NATIONAL,
        organisation_code="college-of-policing",
        organisation="College of Policing",
        organisation_kind="oversight",
        introduction="Sits on the innovation council for academia: scores bids blind, and votes.",
    ),
    Person(
        "industry",
        "Industry forum lead Theo Brandt",
        Role.NATIONAL,
        organisation_code="industry-forum",
        organisation="Policing Technology Industry Forum (made up)",
        organisation_kind="oversight",
        introduction="Sits on the innovation council for industry, and declares conflicts.",
    ),
    Person(
        "resident",
        "Sam Ferris, resident",
        Role.RESIDENT,
        organisation_code="public",
        organisation="The public",
        organisation_kind="public",
        clearance=Classification.PUBLIC,
        introduction="Lives in Millshire: sees what is public.",
    ),
)


def demonstration_people(area: str) -> list[Person]:
    """Nineteen people, for each way of working; `area` is the ward where those with a beat serve."""
    return [replace(person, area=area) if person.area == HOME else person for person in PEOPLE]


AGREEMENTS = {
    "ISA-ASB-01": {
        "title": "Anti-social behaviour casework",
        "purpose": "Preventing and dealing with anti-social behaviour in Millshire",
        "legal_basis": "Crime and Disorder Act 1998 s115; DPA 2018 s35",
        "parties": ["millshire", "millshire-council"],
        "starts_on": date(2024, 4, 1),
        "ends_on": None,
        "review_on": date(2027, 4, 1),
    },
    "ISA-MASH-01": {
        "title": "Multi-agency safeguarding hub",
        "purpose": "Safeguarding children and adults at risk in Millshire",
        "legal_basis": "Children Act 2004 s11; DPA 2018 s35",
        "parties": ["millshire", "millshire-council"],
        "starts_on": date(2024, 4, 1),
        "ends_on": None,
        "review_on": date(2027, 4, 1),
    },
}
CAVEATS = {
    "DA": ("caveat", "Domestic abuse: those who work with the victim or suspect", ""),
    "CHILD": ("caveat", "Concerns a child: public protection staff", ""),
    "COVERT": ("compartment", "Covert sources and operations", ""),
    "C": (
        "handling",
        "Intelligence handling code C: may be shared only on conditions",
        "Ask the originator before sharing. Do not act on it alone.",
    ),
    "PP-WITNESS": ("compartment", "Sealed: a relocated or protected witness", "Only keepers of sealed identities."),
    "PP-ADOPTION": ("compartment", "Sealed: an adoption", "Only keepers of sealed identities."),
    "PP-GENDER": ("compartment", "Sealed: gender recognition", "Gender Recognition Act 2004 s22: disclosing it may be an offence."),
    "PP-SOURCE": ("compartment", "Sealed: a covert human intelligence source", "Only keepers of sealed identities."),
}
