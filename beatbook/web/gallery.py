"""Invented data for the gallery page, which shows every component and chart once and is the living style guide."""

import datetime
import math
from typing import Any

from beatbook.web.svg.area_map import Area, MapPoint, area_map
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.link_chart import Edge, Node, link_chart
from beatbook.web.svg.sparkline import sparkline
from beatbook.web.svg.waterfall import waterfall

WIDE, MAP_WIDE, NARROW = 850, 760, 320
RECORDED = {"text": "Recorded", "colour": "green"}
INFERRED = {"text": "Inferred", "colour": "grey"}
AREA_NAMES = "Millbrook,Quarry Bank,Eastmoor,Foxhollow,Northgate,Abbotsmead,Ironworks,Priory,Dovecote,Riverside,Junction,Highcross,Granary"
CENTRE = Node("p", "J. E. Marsh", "this person", "person")
NODES = (
    Node("k", "L. Marsh", "person", "person", "#links"),
    Node("a", "12 Foundry Row", "address", "location", "#links"),
    Node("o", "S. Okoro", "person", "person", "#links"),
    Node("v", "ZZ19 ABC", "vehicle", "object", "#links"),
    Node("t", "C-2026-02230", "theft", "event", "#links"),
    Node("s", "C-2026-04417", "assault", "event", "#links"),
)
EDGES = (
    Edge("p", "k", "next of kin", True),
    Edge("p", "a", "lives at (custody)", True),
    Edge("k", "a", "lives at", True),
    Edge("p", "o", "same stop, 2 Oct", False),
    Edge("p", "v", "driver, 2 Oct", True),
    Edge("o", "v", "keeper", True),
    Edge("p", "t", "victim", True),
    Edge("p", "s", "suspect", True),
)
STEPS = (("First name", 3.1), ("Surname", 6.2), ("Date of birth", 8.4), ("Postcode", 1.2), ("Phone", -2.6))


def content() -> dict[str, Any]:
    """Everything the gallery's template shows."""
    return {
        "facts": [
            ("Born", "14 March 1994 (32)"),
            ("Last known address", "12 Foundry Row, Ironworks"),
            ("Records joined", "5 from 4 systems"),
        ],
        "warnings": [
            {"text": "Violence", "colour": "red", "note": "Custody, 11 February 2026, expires 11 February 2027"},
            {"text": "Vulnerable: mental health", "colour": "purple", "note": "Contact desk, 27 August 2026"},
        ],
        "side_items": [(label, f"#{place}", place == "details") for label, place in SECTIONS],
        "views": [("Recorded crime", "#map", True), ("Forecast", "#forms", False)],
        "breadcrumbs": [("Performance", "#figures"), ("Crime", "#figures")],
        "sources": SOURCES,
        "details": DETAILS,
        "timeline": timeline(),
        "link_columns": [{"label": "Linked to"}, {"label": "How"}, {"label": "Evidence"}],
        "link_rows": link_rows(),
        "score_columns": [{"label": "Field"}, {"label": "Values"}, {"label": "Result"}, {"label": "Weight", "numeric": True}],
        "score_rows": score_rows(),
        "downloads": [("Download CSV", "#links"), ("Excel", "#links"), ("Print view", "#links")],
        "pages": [
            {"number": 1, "url": "?page=1"},
            {"number": 2, "url": "?page=2", "current": True},
            {"gap": True},
            {"number": 9, "url": "?page=9"},
        ],
        "radio_items": [
            {"value": "same", "label": "The same person"},
            {"value": "different", "label": "Different people", "hint": "They will be shown apart until this is undone"},
            {"value": "unsure", "label": "Not sure", "checked": True},
        ],
        "errors": [("reason", "Enter a reason")],
        "colours": ["grey", "green", "turquoise", "blue", "purple", "pink", "red", "orange", "yellow"],
        **charts(),
    }


SECTIONS = (
    ("Details", "details"),
    ("Timeline", "timeline"),
    ("Links", "links"),
    ("Why records are joined", "why"),
    ("Map", "map"),
    ("Figures", "figures"),
    ("Forms", "forms"),
    ("Messages", "messages"),
)
SOURCES = (
    {"name": "Custody", "age": "14 minutes ago"},
    {"name": "Crime", "age": "2 days ago", "late": True},
    {"name": "ANPR", "age": "not connected"},
)
DETAILS = (
    {"key": "Other names", "value": "Jordan Marsh", "notes": ["Custody system"]},
    {
        "key": "Address",
        "value": "12 Foundry Row",
        "tag": {"text": "Systems disagree", "colour": "yellow"},
        "notes": ["Custody says 12 Foundry Row (February 2026). Crime system says 4 Priory Court (May 2026)."],
    },
    {"key": "Phone", "value": "Ends 614", "notes": ["Contact desk, 27 August 2026"]},
)


