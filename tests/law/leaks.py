"""Leaks put in on purpose, each a mistake that a builder could make. The law must catch every one.

A leak is a function of `monkeypatch` that breaks the program, and may return what breaks a database before its world arrives.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from beatbook.audit.middleware import OneTransactionARequest
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.linkage import queries as linkage_queries
from beatbook.linkage.actions import judging
from beatbook.linkage.reached import Reached
from beatbook.pole.views import judgements
from beatbook.search import queries as search_queries
from beatbook.vocabulary.viewer import Viewer

Spoil = Callable[[], None]
Leak = Callable[[pytest.MonkeyPatch], Spoil | None]


def statements(*commands: str) -> Spoil:
    """Changes the database at which the aliases point, as its administrator."""

    def spoil() -> None:
        with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
            for command in commands:
                connection.execute(command)

    return spoil


def of_everything(question: str, *given: Any) -> Any:
    """One value, read as a role that no policy narrows."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(question, given)
        row = cursor.fetchone()
    return row[0] if row else None


def open_to_all(table: str) -> str:
    return f"ALTER POLICY viewer_reads ON {table} USING (true)"


# Policies and the functions behind them


def policy_of_records_open(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    return statements(open_to_all("sources_record"))


def policy_captures_a_name(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    captured = "EXISTS (SELECT 1 FROM unnest((SELECT sec.my_vis())::integer[]) AS vis WHERE vis = vis)"
    return statements(f"ALTER POLICY viewer_reads ON sources_record USING ({captured})")


def function_without(clause: str, instead: str) -> Leak:
    """`sec.vis_now()` with one of its three conditions forgotten."""

    def leak(monkeypatch: pytest.MonkeyPatch) -> Spoil:
        def spoil() -> None:
            with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
                row = connection.execute("SELECT pg_get_functiondef('sec.vis_now()'::regprocedure)").fetchone()
                assert row is not None and clause in row[0]
                connection.execute(row[0].replace(clause, instead))

        return spoil

    return leak


def view_runs_as_its_owner(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    told(monkeypatch, lambda: seen_by_default("SELECT n FROM law_counted"))
    return statements("CREATE VIEW law_counted AS SELECT count(*) AS n FROM sources_record", "GRANT SELECT ON law_counted TO beatbook_app")


def serial_numbers(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    told(monkeypatch, lambda: seen_by_default("SELECT max(serial) FROM sources_record"))
    return statements("ALTER TABLE sources_record ADD COLUMN serial bigint GENERATED ALWAYS AS IDENTITY")


# Links, persons and models


def without_the_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the person query's own look at each record's present marking, so that policies stand alone."""
    real = linkage_queries.sql

    def sql(name: str) -> str:
        text: str = real(name)
        if name == "judgements_of_records":
            return "\n".join(line for line in text.splitlines() if "EXISTS (SELECT FROM sources_record" not in line)
        if name != "person_view":
            return text
        start, end = text.index("    CROSS JOIN LATERAL (  -- a link"), text.index(") AS visible")
        return text[:start] + text[end + len(") AS visible") :]

    monkeypatch.setattr(linkage_queries, "sql", sql)


def links_marked_by_nothing(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    without_the_second_look(monkeypatch)
    return statements(open_to_all("linkage_link"))


def judgements_open(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    without_the_second_look(monkeypatch)
    return statements(open_to_all("linkage_judgement"))


def persons_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Persons worked out once over everything and kept, then filtered: what a stored cluster id does."""
    real = linkage_queries._reach

    def reach(cursor: Any, viewer: Viewer, ids: list[Any], *, outward: float) -> Reached:
        own = real(cursor, viewer, ids, outward=outward)
        with connections["ingest"].cursor() as whole:
            whole.execute(
                "SELECT id FROM sources_record WHERE id = ANY (%s)", [list(real(whole, viewer, list(own.ids), outward=outward).ids)]
            )
            stored = [row[0] for row in whole.fetchall()]
        cursor.execute("SELECT id FROM sources_record WHERE id = ANY (%s::uuid[])", [stored])
        return replace(own, ids=tuple(sorted(row[0] for row in cursor.fetchall())), inside=(), outside=())

    def together(reached: Reached, *facts: Any) -> list[frozenset[Any]]:
        return [frozenset(reached.ids)]

    monkeypatch.setattr(linkage_queries, "_reach", reach)
    monkeypatch.setattr(linkage_queries, "persons_in", together)


# Search


def best_taken_before_the_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The best records of everybody's, and of these the ones that this viewer may see."""
    real = search_queries._answering

    def answering(cursor: Any, *given: Any) -> Any:
        with connections["ingest"].cursor() as whole:
            first = {one.record_id for one in real(whole, *given)[0][:1]}
        best, tallies = real(cursor, *given)
        return [one for one in best if one.record_id in first], tallies

    monkeypatch.setattr(search_queries, "_answering", answering)


def facets_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts beside the results, taken before the filter."""
    real = search_queries._answering

    def answering(cursor: Any, *given: Any) -> Any:
        with connections["ingest"].cursor() as whole:
            return real(cursor, *given)[0], real(whole, *given)[1]

    monkeypatch.setattr(search_queries, "_answering", answering)


def order_by_everybodys_frequency(monkeypatch: pytest.MonkeyPatch) -> None:
    """An order that turns on how many of everybody's records answer."""
    real = search_queries._answering

    def answering(cursor: Any, *given: Any) -> Any:
        with connections["ingest"].cursor() as whole:
            n = len(real(whole, *given)[0])
        best, tallies = real(cursor, *given)
        return (best[::-1] if n > len(best) else best), tallies

    monkeypatch.setattr(search_queries, "_answering", answering)


# Answers


def told(monkeypatch: pytest.MonkeyPatch, tells: Callable[[], Any]) -> None:
    """Every page bears one more line."""

    def add(request: Any, response: Any) -> None:
        if response.get("Content-Type", "").startswith("text/html"):
            response.content += f"<p>{tells()}</p>".encode()

    spoil_answers(monkeypatch, add)


def seen_by_default(question: str) -> Any:
    with connections["default"].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def spoil_answers(monkeypatch: pytest.MonkeyPatch, change: Callable[[Any, Any], None]) -> None:
    """Each answer is changed inside the request's own transaction."""
    real = OneTransactionARequest.__init__

    def begin(self: Any, get_response: Any) -> None:
        def answered(request: Any) -> Any:
            response = get_response(request)
            if not response.streaming:
                change(request, response)
            return response

        real(self, answered)

    monkeypatch.setattr(OneTransactionARequest, "__init__", begin)


HOW_MANY = "SELECT count(*) FROM sources_record"


def count_in_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, lambda: f"{of_everything(HOW_MANY)} records in all")


def facet_cached_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts by sort, kept from whoever asked first: somebody who sees everything."""
    kinds = "SELECT string_agg(kind || n, ' ' ORDER BY kind) FROM (SELECT kind, count(*) AS n FROM sources_record GROUP BY kind) AS k"
    told(monkeypatch, lambda: of_everything(kinds))


def etag_of_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    tag = "SELECT md5(string_agg(id::text, '' ORDER BY id)) FROM sources_record"
    spoil_answers(monkeypatch, lambda request, response: response.headers.__setitem__("ETag", of_everything(tag)))


def last_modified_of_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = "SELECT extract(epoch FROM max(said_at))::bigint FROM sources_tie"
    spoil_answers(monkeypatch, lambda request, response: response.headers.__setitem__("Last-Modified", str(of_everything(newest))))


def size_follows_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def pad(request: Any, response: Any) -> None:
        response.content += b" " * int(of_everything(HOW_MANY))

    spoil_answers(monkeypatch, pad)


def is_there(path: str) -> bool:
    found = [part for part in path.split("/") if len(part) == 36]
    return bool(found) and of_everything("SELECT 1 FROM sources_record WHERE id::text = %s", found[0]) is not None


def denied_unlike_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(request: Any, response: Any) -> None:
        if response.status_code == 404 and is_there(request.path):
            response.status_code = 403

    spoil_answers(monkeypatch, deny)


def error_names_what_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def say(request: Any, response: Any) -> None:
        if response.status_code == 404 and is_there(request.path):
            response.content += b"<p>You may not see this record.</p>"

    spoil_answers(monkeypatch, say)


def redirect_knows_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def lead(request: Any, response: Any) -> None:
        if response.status_code == 404 and is_there(request.path):
            response.headers["Location"] = "/"

    spoil_answers(monkeypatch, lead)


def uniqueness_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that says “already there” of a record which the sender cannot see."""
    real = judgements.record_judgement

    def record(viewer: Any, a: Any, b: Any, *given: Any, **named: Any) -> Any:
        if of_everything("SELECT count(*) FROM linkage_link WHERE a = %s", a):
            raise judging.JudgementRefused(f"Already joined {of_everything('SELECT count(*) FROM linkage_link WHERE a = %s', a)} times.")
        return real(viewer, a, b, *given, **named)

    monkeypatch.setattr(judgements, "record_judgement", record)


LEAKS: dict[str, tuple[Leak, str]] = {
    "policy of records open": (policy_of_records_open, "low"),
    "policy captures a name": (policy_captures_a_name, "low"),
    "classification forgotten": (function_without("m.classification <= me.level", "true"), "low"),
    "agreements forgotten": (function_without("m.agreements && me.agreements", "true"), "low"),
    "caveats forgotten": (function_without("m.caveats <@ me.caveats", "true"), "low"),
    "view runs as its owner": (view_runs_as_its_owner, "low"),
    "serial numbers": (serial_numbers, "low"),
    "links marked by nothing": (links_marked_by_nothing, "low"),
    "judgements open": (judgements_open, "low"),
    "persons stored": (persons_stored, "low"),
    "facets of everything": (facets_of_everything, "low"),
    "best taken before the filter": (best_taken_before_the_filter, "sergeant"),
    "order by everybody's frequency": (order_by_everybodys_frequency, "sergeant"),
    "count in the title": (count_in_the_title, "low"),
    "facet cached by another": (facet_cached_by_another, "low"),
    "ETag of the whole table": (etag_of_the_whole_table, "low"),
    "Last-Modified of the whole table": (last_modified_of_the_whole_table, "low"),
    "size follows everything": (size_follows_everything, "low"),
    "denied unlike missing": (denied_unlike_missing, "low"),
    "error names what is hidden": (error_names_what_is_hidden, "low"),
    "redirect knows more": (redirect_knows_more, "low"),
    "uniqueness tells": (uniqueness_tells, "low"),
}
