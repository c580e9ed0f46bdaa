"""Saved searches: one's own, and those that tell of new results only when approved, in time, and of what their owner may see now."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from beatbook.access.actions import sign_in, withdraw_people
from beatbook.access.permissions import NotPermitted
from beatbook.audit.purposes import CurrentTask, PurposeIncomplete
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.search.asking import Asked
from beatbook.search.saved.actions import SearchNotKept, decide_watching, end_search, keep_search, remember, tell_of_new_results
from beatbook.search.saved.queries import kept_searches, recent_searches, waiting_for_approval
from beatbook.vocabulary.viewer import Viewer

TASK = CurrentTask(None, "Investigating a crime", "44/0000001/26")
ASKED, NAME = Asked("watched zzqqx"), "name:zzqqx"
WHY = "Needed for this investigation"


@pytest.fixture
def superuser(millshire: str):
    """A cursor that no policy binds."""
    with administrator(cluster_of_settings(), millshire) as connection:
        yield connection


def watching(viewer: Viewer, *, approve: bool = True) -> UUID:
    """A watching search of this viewer's that has begun."""
    kept = keep_search(ASKED, "watch", viewer=viewer, watch=True, task=TASK)
    if approve:
        assert decide_watching(kept, viewer=sign_in("sergeant"), approve=True, reason=WHY)
    tell_of_new_results()
    return kept


def give_name(superuser, viewer: Viewer, *, visible: bool) -> UUID:
    """Makes a record answer the search: one that this viewer may see, or one hidden from them."""
    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT set_config('beatbook.token', %s, true)", [viewer.token])
        cursor.execute("SELECT sec.my_vis()")
        seen = cursor.fetchone()[0]
        cursor.execute("ROLLBACK")
    operator = "= ANY" if visible else "<> ALL"
    record_id, vis = superuser.execute(
        f"SELECT id, vis FROM sources_record r WHERE kind = 'person' AND NOT withdrawn AND vis {operator} (%s)"
        " AND NOT EXISTS (SELECT FROM linkage_key k WHERE k.record_id = r.id AND k.key = %s) ORDER BY id LIMIT 1",
        [list(seen), NAME],
    ).fetchone()
    superuser.execute("INSERT INTO linkage_key (key, vis, record_id) VALUES (%s, %s, %s)", [NAME, vis, record_id])
    return record_id


def news_of(viewer: Viewer) -> set[UUID]:
    """Records of which one's searches tell."""
    return {saying.id for one in kept_searches(viewer=viewer) for saying in one.news}


def test_an_approved_search_tells_of_a_new_visible_record_once(superuser) -> None:
    viewer = sign_in("investigator")
    watching(viewer)
    new = give_name(superuser, viewer, visible=True)
    assert (tell_of_new_results(), tell_of_new_results()) == (1, 0)
    assert news_of(viewer) == {new}
    assert news_of(sign_in("response")) == set()


def test_what_answered_when_it_began_is_no_news(superuser) -> None:
    viewer = sign_in("investigator")
    give_name(superuser, viewer, visible=True)
    watching(viewer)
    assert tell_of_new_results() == 0 and news_of(viewer) == set()


def test_a_hidden_record_is_never_told(superuser) -> None:
    viewer = sign_in("response")
    watching(viewer)
    before = superuser.execute("SELECT count(*) FROM search_finding").fetchone()
    give_name(superuser, viewer, visible=False)
    assert tell_of_new_results() == 0 and superuser.execute("SELECT count(*) FROM search_finding").fetchone() == before


def test_nothing_is_told_without_approval_after_the_end_or_when_access_has_ended(superuser) -> None:
    viewer = sign_in("investigator")
    watching(viewer, approve=False)
    give_name(superuser, viewer, visible=True)
    assert tell_of_new_results() == 0
    kept = watching(viewer)
    give_name(superuser, viewer, visible=True)
    superuser.execute("UPDATE search_saved SET saved_at = saved_at - interval '29 days', expires_at = now() - interval '2 days'")
    assert tell_of_new_results() == 0
    superuser.execute("UPDATE search_saved SET expires_at = now() + interval '1 day', saved_at = now()")
    withdraw_people(["investigator"])
    assert tell_of_new_results() == 0
    assert kept


def test_it_expires_after_28_days_and_the_database_holds_that(superuser) -> None:
    viewer = sign_in("investigator")
    kept = keep_search(ASKED, "watch", viewer=viewer, watch=True, task=TASK)
    [found] = kept_searches(viewer=viewer)
    assert found.state == "waiting" and found.expires_at and found.expires_at - found.saved_at == timedelta(days=28)
    with pytest.raises(Exception, match="watching_ends_in_28_days"):
        superuser.execute("UPDATE search_saved SET expires_at = saved_at + interval '29 days' WHERE id = %s", [kept])


def test_only_another_supervisor_of_the_same_body_may_decide(superuser) -> None:
    sergeant = sign_in("sergeant")
    own = keep_search(ASKED, "own", viewer=sergeant, watch=True, task=TASK)
    assert not decide_watching(own, viewer=sergeant, approve=True, reason=WHY)
    partners = keep_search(ASKED, "partner's", viewer=sign_in("partner"), watch=True, task=TASK)
    assert not decide_watching(partners, viewer=sergeant, approve=True, reason=WHY)
    with pytest.raises(NotPermitted):
        decide_watching(own, viewer=sign_in("investigator"), approve=True, reason=WHY)
    assert waiting_for_approval(viewer=sign_in("investigator")) == []


def test_a_refused_search_says_so_and_a_decision_stands(superuser) -> None:
    viewer, sergeant = sign_in("investigator"), sign_in("sergeant")
    kept = keep_search(ASKED, "watch", viewer=viewer, watch=True, task=TASK)
    assert [one.id for one in waiting_for_approval(viewer=sergeant)] == [kept]
    with pytest.raises(SearchNotKept):
        decide_watching(kept, viewer=sergeant, approve=False, reason="no")
    assert decide_watching(kept, viewer=sergeant, approve=False, reason=WHY)
    assert not decide_watching(kept, viewer=sergeant, approve=True, reason=WHY)
    assert [(one.state, one.reason) for one in kept_searches(viewer=viewer)] == [("refused", WHY)]


def test_watching_needs_a_purpose_and_a_narrow_search(superuser) -> None:
    viewer = sign_in("investigator")
    with pytest.raises(PurposeIncomplete):
        keep_search(ASKED, "watch", viewer=viewer, watch=True)
    with pytest.raises(SearchNotKept):
        keep_search(Asked("marsh"), " ", viewer=viewer)


def test_saved_and_recent_are_ones_own(superuser) -> None:
    viewer, other = sign_in("investigator"), sign_in("response")
    for typed in ("mar", "marsh", "okoro", "marsh"):
        remember(Asked(typed), viewer=viewer)
    kept = keep_search(Asked("marsh", kind="person"), "Marsh", viewer=viewer)
    assert [one.typed for one in recent_searches(viewer=viewer)] == ["marsh", "okoro"]
    assert recent_searches(viewer=other) == [] and kept_searches(viewer=other) == []
    assert not end_search(kept, viewer=other) and not end_search(uuid4(), viewer=viewer)
    assert end_search(kept, viewer=viewer) and kept_searches(viewer=viewer) == []
    assert timezone.now()
