"""Applications for tests: four forces and three capabilities with figures worked out by hand, and a strategy for any others."""

from datetime import date

from hypothesis import strategies as st

from beatbook.technology.facts import Application, Interface

TODAY = date(2026, 11, 27)


def app(owner: str, product: str, users: int | None, pounds: int | None = None, **facts: object) -> Application:
    """One application for crime recording, costing so many pounds a year for licence and support."""
    said = {"capabilities": ("crime-recording",), "scope": ("licence", "support"), **facts}
    return Application(
        owner, f"{product} of {owner}", product=product, users=users, annual_pence=pounds * 100 if pounds is not None else None, **said
    )  # type: ignore[arg-type]


# Crime recording: 600 users of Alpha, 300 of Beta, 100 of Gamma: shares 0.6, 0.3, 0.1; sum of squares 0.46; N = 1 / 0.46 = 2.173913.
CRIME = [app("a", "Alpha", 400, 40_000), app("b", "Alpha", 200, 30_000), app("c", "Beta", 300, 60_000), app("d", "Gamma", 100, 5_000)]
# Custody: one product everywhere: N = 1.
CUSTODY = [app(owner, "Delta", 50, 5_000, capabilities=("custody",)) for owner in "abcd"]
# Fleet: four products with equal users: N = 4.
FLEET = [app(owner, f"Fleet {owner}", 10, 1_000, capabilities=("fleet",)) for owner in "abcd"]

APPLICATIONS = st.builds(
    app,
    st.sampled_from("abcdefgh"),
    st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]),
    st.none() | st.integers(0, 5_000),
    st.none() | st.integers(0, 500_000),
    functional_fit=st.none() | st.integers(1, 5),
    technical_fit=st.none() | st.integers(1, 5),
    legacy_likelihood=st.none() | st.integers(1, 6),
    legacy_impact=st.none() | st.integers(1, 6),
    contract_ends=st.none() | st.dates(date(2025, 1, 1), date(2032, 1, 1)),
    interfaces=st.sampled_from([(), (Interface("PNC"),), (Interface("PNC", "sends"), Interface("ANPR"))]),
)
PORTFOLIOS = st.lists(APPLICATIONS, max_size=9, unique_by=lambda one: one.id)
