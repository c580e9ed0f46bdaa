"""Everything that one viewer can open, and what it answers: the walk that the tests of non-interference share.

A path joins `paths_of`; an address that is not walked says in `NOT_WALKED` which other test holds it.
"""

import difflib
import re
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.access.actions import mint_token
from beatbook.access.permissions import scopes_for
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.takeaway import Form
from tests.test_routes import OPEN_TO_ANYBODY

NEIGHBOURHOOD_TABLES = (
    *("force", "neighbourhood", "teammember", "priority", "meeting", "postcode", "publishedcount", "lastread", "beatvisit", "partnertask"),
    *("taskstep", "reviewrequest", "reviewstep", "problem", "problemstep", "lesson", "scrutinypack", "paneldecision"),
)
MARKED = {
    **{
        f"cases_{name}": ("va", "vis") for name in ("allocation", "decision", "plan", "review", "referral", "submission", "submissionowner")
    },
    **{f"cases_{name}": ("va", "vis", "vb") for name in ("caselink", "needs", "contact")},
    **{f"cases_{name}": ("vis",) for name in ("handover", "formstart", "minoroffence")},
    "pole_valuechoice": ("va", "vis"),
    "pole_safecontact": ("va", "vis"),
    "linkage_judgement": ("va", "vb", "vis"),
    "linkage_concern": ("va", "vb", "vis"),
    "linkage_reviewitem": ("va", "vb"),
    "linkage_reviewclaim": ("va", "vb"),
    "linkage_reviewsize": ("vis",),
    "linkage_link": ("va", "vb"),
    "linkage_key": ("vis",),
    "linkage_token": ("vis",),
    **{f"measures_{name}": ("vis",) for name in ("cell", "total", "gone")},
    "measures_crime": ("vis",),
    "measures_stop": ("vis",),
    "measures_heard": ("vis",),
    "measures_placing": ("vis",),
    "measures_place": ("vis",),
    **{f"tension_{table}": ("vis",) for table in ("happening", "watch", "alert", "alertstep", "assessment")},
    "sources_tie": ("vis", "va", "vb"),
    "sources_recordversion": ("vis",),
    "sources_record": ("vis",),
    "sources_refusedrow": ("vis",),
    "sources_load": ("vis",),
    "sources_outbox": ("vis",),
    "sources_spoken": ("vis",),
    "sources_feed": ("vis",),
    "sources_seal": ("vis",),
    "sources_sealed": ("vis",),
    "sources_sealrequest": ("vis",),
    **{f"neighbourhoods_{table}": ("vis",) for table in NEIGHBOURHOOD_TABLES},
}
SEARCHES = (
    "marsh",
    "jordan marsh",
    "okoro",
    "smith 1990",
    "ZZ19 ABC",
    "ZZ91 ABC",
    "ZZ19",
    "12 foundry row",
    "foundry",
    "ZZ1 4FR",
    "07700 900614",
    "14/03/1994",
    "jordon mrash",
    "marsh aged 20-40",
    "burglary 2026",
    "market quarter",
    "foundry row",
    "44/00000",
)
INTERFACE = (
    *("forces", "forces/millshire", "millshire/neighbourhoods", "millshire/MW01", "crime-last-updated", "crimes-street-dates"),
    "locate-neighbourhood?q=54.75,2.25",
    *(f"{route}?lat=54.75&lng=2.25" for route in ("crimes-street/all-crime", "crimes-at-location", "outcomes-at-location", "stops-street")),
    "crimes-no-location?category=all-crime&force=millshire",
    "stops-force?force=millshire",
)
WARD = "/your-area/millshire/MS02"
PUBLIC_PAGES = (
    *("/your-area", "/your-area?q=market", "/your-area?q=ZZ1+4FR", "/your-area/millshire", "/your-area/millshire/areas.csv"),
    *(WARD, f"{WARD}/recorded.geojson", f"{WARD}/stop-and-search", f"{WARD}/map", f"{WARD}/map.geojson"),
    *("/open-data", "/open-data/2026-10.zip", "/open-data/millshire/MS02/meetings.ics", "/open-data/millshire/MS02/news.atom"),
)
OFFENCES = "crime-in-public"
FORECAST_PAGES = (
    *("/forecasts", f"/forecasts/{OFFENCES}", f"/forecasts/{OFFENCES}/squares.csv", f"/forecasts/{OFFENCES}/plan"),
    *(f"/forecasts/{OFFENCES}/cover", f"/forecasts/{OFFENCES}/cover/places.csv"),
    *("/patrols", f"/patrols/{UUID(int=0)}"),
    *("/how-we-forecast", f"/how-we-forecast/{OFFENCES}", f"/how-we-forecast/{OFFENCES}/periods.csv"),
)
BEAT = "/neighbourhoods/MS02"
TEAM_PAGES = (
    *(
        "/neighbourhoods",
        BEAT,
        f"{BEAT}/visits",
        f"{BEAT}/case-reviews",
        f"{BEAT}/problems",
        f"{BEAT}/problems/new",
        f"{BEAT}/repeat-victims",
        "/neighbourhoods/MW01",
    ),
    *(f"{BEAT}/{what}.csv" for what in ("repeat-places", "repeat-victims", "near-repeats", "hours")),
    *(
        "/partner-tasks",
        "/partner-tasks?area=MS02",
        "/partner-tasks.csv",
        "/what-works",
        "/what-works?q=cars",
        "/what-works.csv",
        "/scrutiny",
    ),
)
TEAM_TABLES = ("problem", "partnertask", "reviewrequest", "scrutinypack")
TENSION_PAGES = (
    *("/tension", "/tension/areas.csv", "/tension/MS02", "/tension/MS02/weeks.csv", "/tension/MS02/write", "/threats"),
    *(f"/tension/MS02/end/{UUID(int=0)}", f"/threats/{UUID(int=0)}", f"/threats/{UUID(int=0)}/weeks.csv"),
)
PEOPLE, EVENTS = 12, 8
WHY = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/0000001/26"}
CASE_FORMS = (
    *("plan-case", "link-case", "assess-needs", "record-contact", "allocate-case", "review-case", "refer-case", "answer-referral"),
    *("minor", "minor-sent", "hand-in", "submission", "own-submission"),
)
FIGURE_PAGES = (
    *"pooling pooled-need pooled-need-file offers offers-file say-need ask-plan move-plan move-plan-file".split(),
    *"statements statements-file statement statement-file api-pooled-need api-move-plan api-statements".split(),
    *"innovation fund-round fund-round-file new-bid bid innovation-library innovation-library-file api-fund-round".split(),
    *"benefits benefits-file new-benefit benefit api-benefits".split(),
    *"appraisals new-appraisal appraisal appraisal-file api-appraisal".split(),
)
SUPPLIER_PAGES = (
    *"suppliers suppliers-file suppliers-left-out suppliers-left-out-file notices-ocds contracts contracts-file".split(),
    *"contract readings-file performance-notice contract-ocds fees fees-file".split(),
    *"supplier supplier-file scorecard scorecard-file".split(),
    *"api-suppliers api-scorecard api-contracts api-contract api-fees".split(),
)
# Addresses whose answers hold nothing that was read for a viewer, or that are asked otherwise than by one GET; each says why it is not walked here.
NOT_WALKED = {
    "sign-in": "the demonstration's people, the same for everybody",
    "sign-out": "ends the session",
    "time-left": "seconds of one's own session",
    "purpose": "asks why, and shows what was typed",
    "end-purpose": "takes a POST alone",
    "accessibility": "words without data",
    "privacy": "words without data",
    "how-this-works": "words without data",
    "how-scores-work": "words without data",
    "gallery": "invented data",
    "receive-message": "takes a feed's POST alone",
    "person-live": "a stream: tests/journeys/test_live.py",
    "decide-seal": "takes a POST alone: tests/journeys/test_seals.py",
    "undo-concern": "takes a POST alone: tests/journeys/test_concerns.py",
    "judge": "takes a POST alone: tests/access/test_attacks.py",
    "oversight-look": "one line of what /oversight lists: tests/stewardship/test_queries.py",
    "begin-review": "takes a POST alone: tests/linkage/reviewing/test_queries.py",
    "review-item": "an own item, known by nobody else: tests/linkage/reviewing/test_queries.py",
    "undo-review": "takes a POST alone: tests/journeys/test_review.py",
    "search-live": "a stream: tests/search/test_live.py",
    "end-saved-search": "takes a POST alone: tests/search/saved/test_actions.py",
    "decide-watching": "takes a POST alone: tests/search/saved/test_actions.py",
    "tokens": "one's own tokens, made by oneself: tests/config/test_api.py",
    "end-token": "takes a POST alone: tests/config/test_api.py",
    "openapi-json": "words without data",
    "openapi-view": "words without data",
    "api-root": "answers “not found”",
    "undo-judgement": "takes a POST alone: tests/access/test_attacks.py",
    "profile-read": "takes a POST alone: tests/journeys/test_place_pages.py",
    "hand-over": "takes a POST alone: tests/journeys/test_cases.py",
    **dict.fromkeys(FIGURE_PAGES, "figures of organisations: tests/journeys/test_figures_non_interference.py"),
    **dict.fromkeys(SUPPLIER_PAGES, "figures of organisations: tests/suppliers/test_non_interference.py"),
    **dict.fromkeys(CASE_FORMS, "a form, or an own id: tests/journeys/test_cases.py and test_minor_offences.py"),
    **dict.fromkeys(
        (
            *("technology", "technology-paper", "technology-import", "technology-import-example", "technology-import-report"),
            *("technology-import-file", "technology-application", "technology-assess", "technology-run-export", "technology-capability"),
            *("technology-capability-file", "technology-blueprint", "technology-wish", "technology-vote", "technology-decide"),
            *("technology-figure", "technology-figure-file", "open-technology", "open-technology-file"),
            *("api-technology-figure", "api-technology-applications"),
        ),
        "figures of organisations: tests/technology/test_non_interference.py",
    ),
} | {name: why for name, why in OPEN_TO_ANYBODY.items() if name.startswith(("account_", "socialaccount_", "openid_", "mfa_", "not-known"))}


