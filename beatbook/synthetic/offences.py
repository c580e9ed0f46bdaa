"""What is done in Millshire: offences with their counting-rules class, how common each is, its rhythm, its setting and what may be taken."""

from typing import NamedTuple


class Offence(NamedTuple):
    """One sort of crime. `weight` is a share of all crime; `domestic` says whether it may happen between people of one household."""

    title: str
    code: str
    weight: float
    rhythm: str
    setting: str
    has_victim: float
    domestic: bool = False
    loot: str = ""


OFFENCES = (
    Offence("Burglary - residential", "28E", 0.055, "dark", "home", 1.0, loot="house"),
    Offence("Burglary - business and community", "30C", 0.02, "dark", "shop", 0.5, loot="shop"),
    Offence("Theft from shop", "46", 0.10, "day", "shop", 0.1, loot="shop"),
    Offence("Theft of pedal cycle", "44", 0.03, "day", "centre", 1.0, loot="cycle"),
    Offence("Theft from the person", "39", 0.02, "night", "centre", 1.0, loot="pocket"),
    Offence("Other theft", "49", 0.08, "any", "any", 0.8, loot="house"),
    Offence("Theft from a vehicle", "45", 0.055, "dark", "home", 1.0, loot="car"),
    Offence("Theft of a vehicle", "48", 0.03, "dark", "home", 1.0),
    Offence("Robbery of personal property", "34B", 0.015, "night", "centre", 1.0, loot="pocket"),
    Offence("Assault without injury", "105A", 0.12, "night", "centre", 1.0, True),
    Offence("Assault with injury", "8N", 0.10, "night", "centre", 1.0, True),
    Offence("Harassment", "8L", 0.06, "evening", "home", 1.0, True),
    Offence("Malicious communications", "8R", 0.04, "home", "home", 1.0, True),
    Offence("Criminal damage to a dwelling", "58A", 0.035, "evening", "home", 1.0, True),
    Offence("Criminal damage to a vehicle", "58C", 0.04, "dark", "home", 1.0),
    Offence("Arson not endangering life", "56B", 0.008, "evening", "any", 0.5),
    Offence("Public fear, alarm or distress", "9A", 0.07, "night", "centre", 0.6),
    Offence("Affray", "66", 0.012, "night", "centre", 0.3),
    Offence("Possession of cannabis", "92E", 0.03, "evening", "centre", 0.0, loot="drugs"),
    Offence("Possession with intent to supply class A drugs", "92A", 0.012, "evening", "any", 0.0, loot="drugs"),
    Offence("Possession of a bladed article", "10D", 0.01, "night", "centre", 0.0, loot="blade"),
    Offence("Making off without payment", "53H", 0.02, "any", "road", 0.3),
    Offence("Fraud by false representation", "53C", 0.018, "home", "home", 1.0),
    Offence("Stalking", "8Q", 0.01, "evening", "home", 1.0, True),
    Offence("Dangerous driving", "802", 0.01, "evening", "road", 0.1),
)
LOOT = {
    "house": ("laptop", "Laptop computer", 45000), "shop": ("goods", "Meat, spirits and laundry products", 8500),
    "cycle": ("cycle", "Mountain bicycle, black and green", 38000), "pocket": ("phone", "Mobile telephone, cracked screen", 32000),
    "car": ("tools", "Cordless drill and socket set", 26000), "drugs": ("drugs", "Snap bags of herbal matter", 0),
    "blade": ("weapon", "Lock knife with black handle", 0),
}  # fmt: skip
OUTCOMES = {
    "1": "Charge or summons", "3": "Adult caution", "8": "Community resolution", "10": "Not in the public interest (police)",
    "14": "Victim declines, suspect not known", "15": "Evidential difficulties, victim supports", "16": "Victim does not support, suspect named",
    "18": "Investigation complete, no suspect identified", "21": "Further investigation not in the public interest", "": "",
}  # fmt: skip
MAKES = (
    ("FORD", "FIESTA"), ("VAUXHALL", "CORSA"), ("VOLKSWAGEN", "GOLF"), ("FORD", "FOCUS"), ("NISSAN", "QASHQAI"), ("TOYOTA", "YARIS"),
    ("BMW", "3 SERIES"), ("AUDI", "A3"), ("FORD", "TRANSIT"), ("PEUGEOT", "208"), ("KIA", "PICANTO"), ("SKODA", "OCTAVIA"), ("HONDA", "CIVIC"),
    ("VAUXHALL", "ASTRA"), ("RENAULT", "CLIO"), ("HYUNDAI", "I10"), ("MINI", "COOPER"), ("VOLVO", "V60"),
)  # fmt: skip
COLOURS = ("BLACK", "WHITE", "GREY", "BLUE", "SILVER", "RED", "GREEN", "ORANGE")
WARNINGS = (
    ("VI", "Violent"), ("WE", "Weapons"), ("DR", "Drugs"), ("SH", "Self-harm"), ("MH", "Mental health"), ("ES", "Escaper"), ("AL", "Alleges"),
    ("OB", "Offends on bail"),
)  # fmt: skip
