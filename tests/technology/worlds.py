"""A small police world in the database: Durham, Cleveland (a peer), Kent (a stranger), the centre, and somebody to sign in for each."""

from datetime import date

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.organisations.actions import CARRIED, load_register, record_decision, refresh_entitlements
from beatbook.organisations.visibility import Visibility
from beatbook.technology.actions import ask, comment_on_blueprint, publish_blueprint, take_file, vote, wish
from beatbook.technology.facts import application_id
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer

TODAY = date(2026, 11, 27)
HEAD = "Application,Capability,Product,Users,Annual cost,Cost covers,Functional fit,Technical fit,Contract end,Interfaces\n"
DURHAM = HEAD + (
    "Bluebook,Crime recording,Bluebook,1100,£220k,licence; support,4,3,31/03/2027,PNC (receives; fallback: bureau)\n"
    "Cells,Custody,Cells,300,£60k,licence; support,2,2,31/03/2028,PNC (both)\n"
)
CLEVELAND = HEAD + "Redbook,Crime recording,Redbook,1200,£360k,licence; support,3,2,30/06/2027,PNC (receives)\n"
KENT = HEAD + "Greenbook,Crime recording,Greenbook,3500,£400k,licence; support,5,4,31/12/2027,ANPR (sends)\n"
PEOPLE = {"durham": Role.TECHNOLOGY, "cleveland": Role.FINANCE, "kent": Role.TECHNOLOGY, "policing-technology-centre": Role.NATIONAL}


def load_world() -> dict[str, Viewer]:
    """Loads the register, three portfolios (own, peers, national) and a viewer for each organisation."""
    for folder in ("england-and-wales", "millshire"):
        load_register(CARRIED / folder, today=TODAY)
    add_people(
        [
            Person(f"tech-{code}", f"Somebody of {code}", role, code, code.title(), clearance=Classification.PUBLIC)
            for code, role in PEOPLE.items()
        ]
    )
    add_people(
        [
            Person(
                "tech-durham-commissioner",
                "The OPCC of Durham",
                Role.OPCC,
                "durham-commissioner",
                "OPCC",
                "oversight",
                Classification.PUBLIC,
            )
        ]
    )
    refresh_entitlements(today=TODAY)
    for owner, text, visibility in (("durham", DURHAM, "owner"), ("cleveland", CLEVELAND, "peers"), ("kent", KENT, "national")):
        take_file("portfolio", owner, f"{owner}.csv", text.encode(), {"visibility": visibility})
    return {code: sign_in(f"tech-{code}") for code in (*PEOPLE, "durham-commissioner")}


LEDGER = (
    "Financial year,Account,Account name,Description,Project,Net amount\n"
    "2025/26,4200,Licences,a,,{run}\n2025/26,1700,Change,b,Pilot,{new}\n2025/26,19,Sundry,c,,7\n"
)
BAD = HEAD + "Refused,Custody,Refused,5,-£60k,,,,,\n"
PUBLIC = HEAD + "Openbook,Fleet,Openbook,90,£9k,licence,3,3,31/03/2029,\n"


def load_wide_world() -> dict[str, Viewer]:
    """The same with ledgers, plans, readings, refused rows, what is public, and what people said, at every visibility."""
    viewers = load_world()
    for number, (owner, seen) in enumerate((("durham", "owner"), ("cleveland", "peers"), ("kent", "national")), start=1):
        take_file("ledger", owner, "ledger.csv", LEDGER.format(run=1_000 * number, new=10 * number).encode(), {"visibility": seen})
        take_file("plan", owner, "plan.csv", f"Year,Kind,Title,Amount\n2026/27,target,Plan,{number}00\n".encode(), {"visibility": seen})
        readings = f"Month,Kind,Value\n01/10/2026,chief officer hours,{number}\n01/11/2026,chief officer hours,{number + 1}\n"
        take_file("readings", owner, "readings.csv", readings.encode(), {"visibility": seen})
        take_file("portfolio", owner, "bad.csv", BAD.encode(), {"visibility": seen})
        export = {"application": str(application_id(owner, BOOKS[owner])), "standard": "GSC"}
        take_file("export", owner, "export.csv", b"source key,classification\n1,OFFICIAL\n", export)
        ask(application_id(owner, BOOKS[owner]), f"Said by {owner}", viewer=viewers[owner])
        identifier = wish(f"A wish of {owner}", "For the test", capability="fleet", viewer=viewers[owner])
        vote(identifier, viewer=viewers[owner])
        facts = {
            "matter": "Buying or renewing a system",
            "title": f"By {owner}",
            "reason": "For the test",
            "amount_pence": 100,
            "decided_on": TODAY,
        }
        record_decision("joint-board", **facts, visibility=Visibility(seen), viewer=viewers[owner])
        comment_on_blueprint("fleet", f"Comment of {owner}", viewer=viewers[owner])
    take_file("portfolio", "kent", "public.csv", PUBLIC.encode(), {"visibility": "public"})
    facts = {"targets": ["Bluebook"], "standard_codes": ["GSC"], "text": "Bring the markings along", "from_on": TODAY}
    publish_blueprint("crime-recording", status="draft", **facts, viewer=viewers["policing-technology-centre"])
    return viewers


BOOKS = {"durham": "Bluebook", "cleveland": "Redbook", "kent": "Greenbook"}