def answers(viewer: Viewer, ids: dict[str, list[UUID]]) -> dict[str, bytes]:
    """Status, and the body without its form tokens, of every page and every call of the staff API for every id."""
    client, program = Client(), Client(headers={**WHY, "Authorization": f"Bearer {token_of(viewer)}"})
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return {path: answer(program if path.startswith(settings.STAFF_API) else client, path) for path in (*paths_of(ids), *calls_of(ids))}


def token_of(viewer: Viewer) -> str:
    """A personal token with all that this viewer may give to one."""
    return mint_token(viewer, "walker", scopes_for(viewer), days=1)


def calls_of(ids: dict[str, list[UUID]]) -> list[str]:
    """Every call of the staff API that is walked, for these records."""
    calls = [f"search?q={typed.replace(' ', '+')}" for typed in SEARCHES] + [
        "search?q=marsh&sort=newest&page=2",
        "feeds",
        "national-systems/anpr?value=ZZ19ABC",
    ]
    calls += [f"people/{one}" for one in ids["person"]] + [f"{call}/{one}" for call in ("events", "cases") for one in ids["event"]]
    calls += [f"records/{one}" for kind in ("person", "event", "object") for one in ids[kind]] + ["things/plate/ZZ19ABC"]
    calls += ["measures", "measures/NONE", "measures/NONE/figure", "measures/F1"]
    places = ("force=millshire", "force=millshire&area=MSA1", "force=millshire&neighbourhood=MS02", "force=millshire&neighbourhood=unknown")
    for code in ("F1", "D1", "O1"):
        calls += [f"measures/{code}/{question}?{place}" for question in ("figure", "parts", "months", "records") for place in places]
    return [f"/staff-api/v1/{call}" for call in calls]