def timeline() -> list[dict[str, Any]]:
    """Three events from three systems."""
    return [
        {
            "title": "Named as suspect in a case",
            "href": "#timeline",
            "byline": "Recorded by PC 1142",
            "at": datetime.datetime(2026, 11, 18, 22, 41, tzinfo=datetime.UTC),
            "text": "Case C-2026-04417, assault, Market Quarter. Status: under investigation.",
            "source": "Crime system",
        },
        {
            "title": "Stopped and searched",
            "href": "#timeline",
            "byline": "Recorded by PC 2071",
            "at": datetime.datetime(2026, 10, 2, 17, 5, tzinfo=datetime.UTC),
            "text": "Found nothing. Grounds and outcome recorded.",
            "source": "Stop and search",
        },
        {"title": "Address changed", "at": datetime.date(2026, 2, 11), "byline": "Two records disagree", "source": "Custody system"},
    ]


def link_rows() -> list[list[dict[str, Any]]]:
    """The link chart as table rows."""
    names = {node.id: node for node in (*NODES, CENTRE)}
    return [
        [
            {"text": names[edge.b].label, "href": "#links", "note": names[edge.b].sublabel.capitalize()},
            {"text": edge.label.capitalize()},
            {"text": "Custody system, 11 February 2026", "tag": RECORDED if edge.recorded else INFERRED},
        ]
        for edge in EDGES
        if edge.a == "p"
    ]


def score_rows() -> list[list[dict[str, Any]]]:
    """The waterfall as table rows."""
    values = ("“Jordan” and “Jordan”", "“Marsh” and “Marsh”", "14 March 1994 in both", "ZZ1 4FR and ZZ1 4FB", "Ends 614 and ends 902")
    results = ("Exact match", "Exact match", "Exact match", "Same area only", "Different")
    return [
        [{"text": name}, {"text": value}, {"text": result}, {"text": f"{weight:+.1f}".replace("-", "−"), "sort_value": weight}]
        for (name, weight), value, result in zip(STEPS, values, results, strict=True)
    ]


def charts() -> dict[str, Any]:
    """Every drawing, wide and narrow."""
    kinds = ("person", "event", "location", "object")
    crowd = [Node(f"n{place}", f"Linked thing {place}", kinds[place % 4], kinds[place % 4], "#links") for place in range(18)]
    crowd_edges = [Edge("p", node.id, "is linked to", place % 3 > 0) for place, node in enumerate(crowd)]
    crowd_edges += [Edge("n1", "n4", "lives at", True), Edge("n0", "n7", "next of kin", False)]
    figures = [Bar("Response", 412, "412 incidents"), Bar("Neighbourhood", 130, "130 incidents"), Bar("Investigation", 86, "86 incidents")]
    areas, points = made_up_areas(), [MapPoint(-1.43, 52.02, "Millbrook police station")]
    return {
        "link_chart": link_chart(CENTRE, NODES, EDGES, width=WIDE),
        "crowded_chart": link_chart(CENTRE, crowd, crowd_edges, width=WIDE + 1),
        "waterfall": waterfall(-9.8, STEPS, width=WIDE),
        "narrow_waterfall": waterfall(-9.8, STEPS, width=NARROW),
        "map": area_map(areas, points, width=MAP_WIDE, unit=" per 1,000 homes"),
        "narrow_map": area_map(areas, points, width=NARROW, unit=" per 1,000 homes"),
        "bars": bars(figures, width=WIDE, title="Incidents by team"),
        "narrow_bars": bars(figures, width=NARROW, title="Incidents by team"),
        "sparkline": sparkline([88, 91, 85, 90, 94, 91, 99, 82, 88, 101, 118, 131], id="burglary-line", title="Burglary, last 12 months"),
    }


def made_up_areas() -> list[Area]:
    """Fifteen crooked areas, three rows of five."""

    def corner(column: int, row: int) -> list[float]:
        sway = math.sin(column * 2.3 + row * 1.7), math.cos(column * 1.9 - row * 2.6)
        return [round(-1.6 + column * 0.09 + sway[0] * 0.022, 5), round(52.14 - row * 0.07 + sway[1] * 0.016, 5)]

    names = AREA_NAMES.split(",")
    areas = []
    for place in range(15):
        row, column = divmod(place, 5)
        ring = [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1), corner(column, row)]
        value = None if place == 9 else 6 + (place * 17) % 41
        name = names[place] if place < len(names) else f"Area {place + 1}"
        areas.append(Area(f"M{place + 1:02d}", name, {"type": "Polygon", "coordinates": [ring]}, value, "#map"))
    return areas
