"""The pages of investigations, asked by a browser without scripts: forms keep and refuse, roles see their tools, and the hidden leaves no trace."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client

from beatbook.cases.actions import refer
from beatbook.sources.adapters import registry
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import begin, take_hidden_away
from tests.linkage.sealed_world import identifier
from tests.pole.pages import client_of
from tests.sources.worlds import LINES

World = dict[str, Viewer]


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    return begin(tmp_path)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(answer.content.decode().split())


def sent(client: Client, path: str, status: int = 302, **typed: object) -> str:
    """Sends a form; the text of the page that follows, or of the form with its errors."""
    answer = client.post(path, typed)
    assert answer.status_code == status, (path, answer.status_code, answer.content[:500])
    if status == 302:
        return text_of(client, answer["Location"].partition("#")[0])
    return " ".join(answer.content.decode().split())


def case(key: str = "crime", ending: str = "") -> str:
    return f"/cases/{identifier(key)}{ending}"


def test_forms_keep_what_is_right_and_give_back_what_is_not(world: World) -> None:
    low, victim = client_of(world["low"]), identifier("victim")
    back = sent(low, case(ending="/decision"), 422, decision="Wait for the CCTV", rationale="")
    assert "Say why" in back and ">Wait for the CCTV</textarea>" in back
    assert "Decision: Wait for the CCTV" in sent(low, case(ending="/decision"), decision="Wait for the CCTV", rationale="Due tomorrow")
    needs = f"{case()}/victims/{victim}/needs"
    assert "Choose a way that is safe" in sent(low, needs, 422, safe=["visit"], method="phone")
    page = sent(
        low,
        needs,
        safe=["visit"],
        safe_words="After work",
        method="visit",
        every_days="7",
        grounds=["vulnerable"],
        support="referred",
        statement="offered",
    )
    assert "Only by visit. After work" in page and "Enhanced rights" in page and "every 7 days" in page
    contact = f"{case()}/victims/{victim}/contact"
    form = text_of(low, contact)
    assert 'value="visit"' in form and 'value="phone"' not in form
    typed = {
        "day": "08/01/2026",
        "clock": "14:30",
        "reached": "yes",
        "words": "Told of the arrest",
        "told": [f"arrest:{identifier('arrest')}"],
    }
    assert "It is not safe to reach them by phone" in sent(low, contact, 422, method="phone", **typed)
    assert "Enter a time that has passed" in sent(low, contact, 422, method="visit", **typed | {"day": "08/01/2096"})
    assert "Done 8 January 2026" in sent(low, contact, method="visit", **typed)


def test_two_officers_see_both_versions_of_a_plan(world: World) -> None:
    low, other = client_of(world["low"]), client_of(world["other"])
    follows = re.search(r'name="follows" value="([^"]*)"', text_of(low, case(ending="/plan")))
    assert follows is not None and follows[1] == ""
    assert "See the neighbours" in sent(other, case(ending="/plan"), text="See the neighbours", follows="")
    both = sent(low, case(ending="/plan"), 422, text="Seize the laptop", follows="")
    assert "Saved meanwhile by PC 2 Other" in both and "See the neighbours" in both and ">Seize the laptop</textarea>" in both
    newer = re.search(r'name="follows" value="([^"]*)"', both)
    assert newer is not None
    joined = sent(low, case(ending="/plan"), text="See the neighbours. Seize the laptop", follows=newer[1])
    assert "See the neighbours. Seize the laptop" in joined and "1 earlier version kept" in joined


def test_work_is_given_reviewed_referred_and_linked(world: World) -> None:
    high, low = client_of(world["high"]), client_of(world["low"])
    assert "with PC 2 Other" in sent(high, case(ending="/allocate"), officer=str(world["other"].user_id), why="")
    assert "Choose to whom" in sent(high, case(ending="/allocate"), 422, officer=str(uuid4()))
    assert "Review: Good progress" in sent(high, case(ending="/review"), found="Good progress", next_on="18/02/2026")
    assert "Enter the day" in sent(high, case(ending="/review"), 422, found="Good progress", next_on="soon")
    page = sent(low, case(ending="/refer"), to_team="Public protection", words="Please see the pattern")
    answer = re.search(r'href="(/cases/[^"]*/referrals/[^"]*)"', page)
    assert answer is not None and "Response to Public protection" in page
    assert "Taken" in sent(client_of(world["other"]), answer[1], state="taken", words="We have it")
    assert "No investigation that you may see has that number" in sent(low, case(ending="/link"), 422, number="TC/26/0002", why="Same man")
    assert "Same man" in sent(low, case(ending="/link"), number="44/0005002/26", why="Same man")


def test_tools_that_a_role_lacks_answer_as_if_they_were_not_there(world: World) -> None:
    low, council, analyst = (client_of(world[name]) for name in ("low", "council", "analyst"))
    for path in ("/shift", case(ending="/allocate"), case(ending="/review")):
        text_of(low, path, 404)
    for path in ("/victims", case(), case(ending="/decision")):
        text_of(council, path, 404)
    parts = re.findall(r'<section class="card" id="([a-z]+)"', text_of(analyst, case()))
    assert parts[0] == "linked" and re.findall(r'<section class="card" id="([a-z]+)"', text_of(low, case()))[0] == "people"


FORMS = ("", "?all", "/decision", "/plan", "/link", "/refer", "/timeline.csv", "/timeline.xlsx")


def answers(viewer: Viewer, referral: UUID) -> dict[str, tuple[int, bytes]]:
    client, found = client_of(viewer), {}
    for key in ("crime", "log", "arrest", "hidden arrest", "other crime", "two crimes", "hidden witness", "task"):
        paths = [case(key, form) for form in FORMS] + [case(key, f"/referrals/{referral}")]
        paths += [f"{case(key)}/victims/{identifier(who)}/{form}" for who in ("victim", "hidden witness") for form in ("needs", "contact")]
        for path in paths:
            answer = client.get(path)
            body = re.sub(
                rb'name="csrfmiddlewaretoken" value="[^"]*"|Printed by [^<]*|taken by .* on \d\d/\d\d/\d{4} \d\d:\d\d|\d+ (minutes?|hours?) ago',
                b"",
                answer.content,
            )
            body = re.sub(rb'(id="(day|clock)"|name="(once|form)")[^>]*', b"", body)
            found[path] = answer.status_code, b"" if path.endswith("xlsx") else body
    return found


def test_the_hidden_leaves_no_trace_on_any_page_or_form(world: World) -> None:
    high, low = client_of(world["high"]), world["low"]
    hidden = case("hidden arrest")
    sent(high, f"{hidden}/decision", decision="Release her", rationale="No grounds", marking="sensitive")
    sent(high, case(ending="/decision"), decision="Keep from the file", rationale="Sensitive", marking="sensitive")
    sent(high, f"{case('other crime')}/link", number="44/0005001/26", why="The hidden arrest says so")
    secret = refer(identifier("hidden arrest"), "Response", "Intelligence", "She knows more", viewer=world["high"])
    assert "Keep from the file" in text_of(high, case())
    before = answers(low, secret)
    assert sum(status == 200 for status, _ in before.values()) > 30
    assert not any(
        word in body for _, body in before.values() for word in (b"Keep from the file", b"Quayle", b"TC/26/0002", b"She knows more")
    )
    assert take_hidden_away() == 2
    after = answers(low, secret)
    assert [path for path in before if before[path] != after[path]] == []
