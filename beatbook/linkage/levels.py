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
# "possibly the same person". On historical figures 0 and 3 bits give the same F1; on the made-up county 3.3 bits lift clustered
# precision from .976 to .995.
JOIN_BITS = 3.3
