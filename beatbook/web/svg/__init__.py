"""Charts and maps as SVG text: dataclasses in, markup out; no Django, no clock, no network."""
