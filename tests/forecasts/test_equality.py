"""Whom a map bears on."""

import pytest

from beatbook.forecasts.equality import burdens

AREAS = [
    {"area": f"W{n}", "expected": 10.0, "observed": 9.0, "share_of_offences": share, "share_of_flagged": flagged}
    for n, (share, flagged) in enumerate([(0.1, 0.0), (0.2, 0.1), (0.7, 0.9)])
]


def test_thirds_are_by_the_feature_and_shares_add_up() -> None:
    found = burdens(AREAS, feature="minority", value={"W0": 0.1, "W1": 0.2, "W2": 0.6}, people={"W0": 50, "W1": 30, "W2": 20})

    assert [one.third for one in found] == ["lowest third", "middle third", "highest third"]
    assert sum(one.share_of_people for one in found) == pytest.approx(1)
    assert found[2].amplified == pytest.approx(0.9 / 0.7)
    assert found[0].observed_over_expected == pytest.approx(0.9)
