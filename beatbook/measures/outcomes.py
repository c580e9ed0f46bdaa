"""Which published outcomes are positive, which close a crime with no suspect, and which are not final. Labels change over the years: all are kept.

Version 1. A change here is a change of meaning: raise the version of every measure that names positive_months, no_suspect_months or final_months.
"""

COURT_RESULTS = (
    "Offender deprived of property", "Offender fined", "Offender given absolute discharge", "Offender given community sentence",
    "Offender given conditional discharge", "Offender given suspended prison sentence", "Offender sent to prison",
    "Offender otherwise dealt with", "Offender ordered to pay compensation", "Defendant found not guilty",
    "Defendant sent to Crown Court", "Court result unavailable", "Court case unable to proceed", "Awaiting court outcome",
)  # fmt: skip
POSITIVE = (
    "Suspect charged", "Suspect charged as part of another case", "Offender given a caution", "Local resolution",
    "Offender given penalty notice", "Offender given a drugs possession warning", *COURT_RESULTS,
)  # fmt: skip
NO_SUSPECT = ("Investigation complete; no suspect identified",)
NOT_FINAL = ("Under investigation", "Status update unavailable")
NOTHING_FOUND = ("A no further action disposal", "Nothing found - no further action")
ETHNICITY_UNKNOWN = "Not known"
