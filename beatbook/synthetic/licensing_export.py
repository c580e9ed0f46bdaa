"""The licensing system's export: lines of fixed width in Windows-1252, from a program of the last century."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County
from beatbook.synthetic.geography import CENTRES
from beatbook.synthetic.ledgers import Truth, chance_of
from beatbook.synthetic.names import plain
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, plate_of
from beatbook.synthetic.words import clock

FEED = "millshire-licensing"
WIDTHS = {
    "type": 2, "number": 10, "changed": 12, "status": 1, "granted": 8, "expires": 8, "title": 4, "surname": 25, "forenames": 30, "born": 8, "sex": 1,
    "address": 40, "town": 20, "postcode": 8, "phone": 14, "fee": 10, "premises": 30, "premises_address": 40, "premises_postcode": 8,
    "registration": 8, "make": 12, "weapon": 20, "serial": 12, "remarks": 60, "batch": 6,
}  # fmt: skip
TYPES = ("PR", "PS", "TX", "FA", "SG")  # premises, personal, taxi driver, firearm, shotgun
_SIGNS = (
    "The Puddlers Arms",
    "Café Français",
    "The Weir",
    "Señor Taco",
    "The Blue Heron",
    "Müller’s Bakery",
    "Kings Head",
    "The Old Forge",
    "Anatolia Grill",
)


def _legacy(text: str) -> str:
    return "".join(letter if _fits(letter) else plain(letter) for letter in text)


def _fits(letter: str) -> bool:
    return letter.isascii() or bool(letter.encode("cp1252", "ignore"))


def write_licensing(folder: Path, county: County, extra: Iterable[tuple[dict[str, str], Account]], truth: Truth) -> int:
    """The file; returns how many licences."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with (target / "licences.dat").open("wb") as out:
        for record, account in [*_licences(county), *extra]:
            line = "".join(_legacy(record.get(name, ""))[:width].ljust(width) for name, width in WIDTHS.items())
            out.write(line.encode("cp1252", "replace") + b"\r\n")
            if not account.broken:
                truth.says(FEED, f"licensee:{record['number']}", account)
                if plate := record.get("registration", ""):
                    number = county.people.vehicle(account.person)
                    truth.saw(FEED, f"object:{record['number']}", Sighting(plate, "", "", "", number))
            count += 1
    return count


def _licences(county: County) -> Iterator[tuple[dict[str, str], Account]]:
    rng = county.rng("licensing")
    total = county.count(county.rates.licences)
    describe = county.describer(rng, county.rates.licensing_habits)
    persons = county.draw_adults(rng, total)
    centre = [street for street, ward in enumerate(county.land.street_wards.tolist()) if ward in CENTRES]
    draws = rng.random((total, 4)).tolist()
    for i, person in enumerate(persons):
        kind = TYPES[int(draws[i][0] * 5)]
        granted = WORLD_ENDS - timedelta(days=20 + draws[i][1] * 1500)
        if granted.toordinal() - county.people.born[person] < 18 * 366:
            continue
        account = describe(person, granted)
        yield licence(county, kind, f"{kind}{i + 1:07}", granted, account, centre[int(draws[i][2] * len(centre))]), account


def licence(county: County, kind: str, number: str, granted: datetime, account: Account, street: int) -> dict[str, str]:
    """The fields of one line."""
    chance = chance_of(number)
    record = {
        "type": kind, "number": number, "changed": f"{clock(granted + timedelta(days=1 + chance * 12)):%Y%m%d%H%M}", "status": "C" if chance < 0.85 else "L",
        "granted": f"{granted:%Y%m%d}", "expires": f"{granted + timedelta(days=1826):%Y%m%d}", "title": "Mr" if account.sex == "M" else "Ms",
        "surname": account.surname, "forenames": account.forenames, "born": account.born.replace("-", ""), "sex": account.sex,
        "address": account.address, "town": account.town, "postcode": account.postcode, "phone": account.phone,
        "fee": f"£{(190, 37, 262, 79, 79)[TYPES.index(kind)]}.00", "batch": f"{int(chance * 900):06}",
        "remarks": "Annual £70 due each November" if kind == "PR" else "",
    }  # fmt: skip
    if kind == "PR":
        record |= {
            "premises": _SIGNS[int(chance * 1e5) % len(_SIGNS)], "premises_address": county.place_line(street, 1 + int(chance * 60)),
            "premises_postcode": county.land.street_postcodes[street],
        }  # fmt: skip
    if kind == "TX":
        record |= {"registration": plate_of(county.people, county.people.vehicle(account.person)), "make": "TOYOTA"}
    if kind in ("FA", "SG"):
        record |= {"weapon": "Rifle .22" if kind == "FA" else "Shotgun 12 bore", "serial": f"W{int(chance * 1e8):08}"}
    return record
