"""The build refuses what may not be on our pages, and does nothing when nothing has changed."""

import re
from pathlib import Path

import pytest

from beatbook.web import build_assets
from beatbook.web.build_assets import AssetsRefused, forbidden_in, refuse_forbidden, stamp_of

BUILT = sorted(build_assets.TARGET.glob("*.css")) + [build_assets.TARGET / name for name in ("app.js", "map.js")]


@pytest.mark.parametrize(
    "text",
    [
        'body{font-family:"GDS Transport",arial}',
        ".x{background:url(images/govuk-crest.svg)}",
        "@font-face{src:url(a.woff2)}",
        "<svg class='Crown'>",
        "a{background:url(https://cdn.example.com/x.png)}",
        'import("//cdn.example.com/x.js")',
    ],
)
def test_branding_and_other_sites_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text(text)
    with pytest.raises(AssetsRefused):
        refuse_forbidden(tmp_path)


def test_names_of_namespaces_and_print_rules_are_no_addresses() -> None:
    assert forbidden_in('<svg xmlns="http://www.w3.org/2000/svg"> a[href^="http://"]:after{}') is None


def test_the_stamp_changes_with_any_byte(tmp_path: Path) -> None:
    one = tmp_path / "a.scss"
    one.write_text("a{}")
    before = stamp_of([one])
    one.write_text("b{}")
    assert stamp_of([one]) != before


def test_the_lockfile_names_no_host() -> None:
    lock = (build_assets.SOURCES / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert re.search(r'"integrity": "sha512-', lock)


def test_what_was_built_is_clean_and_whole() -> None:
    assert {path.name for path in BUILT} == {"app.css", "app.js", "map.css", "map.js"}, "run make assets"
    assert [forbidden_in(path.read_text()) for path in BUILT] == [None] * len(BUILT)
    assert (build_assets.TARGET / "htmx.js").exists()
