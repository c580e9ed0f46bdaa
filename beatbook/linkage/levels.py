"""Levels of comparison per field: how many there are and how the levels of a name are made up. No compiled code, so that it loads at once."""

NAME_BINS = 12
BITS_PER_BIN = 4.0
N_NAME_LEVELS = 1 + 4 * NAME_BINS
N_LEVELS = (N_NAME_LEVELS, 10, 28, 6, 4, 4, 2, 3, 3)
MAX_LEVELS = 64
MAX_SIGNS = 24
HASH_BITS = 40
ROW_BITS = 24

# Records join at this weight where no model says another: nine chances in ten. A trained model carries a threshold of its own (training.threshold_bits).
JOIN_BITS = 3.3

# Blocking rules by their numbers in blocking.py: those that there are, and those in use, as bits. Those left out found next to no true pair that no
# other rule finds: 3 (spelling and district), 12, 13 and 16 (birth date without a digit of the century or of the tens of the month), 21 (postcode with
# a sign left out, a third of all pairs examined) and 22 (district and year). Chosen by blocking_report on historical_50k (recall .930 to .928), the
# made-up county of seed 7 (.9936 to .9935, with 45 % fewer pairs) and fake_1000 (.929 both).
ALL_RULES = (1 << 29) - 2
RULES = ALL_RULES & ~sum(1 << rule for rule in (3, 12, 13, 16, 21, 22))
