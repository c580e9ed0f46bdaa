"""What PostgreSQL itself says about access: nothing that holds a marking escapes the one policy template, and the web role owns nothing."""

import re

import pytest
from django.db import connections

from beatbook.access.policies import visible_sql

NO_READER = {"sources_staged"}
DEFINER_FUNCTIONS = {"my_user", "my_role", "my_grants", "my_vis", "opened_vis", "look_as", "my_scopes"}
REGISTER = {f"organisations_{table}" for table in ("organisation", "formername", "tie", "group", "membership", "body", "seat", "authority")}
WITHOUT_SECRETS = {
    "stewardship_pastmark",  # days, and the transactions that were over then
    "access_user",
    "access_organisation",
    "geography_area",
    "geography_population",
    "linkage_model",
    "measures_definition",
    "innovation_councilmember",
}
NEIGHBOURHOODS_WRITE = (
    *("lastread", "beatvisit", "partnertask", "taskstep", "reviewrequest", "reviewstep", "problem", "problemstep", "lesson"),
    *("scrutinypack", "paneldecision"),
)
REPLAY_FUNCTIONS = {
    "moment",
    "vis_now",
    "held_then",
    "replay_within",
    "vis_then",
    "is_whole",
    "replayer",
    "log_is_open",
    "kept_from_replayer",
    "day",
}
ACCESS_FUNCTIONS = {"widens", "weigh_access_change", "apply_access_change", "take_access_change", "take_access_decision"}
EXTRA_DEFINERS = {"feed_accepts", "keep", "my_time_left", "check_removal_decision"} | REPLAY_FUNCTIONS | ACCESS_FUNCTIONS