def model_paths() -> list[str]:
    """The pages of the model in use."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT version FROM linkage_model WHERE state = 'published'")
        return [f"/models/{row[0]}{ending}" for row in cursor.fetchall() for ending in ("", ".csv")]


def measure_paths() -> list[str]:
    """Pages and files of a measure over records of every marking, of one over public records, and of one that nobody has."""
    places = ("force=millshire", "force=millshire&area=MSA1", "force=millshire&neighbourhood=MS02", "force=millshire&basis=first")
    paths = ["/measures", "/measures?force=millshire", "/measures/NONE", "/measures/F1/definition"]
    paths += ["/measures/F1/published", "/measures/F1/published.csv", "/measures/D1/published"]
    for code in ("F1", "D1", "O1"):
        paths += [f"/measures/{code}?{place}" for place in places] + [f"/measures/{code}/records?{place}" for place in places]
        paths += [f"/measures/{code}/{file}?force=millshire&level=area" for file in ("records.csv", "months.csv", "parts.csv", "compare")]
    return paths


def paths_of(ids: dict[str, list[UUID]]) -> list[str]:
    """Every address that is walked, for these records."""
    paths = [
        "/",
        "/?days=7",
        "/national-systems?carrier=anpr&value=ZZ19ABC",
        "/search/saved?q=marsh",
        "/search/approvals",
        "/feeds",
        "/outbox",
        "/seals",
        f"/seals/{UUID(int=0)}",
        "/oversight?days=28",
        "/oversight/looks.csv?days=28",
        "/replay",
        f"/replay/{UUID(int=0)}",
        *("/access", f"/access/people/{UUID(int=0)}", f"/access/changes/{UUID(int=0)}", "/access/agreements", "/access/agreements/new"),
        "/access/agreements/ISA-ASB-01",
        *("/removals", "/removals/ask", f"/removals/{UUID(int=0)}"),
        "/models",
        *model_paths(),
        "/review",
        "/review/team",
        *measure_paths(),
        *(f"/search?q={typed.replace(' ', '+')}" for typed in SEARCHES),
        "/search?q=marsh&kind=person",
        "/search?q=burglary&kind=event&sort=newest&page=2",
        *(f"/api/{question}" for question in INTERFACE),
        *PUBLIC_PAGES,
        *FORECAST_PAGES,
        *TEAM_PAGES,
        *written_paths(ids),
        *TENSION_PAGES,
        *(f"/threats/{one}{file}" for one in ids.get("alert", ()) for file in ("", "/weeks.csv")),
    ]
    paths += [f"/search/results.{form}?q={typed.replace(' ', '+')}" for typed in SEARCHES for form in Form]
    paths += [f"/feeds/{code}" for code in ("millshire-crime", "millshire-intelligence", "millshire-council-asb", "nothing")]
    paths += [
        "/things/plate/ZZ19ABC",
        "/things/plate/ZZ19ABG",
        "/things/phone/447700900614",
        "/things/address/12%20foundry%20row",
        "/door?address=12+Foundry+Row",
    ]
    for record_id in ids["person"]:
        paths += [f"/people/{record_id}", f"/people/{record_id}?all", f"/people/{record_id}/looks"]
        paths += [f"/people/{record_id}/timeline.{form}" for form in Form]
        paths += [
            f"/people/{record_id}/{part}"
            for part in ("chart", "where", f"path?to={ids['person'][0]}", "way?q=marsh", "choose?detail=Address")
        ]
        paths += [
            f"/people/{record_id}?type=crime&system=Crime+system",
            f"/people/{record_id}/chart?open={'&open='.join(map(str, ids['event'][::3]))}",
        ]
        paths += [f"/records/{record_id}", f"/records/{record_id}/tell", f"/records/{record_id}/concerns", f"/people/{record_id}/seal"]
    for record_id in ids["event"]:
        paths += [f"/cases/{record_id}", f"/cases/{record_id}?all", f"/cases/{record_id}/timeline.csv", f"/cases/{record_id}/decision"]
    paths += ["/shift", "/victims", "/intelligence", "/minor/times", "/victims/owed.csv", "/victims/owed.xlsx"]
    return paths + [f"/events/{record_id}" for record_id in ids["event"]] + [f"/records/{record_id}" for record_id in ids["object"]]


def written_paths(ids: dict[str, list[UUID]]) -> list[str]:
    """The pages of what teams wrote, and of what nobody wrote."""
    written = {table: [*ids.get(table, []), UUID(int=0)] for table in TEAM_TABLES}
    paths = [f"/problems/{one}{part}" for one in written["problem"] for part in ("", "/months.csv", "/analysis", "/response")]
    paths += [f"/partner-tasks/{one}" for one in written["partnertask"]] + [f"/case-reviews/{one}" for one in written["reviewrequest"]]
    return paths + [f"/scrutiny/{one}" for one in written["scrutinypack"]]


def answer(client: Client, path: str) -> bytes:
    """One answer as the viewer could compare it."""
    response = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    if response.get("Content-Type", "").endswith(".sheet"):
        body = unpacked(body)
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    body = re.sub(rb"Printed by [^<]*", b"", body)
    body = re.sub(rb"DTSTAMP:\S+", b"", body)  # when a calendar was asked for
    body = re.sub(rb"\d+ (minutes?|hours?) ago", b"", body)
    body = re.sub(rb"taken by .* on \d\d/\d\d/\d{4} \d\d:\d\d", b"", body)
    headers = sorted((name, value) for name, value in response.headers.items() if name != "Content-Length")
    return f"{response.status_code} {headers}\n".encode() + body


def unpacked(workbook: bytes) -> bytes:
    """Every part of a workbook by name, without the times at which they were written."""
    with ZipFile(BytesIO(workbook)) as parts:
        named = b"\n".join(name.encode() + b"\n" + parts.read(name) for name in parts.namelist())
    return re.sub(rb"<dcterms:(created|modified)[^/]*/dcterms:(created|modified)>", b"", named)


def markings_of(viewer: Viewer) -> list[int]:
    """The markings that the database grants this viewer."""
    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT set_config('beatbook.token', %s, true)", [viewer.token])
        cursor.execute("SELECT sec.my_vis()")
        found = cursor.fetchone()[0]
        cursor.execute("ROLLBACK")
    return list(found)


def changed_lines(before: bytes, after: bytes) -> list[str]:
    """The first lines that differ, for whoever must find the leak."""
    lines = difflib.unified_diff(
        before.decode(errors="replace").splitlines(), after.decode(errors="replace").splitlines(), lineterm="", n=0
    )
    return [line[:300] for line in lines if not line.startswith(("---", "+++", "@@"))][:6]
