"""The closed lists of what organisations, groups and ties may be."""

ORGANISATION_KINDS = ("force", "commissioner", "national", "partner", "supplier", "company")
GROUP_KINDS = ("region", "most similar", "collaboration")
TIE_KINDS = ("succeeds", "oversees", "owns")
POLICE_KINDS = frozenset({"force", "commissioner", "national"})
