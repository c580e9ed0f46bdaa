import numpy as np
import shapely

from beatbook.synthetic.geography import Geography, build_geography

LAND: Geography = build_geography(np.random.default_rng(7), wards=16, streets=300)


def test_wards_tile_the_county_without_gap_or_overlap() -> None:
    polygons = [shapely.Polygon(each) for each in LAND.polygons]
    assert all(polygon.is_valid for polygon in polygons)
    whole = shapely.union_all(polygons)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert abs(sum(polygon.area for polygon in polygons) / whole.area - 1) < 1e-6


def test_wards_are_not_rectangles() -> None:
    assert all(len(polygon) > 12 for polygon in LAND.polygons)


def test_each_street_lies_in_its_ward() -> None:
    polygons = [shapely.Polygon(each) for each in LAND.polygons]
    inside = [
        shapely.contains_xy(polygons[ward], x, y)
        for ward, x, y in zip(LAND.street_wards, LAND.street_longitudes, LAND.street_latitudes, strict=True)
    ]
    assert all(inside)


def test_millshire_is_in_the_north_sea() -> None:
    longitudes, latitudes = zip(*(point for polygon in LAND.polygons for point in polygon), strict=True)
    assert min(longitudes) > 1.9
    assert max(longitudes) < 2.7
    assert min(latitudes) > 54.5
    assert max(latitudes) < 55.0


def test_a_force_has_more_wards_of_other_names() -> None:
    land = build_geography(np.random.default_rng(7), wards=64, streets=2000)
    assert len(set(land.ward_names)) == 64
    assert all(shapely.Polygon(each).is_valid for each in land.polygons)
