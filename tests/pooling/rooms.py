"""A small register with the demonstration's people, and a pool of three forces: one seen by all, one by its peers, one by itself alone."""

from datetime import date

from beatbook.access.actions import add_people
from beatbook.config.demonstration_people import demonstration_people
from beatbook.organisations.actions import CARRIED, load_register
from beatbook.organisations.visibility import Visibility
from beatbook.pooling.actions import Taken, open_pool, take_sheets

TODAY = date(2026, 11, 27)
NEEDS = b"""force,users,price,supplier,contract_ends,exit_fee,switching,requires,leaves_by,budget,visibility
millshire,3000,\xc2\xa3120.00,Supplier A,2028-03-31,\xc2\xa310k,5000,,,,owner
durham,2000,100,Supplier B,31/03/2027,0,"1,000",Custody,,,national
cheshire,2500,130,Supplier B,2027-09-30,0,1000,,,,owner
"""
OFFERS = b"""offer,supplier,lot,small,from_users,to_users,price,currency,provides
one,Supplier A,Lot 1,no,0,4999,90,GBP,Custody
one,Supplier A,Lot 1,no,5000,,60,GBP,Custody
two,Supplier C,Lot 1,yes,0,,70,,
"""


def prepare() -> None:
    """The register and the demonstration's people."""
    add_people(demonstration_people("none"), demonstration=True)
    for register in ("england-and-wales", "millshire"):
        load_register(CARRIED / register, today=TODAY)


def a_pool(code: str, needs: bytes = NEEDS, offers: bytes = OFFERS) -> Taken:
    """Opens a pool and takes its sheets."""
    open_pool(
        code,
        owner="policing-technology-centre",
        title="Records",
        capability="Records management",
        begins_on=date(2027, 4, 1),
        years=3,
        source="Made up",
        visibility=Visibility.NATIONAL,
    )
    return take_sheets(code, needs_sheet=("needs.csv", needs), offers_sheet=("offers.csv", offers))
