"""Compiled string comparisons against rapidfuzz, which defines them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from beatbook.linkage.strings import digits_one_slip, jaro_winkler, slips

WORDS = st.text("abcd", max_size=12)


def _signs(text: str) -> NDArray[np.uint16]:
    signs = np.zeros(24, np.uint16)
    signs[: len(text)] = [ord(sign) for sign in text]
    return signs


@settings(deadline=None)  # the first example loads compiled code
@given(WORDS, WORDS)
def test_slips_are_osa_distance(a: str, b: str) -> None:
    for limit in (1, 2):
        assert slips(_signs(a), len(a), _signs(b), len(b), limit) == min(limit + 1, OSA.distance(a, b))


@settings(deadline=None)
@given(WORDS.filter(bool), WORDS.filter(bool))
def test_jaro_winkler_is_rapidfuzz_s(a: str, b: str) -> None:
    assert jaro_winkler(_signs(a), len(a), _signs(b), len(b)) == pytest.approx(JaroWinkler.similarity(a, b), abs=1e-12)


@pytest.mark.parametrize(
    ("x", "y", "expected"), [(12345, 12355, True), (12345, 12435, True), (12345, 12345, False), (12345, 1234, False), (12, 34, False)]
)
def test_one_slip_in_digits(x: int, y: int, expected: bool) -> None:
    assert digits_one_slip(x, y) is expected