def ask(query: str) -> list[tuple]:
    """Rows as the owner sees the catalogue."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.fixture(autouse=True, scope="module")
def _here(module_database: str) -> None:
    """All of these only read the catalogue."""


def test_tables_with_a_marking_force_row_level_security() -> None:
    """A table with a `vis` column and no FORCE fails, by name."""
    found = ask(
        "SELECT DISTINCT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname IN ('vis', 'va', 'vb') AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
    )
    assert len(found) >= 8
    assert {name for name, forced in found if not forced} == NO_READER


def test_the_exempt_tables_have_no_reader_at_all() -> None:
    """COPY does not work under row-level security, so staging has none; then nobody but the loader may touch it."""
    for table in NO_READER:
        holders = ask(f"SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_name = '{table}'")
        assert {name for (name,) in holders} == {"beatbook_ingest", "beatbook_owner"}


def test_the_web_role_reads_by_the_template_alone() -> None:
    """Each policy for beatbook_app on a marked table is exactly what the template writes for its vis columns."""
    policies = ask(
        "SELECT p.tablename, p.qual, (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE NOT a.attisdropped"
        "  AND a.attrelid = format('public.%I', p.tablename)::regclass AND a.attname IN ('vis', 'va', 'vb'))"
        " FROM pg_policies p WHERE 'beatbook_app' = ANY (p.roles) AND p.cmd = 'SELECT' AND p.schemaname = 'public'"
    )
    marked = [(table, qual, columns) for table, qual, columns in policies if columns]
    assert len(marked) >= 8
    for table, qual, columns in marked:
        assert flat(qual) == flat(visible_sql(table, columns)).replace(f"{table}.", ""), table


def test_unmarked_tables_open_to_the_web_role_are_few_and_known() -> None:
    """What the web role may read without row-level security: names, areas, the register and the model, none about a person of interest."""
    found = ask(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
        " AND has_table_privilege('beatbook_app', c.oid, 'SELECT') AND NOT c.relrowsecurity"
    )
    assert {name for (name,) in found} <= WITHOUT_SECRETS | REGISTER


def test_the_web_role_owns_nothing_and_is_bound() -> None:
    """No ownership, no BYPASSRLS, no superuser, no role membership."""
    assert ask("SELECT count(*) FROM pg_class WHERE relowner = 'beatbook_app'::regrole") == [(0,)]
    assert ask("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'beatbook_app'") == [(False,)]
    assert ask("SELECT count(*) FROM pg_auth_members WHERE member = 'beatbook_app'::regrole") == [(0,)]


def test_the_web_role_cannot_change_what_systems_said() -> None:
    """It may add to the inbox, outbox, judgements and log; update nothing but the end of its own task; delete nothing."""
    rights = ask(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'beatbook_app'"
        " AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')"
    )
    assert {right for _, right in rights} == {"INSERT"}
    assert {table for table, _ in rights} <= {
        "stewardship_removalrequest",
        "stewardship_removaldecision",
        "stewardship_accesschange",
        "stewardship_accessdecision",
        "sources_inbox",
        "sources_outbox",
        "linkage_judgement",
        "linkage_concern",
        "linkage_reviewitem",
        "linkage_reviewclaim",
        "linkage_reviewsize",
        "audit_event",
        "audit_task",
        "search_recent",
        "search_saved",
        "search_decision",
        "search_finding",
        "organisations_decision",
        "technology_question",
        "technology_blueprintversion",
        "technology_blueprintcomment",
        "technology_wish",
        "technology_vote",
        "suppliers_kpiword",
        "pole_valuechoice",
        "pole_safecontact",
        "forecasts_visit",
        *(f"neighbourhoods_{name}" for name in NEIGHBOURHOODS_WRITE),
        "tension_assessment",
        "tension_alertstep",
        "cases_allocation",
        "cases_decision",
        "cases_plan",
        "cases_review",
        "cases_referral",
        "cases_submission",
        "cases_submissionowner",
        "cases_caselink",
        "cases_needs",
        "cases_contact",
        "cases_handover",
        "cases_formstart",
        "cases_minoroffence",
        "pooling_forceneed",
        "pooling_planrequest",
        "innovation_bid",
        "innovation_proofresult",
        "innovation_reuse",
        "innovation_livecheck",
        "innovation_wentlive",
        "innovation_bidscore",
        "innovation_councilvote",
        "innovation_benefitclaim",
        "innovation_measurereading",
        "innovation_benefitactual",
        "innovation_verification",
        "innovation_appraisal",
        "innovation_appraisalword",
        "innovation_appraisaldecision",
    }


def test_definer_functions_are_allow_listed_with_a_fixed_path() -> None:
    """A SECURITY DEFINER function runs as its owner: each is named here and pins its search_path."""
    found = ask(
        "SELECT p.proname, p.proconfig FROM pg_proc p WHERE p.prosecdef AND p.pronamespace::regnamespace::text"
        " IN ('public', 'sec', 'past', 'asat')"
    )
    assert {name for name, _ in found} <= DEFINER_FUNCTIONS | EXTRA_DEFINERS
    assert {name for name, _ in found} >= DEFINER_FUNCTIONS
    assert all(any(setting.startswith("search_path=") for setting in config or []) for _, config in found)


def test_views_run_as_their_reader_and_none_is_materialised() -> None:
    """A view owned by the owner would show everything."""
    found = ask(
        "SELECT relname, relkind, reloptions FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'past', 'asat')"
        " AND relkind IN ('v', 'm')"
    )
    assert len(found) > 20
    assert [name for name, kind, options in found if kind == "m" or "security_invoker=true" not in (options or [])] == []


def test_the_web_role_reads_no_sequence_and_no_secret() -> None:
    """A serial's gaps count hidden rows; session hashes are nobody's business."""
    usable = "CASE WHEN relkind = 'S' THEN has_sequence_privilege('beatbook_app', oid, 'SELECT,USAGE') END"
    assert ask(f"SELECT relname FROM pg_class WHERE {usable}") == []
    assert ask("SELECT has_table_privilege('beatbook_app', 'sec.session', 'SELECT,INSERT,UPDATE,DELETE')") == [(False,)]


def test_the_past_is_read_by_the_very_policies_of_the_present() -> None:
    """Whoever may read a row may read it as it was, and nobody else; the web role can change nothing of it."""
    present, past = (
        dict(
            ask(
                "SELECT p.tablename, array_agg(p.qual ORDER BY p.qual) FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename"
                f" AND c.relnamespace = p.schemaname::regnamespace WHERE p.schemaname = '{schema}' AND 'beatbook_app' = ANY (p.roles)"
                " AND p.cmd IN ('SELECT', 'ALL') GROUP BY p.tablename"
            )
        )
        for schema in ("public", "past")
    )
    kept = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relnamespace = 'past'::regnamespace AND relkind = 'r'")}
    assert len(kept) > 30
    assert ask("SELECT relname FROM pg_class WHERE relnamespace = 'past'::regnamespace AND relkind = 'r' AND NOT relforcerowsecurity") == []
    assert {table: past.get(table) for table in kept & set(present)} == {table: present[table] for table in kept & set(present)}
    assert all(quals == ["true"] for table, quals in past.items() if table not in present)
    rights = ask(
        "SELECT DISTINCT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'beatbook_app' AND table_schema IN ('past', 'asat')"
    )
    assert rights == [("SELECT",)]


def test_every_kept_table_keeps_what_is_changed_and_has_its_view() -> None:
    """Three triggers and a view each; nothing is read in a replay whose history is not kept."""
    kept = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relnamespace = 'past'::regnamespace AND relkind = 'r'")}
    triggers = ask(
        "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE starts_with(t.tgname, 'past_')"
        " AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname"
    )
    assert dict(triggers) == dict.fromkeys(kept, 4)
    assert {name for (name,) in ask("SELECT relname FROM pg_class WHERE relnamespace = 'asat'::regnamespace AND relkind = 'v'")} == kept | {
        "audit_event"
    }


def test_no_policy_of_reading_asks_for_todays_day() -> None:
    """In a replay it would be another day than that of the screen; sec.day() is the right one in both."""
    assert ask("SELECT tablename FROM pg_policies WHERE cmd IN ('SELECT', 'ALL') AND qual ILIKE '%current_date%'") == []


def flat(condition: str) -> str:
    """A condition without the brackets, casts and spaces that PostgreSQL adds when it prints one back."""
    words = re.sub(r"\s+AS my_vis", "", condition)
    return re.sub(r"[\s()]|::integer\[\]", "", words).lower()
