"""How many of each thing, and how often each kind of trouble: every figure that shapes Millshire has its name here."""

from dataclasses import dataclass, field
from datetime import date, datetime

WORLD_BEGINS = date(2024, 11, 20)
WORLD_ENDS = datetime(2026, 11, 20, 6, 0)  # London clock; live messages come after it
DAYS = (WORLD_ENDS.date() - WORLD_BEGINS).days
RESIDENTS = {"small": 400, "county": 25_000, "force": 560_000}
WARDS = {"small": 16, "county": 16, "force": 64}


@dataclass(frozen=True)
class Habits:
    """How one system's clerks write a person down: chances between 0 and 1 for each mention."""

    typing_error: float = 0.02
    short_name: float = 0.05
    other_spelling: float = 0.10
    alias: float = 0.01
    former_name: float = 0.04
    middle_name: float = 0.5
    names_in_wrong_order: float = 0.005
    another_name_order: float = 0.12
    heard_wrong: float = 0.01
    no_birth: float = 0.05
    first_of_january: float = 0.01
    day_and_month_swapped: float = 0.008
    birth_digit_wrong: float = 0.012
    impossible_birth: float = 0.0006
    no_phone: float = 0.4
    shared_phone: float = 0.12
    old_phone: float = 0.05
    no_email: float = 0.8
    old_address: float = 0.06
    another_address_style: float = 0.2
    no_address: float = 0.05
    no_postcode: float = 0.1
    postcode_wrong: float = 0.02
    capitals: bool = False
    plain_letters: bool = True


@dataclass(frozen=True)
class Rates:
    """The county in figures: records over 24 months per 1,000 residents, and shares between 0 and 1."""

    crimes: float = 360
    other_incidents: float = 640
    custodies: float = 150
    reports: float = 100
    stops: float = 120
    asb_cases: float = 60
    licences: float = 60
    twins: float = 0.015
    son_named_after_father: float = 0.03
    wife_keeps_name: float = 0.35
    moved_within_two_years: float = 0.14
    adults_with_vehicle: float = 0.62
    new_phone_within_two_years: float = 0.25
    one_name_only: float = 0.02
    two_surnames: float = 0.02
    adults_with_record: float = 0.09
    burglary_near_repeat: float = 0.3
    crime_named_suspect: float = 0.42
    suspect_convicted: float = 0.12
    crime_witness: float = 0.25
    crime_from_log: float = 0.7
    crime_domestic: float = 0.16
    crime_recorded_twice: float = 0.004
    caller_known: float = 0.62
    subject_known: float = 0.12
    incident_vehicle: float = 0.32
    plate_wrong: float = 0.03
    next_of_kin: float = 0.4
    warned: float = 0.22
    arrest_for_crime: float = 0.7
    no_fixed_abode: float = 0.03
    covert_report: float = 0.12
    conditions_report: float = 0.18
    domestic_report: float = 0.08
    brothers_details: float = 0.012
    wrong_column_count: float = 0.0005
    future_date: float = 0.0004
    crime_habits: Habits = field(default_factory=Habits)
    custody_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.01, no_birth=0.003, alias=0.02, no_phone=0.35, no_email=0.97, old_address=0.12, middle_name=0.8, capitals=True
        )
    )
    command_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.05,
            heard_wrong=0.05,
            short_name=0.15,
            no_birth=0.72,
            first_of_january=0.02,
            no_phone=0.1,
            no_email=1,
            no_postcode=0.45,
            middle_name=0,
        )
    )
    intelligence_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.04, short_name=0.18, alias=0.05, no_birth=0.45, no_phone=0.7, no_email=0.95, no_address=0.4, middle_name=0.15
        )
    )
    stops_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.03, no_birth=0.04, day_and_month_swapped=0.02, no_phone=0.85, no_email=1, no_postcode=0.3, middle_name=0.2
        )
    )
    council_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.03, short_name=0.1, no_birth=0.6, no_phone=0.25, no_email=0.45, middle_name=0.05, plain_letters=False
        )
    )
    licensing_habits: Habits = field(
        default_factory=lambda: Habits(
            typing_error=0.01, short_name=0.01, no_birth=0.02, first_of_january=0.06, no_phone=0.5, no_email=1, middle_name=0.7,
            old_address=0.15, plain_letters=False,
        )
    )  # fmt: skip
