from beatbook.web.svg.week import shade_of, week


def test_each_hour_has_one_square_and_shades_follow_the_weights() -> None:
    weights = [[0.0] * 24 for _ in range(7)]
    weights[0][3], weights[6][23] = 4.0, 1.0
    drawn = week(weights, width=340)
    assert drawn.count("v") >= 168 and drawn.count("<path") == 3 and "Mon 4; Tue 0" in drawn
    assert drawn.count("z") >= 168


def test_the_most_is_darkest_and_nothing_is_white() -> None:
    assert [shade_of(one, 4.0) for one in (0.0, 0.1, 1.0, 2.5, 3.9, 4.0)] == [0, 1, 2, 4, 5, 5]
    assert shade_of(1.0, 0.0) == 0
