"""A small police world in the database: Durham, Cleveland (a peer), Kent (a stranger), the centre, and somebody to sign in for each."""

from datetime import date

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.organisations.actions import CARRIED, load_register, refresh_entitlements
from beatbook.technology.actions import take_file
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
    add_people([Person(f"tech-{code}", f"Somebody of {code}", role, code, code.title()) for code, role in PEOPLE.items()])
    add_people([Person("tech-durham-commissioner", "The OPCC of Durham", Role.OPCC, "durham-commissioner", "OPCC", "oversight")])
    refresh_entitlements(today=TODAY)
    for owner, text, visibility in (("durham", DURHAM, "owner"), ("cleveland", CLEVELAND, "peers"), ("kent", KENT, "national")):
        take_file("portfolio", owner, f"{owner}.csv", text.encode(), {"visibility": visibility})
    return {code: sign_in(f"tech-{code}") for code in (*PEOPLE, "durham-commissioner")}
