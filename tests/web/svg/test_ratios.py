import re

from beatbook.web.svg.ratios import Ratio, ratios


def test_no_change_is_in_the_middle_and_a_half_as_far_as_a_double() -> None:
    drawn = ratios([Ratio("a", 1.0, 0.9, 1.1), Ratio("b", 0.5, 0.4, 0.6), Ratio("c", 2.0, 1.5, 2.5)], width=860)
    middle, half, double = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn))
    assert abs((middle - half) - (double - middle)) < 0.2


def test_what_reaches_past_the_scale_is_cut_there_and_names_are_escaped() -> None:
    drawn = ratios([Ratio("<b>", 9.0, 0.01, 90.0)], width=340)
    assert "<b>" not in drawn and "&lt;b&gt;: 9.00 (0.01 to 90.00)" in drawn
    assert max(float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)) <= 340
