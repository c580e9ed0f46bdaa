"""Levels of comparison per field: how many there are and how the levels of a name are made up. No compiled code, so that it loads at once."""

NAME_BINS = 12
BITS_PER_BIN = 4.0
N_NAME_LEVELS = 1 + 4 * NAME_BINS
N_LEVELS = (N_NAME_LEVELS, 10, 28, 4, 4, 4, 2, 3, 3)
MAX_LEVELS = 64
MAX_SIGNS = 24
HASH_BITS = 40
ROW_BITS = 24

# Records join at this weight: nine chances in ten, since in policing a wrong join costs far more than a missed one, which is still shown as
# "possibly the same person". Chosen with the truth of the made-up county of seed 7 in view, before groups were kept apart by clashing facts.
JOIN_BITS = 3.3
