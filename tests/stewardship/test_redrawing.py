"""A page of the past can be read and nothing else."""

from beatbook.stewardship.redrawing import shown_file, still

PAGE = """<html><head><script src="/a.js"></script></head><body><header>Amira Hale</header>
<main class="m" id="main-content"><h1 id="name">Jordan &lt;script&gt; Marsh</h1>
<form method="post" action="/judge"><input type="hidden" name="csrfmiddlewaretoken" value="secret">
<input name="q" value="action=x"><button type="submit">Say</button></form>
<a class="govuk-link" href="/people/1">href="text"</a>
<svg viewBox="0 0 1 1"><a xlink:href="/p" href="/p"><text>Link</text></a></svg><script>alert(1)</script>
<div hx-get="/live" data-live="/x" data-module="moj-sort" aria-label="kept">Live</div></main></div>
<footer>Foot</footer></body></html>"""


def test_nothing_works_any_more() -> None:
    drawn = still(PAGE)
    tags = [part.split(">")[0] for part in drawn.split("<")[1:]]
    for gone in ("href=", 'action="', "hx-", "data-live", "data-module", "script", "form"):
        assert not any(gone in tag.replace('value="action=x"', "") for tag in tags), (gone, tags)
    assert "secret" not in drawn and "alert(1)" not in drawn and "Amira Hale" not in drawn and "Foot" not in drawn
    assert drawn.count(" disabled") == 2


def test_what_was_written_stays() -> None:
    drawn = still(PAGE)
    for kept in ("Jordan &lt;script&gt; Marsh", 'href="text"', "Link", 'aria-label="kept"', 'id="name"', 'class="govuk-link"'):
        assert kept in drawn
    assert '<div class="m">' in drawn and "main" not in drawn


def test_a_page_without_head_and_foot_is_nothing() -> None:
    assert still("Not found") == ""


def test_a_file_is_shown_as_its_very_text() -> None:
    assert shown_file("a,<b>\n") == '<pre class="replayed__file" tabindex="0">a,&lt;b&gt;\n</pre>'
