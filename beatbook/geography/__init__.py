"""Areas of the county: wards, neighbourhoods and census areas, and which of them a point lies in."""
