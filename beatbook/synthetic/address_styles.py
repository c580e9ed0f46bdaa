"""One home, written as different clerks write it: `Flat 3, 12 Foundry Row`, `12/3 Foundry Row`, `FLAT 3 12 FOUNDRY RW`."""

_SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Drive": "Dr", "Lane": "Ln", "Court": "Crt", "Crescent": "Cres", "Gardens": "Gdns",
    "Grove": "Gr", "Place": "Pl", "Square": "Sq", "Terrace": "Ter", "Row": "Rw", "Park": "Pk", "Way": "Wy", "Parade": "Pde", "Walk": "Wlk", "Yard": "Yd",
}  # fmt: skip


def line_as_written(number: str, street: str, chance: float) -> str:
    """A house number, with its flat if it has one, and a street as one line, in a style that chance chooses."""
    flat, _, house = number.rpartition(", ")
    flat = flat.removeprefix("Flat ")
    style = int(chance * 1e6) % 6
    first, _, kind = street.rpartition(" ")
    if style in (1, 3) and kind in _SHORT:
        street = f"{first} {_SHORT[kind]}"
    if style == 5:
        street = street.replace(" ", "  ") if len(first) < 5 else f"{first[:2]}{first[3]}{first[2]}{first[4:]} {kind}"
    if not flat:
        return f"No. {house} {street}" if style == 4 else f"{house}, {street}" if style == 2 else f"{house} {street}"
    return (
        f"Flat {flat} {house} {street}", f"{house}/{flat} {street}", f"Apt {flat}, {house} {street}", f"{house} {street}, Flat {flat}",
        f"{house} {street}", f"FLAT {flat}, {house} {street}",
    )[style]  # fmt: skip
