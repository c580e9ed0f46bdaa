"""Postcodes by shape."""

import pytest

from beatbook.vocabulary.postcodes import normalise_postcode, split_postcode, written_postcode


@pytest.mark.parametrize(
    ("written", "unit"),
    [("zz1 2ab", "ZZ12AB"), ("SW1A1AA", "SW1A1AA"), ("ZZ1 OAB", "ZZ10AB"), ("nonsense", None), ("", None), ("ZZ1", None), ("Z" * 50, None)],
)
def test_normal_form(written: str, unit: str | None) -> None:
    assert normalise_postcode(written) == unit


def test_parts() -> None:
    parts = split_postcode("sw1a 1aa")
    assert parts is not None and (parts.area, parts.district, parts.sector, parts.unit) == ("SW", "SW1A", "SW1A1", "SW1A1AA")
    assert split_postcode("?") is None


def test_written_form() -> None:
    assert written_postcode("zz12ab") == "ZZ1 2AB"
    assert written_postcode("unknown") == "unknown"
