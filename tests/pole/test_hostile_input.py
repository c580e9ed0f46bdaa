"""Forms and ids that no page of ours would send, and data of records written to attack a browser or a spreadsheet."""

from uuid import UUID, uuid4

import pytest

from beatbook.access.actions import sign_in, system_viewer
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.db.viewing import viewing
from beatbook.linkage.actions import record_judgement
from beatbook.vocabulary.viewer import Viewer
from tests.access.test_attacks import a_person, client_of

REASON = "The same person, says the custody sergeant"


@pytest.mark.parametrize("reason", ["\0 long enough to be a reason", "x" * 100_000, "\ud800 long enough"])
def test_odd_reasons_are_no_failure_of_ours(reason: str, module_millshire: str) -> None:
    client, viewer = client_of("response")
    record = a_person(viewer)
    form = {"first": str(record), "second": str(uuid4()), "verdict": "same", "reason": reason.encode("utf-8", "surrogatepass")}
    assert client.post(f"/people/{record}/judgements", form).status_code < 500


def test_a_verdict_that_is_none_is_refused(module_millshire: str) -> None:
    client, _ = client_of("response")
    first, second = two_people("response")
    form = {"first": str(first), "second": str(second), "verdict": "nonsense", "reason": REASON}
    assert client.post(f"/people/{first}/judgements", form).status_code == 422


def two_people(username: str, *, hidden: bool = False) -> tuple[UUID, UUID]:
    """Two person records that this person may see, or, hidden, one and one that they may not."""
    with viewing(sign_in(username)) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' ORDER BY id")
        seen = [row[0] for row in cursor.fetchall()]
    if not hidden:
        return seen[0], seen[-1]
    with viewing(system_viewer("tests")) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' AND id <> ALL (%s) ORDER BY id", [seen])
        return seen[0], cursor.fetchone()[0]


def test_undoing_what_is_hidden_absent_undone_or_about_others_is_not_found(millshire: str) -> None:
    client, _ = client_of("response")
    analyst = sign_in("analyst")
    seen, hidden = two_people("response", hidden=True)
    first, second = two_people("response")
    other = a_person_apart("response", first, second)
    secret = record_judgement(analyst, seen, hidden, "same", REASON)
    about_two = record_judgement(analyst, first, second, "different", REASON)
    tried = [(seen, secret), (seen, uuid4()), (other, about_two), (first, about_two), (first, about_two)]
    answers = [client.post(f"/people/{person}/judgements/{one}/undo", {"reason": REASON}).status_code for person, one in tried]
    assert answers == [404, 404, 404, 302, 404]


def a_person_apart(username: str, *others: UUID) -> UUID:
    """Somebody visible whose records are linked with none of these."""
    with viewing(sign_in(username)) as cursor:
        cursor.execute(
            "SELECT id FROM sources_record WHERE kind = 'person' AND id <> ALL (%(ids)s) AND id NOT IN"
            " (SELECT b FROM linkage_link WHERE a = ANY (%(ids)s)) ORDER BY id DESC LIMIT 1",
            {"ids": list(others)},
        )
        return cursor.fetchone()[0]


def raised(database: str, viewer: Viewer) -> tuple[UUID, UUID]:
    """Two joined records that the viewer sees, of which the second is then marked so that they do not, before linking hears of it."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT a, b FROM linkage_link WHERE weight > 10 ORDER BY weight DESC, a, b LIMIT 1")
        kept, gone = cursor.fetchone()
    record_judgement(viewer, kept, gone, "same", "Secretly known to be Zebedee")
    with administrator(cluster_of_settings(), database) as connection:
        connection.execute(
            "UPDATE sources_record SET vis = (SELECT vis FROM access_marking WHERE 'COVERT' = ANY (caveats) LIMIT 1) WHERE id = %s", [gone]
        )
    return kept, gone


def test_a_record_marked_higher_is_gone_before_it_is_linked_anew(millshire: str) -> None:
    """Its links and judgements still bear the old marking: neither they nor a failure may tell of it."""
    client, viewer = client_of("response")
    kept, gone = raised(millshire, viewer)
    page = client.get(f"/people/{kept}?all")
    assert page.status_code == 200
    assert str(gone) not in page.content.decode() and "Zebedee" not in page.content.decode()
    assert client.get(f"/people/{gone}").status_code == 404
