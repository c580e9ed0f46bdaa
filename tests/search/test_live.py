"""An open search: a word goes out when what it shows has changed, and none when only hidden things have."""

from django.utils import timezone

from beatbook.access.actions import end_sessions, sign_in
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.search.asking import Asked
from beatbook.search.queries import search
from beatbook.search.views.live import _looked_again

ASKED = Asked("marsh")


def marsh_seen(connection, seen: list[int], operator: str) -> str:
    """A record that answers, visible or hidden."""
    query = f"SELECT k.record_id FROM linkage_key k WHERE k.key = 'name:marsh' AND k.vis {operator} (%s) ORDER BY 1 LIMIT 1"
    return connection.execute(query, [seen]).fetchone()[0]


def test_only_a_visible_change_changes_what_an_open_search_looks_at(millshire: str) -> None:
    viewer = sign_in("partner")
    before = search(ASKED, viewer=viewer, today=timezone.localdate()).fingerprint
    assert _looked_again(viewer.token, ASKED) == before
    with administrator(cluster_of_settings(), millshire) as connection:
        connection.execute("SELECT set_config('beatbook.token', %s, false)", [viewer.token])
        seen = connection.execute("SELECT sec.my_vis()").fetchone()[0]
        hidden = marsh_seen(connection, seen, "<> ALL")
        connection.execute("UPDATE sources_record SET withdrawn = true WHERE id = %s", [hidden])
        connection.commit()
        assert _looked_again(viewer.token, ASKED) == before
        visible = marsh_seen(connection, seen, "= ANY")
        connection.execute("UPDATE sources_record SET withdrawn = true WHERE id = %s", [visible])
        connection.commit()
        assert _looked_again(viewer.token, ASKED) not in (before, None)
    end_sessions("partner")
    assert _looked_again(viewer.token, ASKED) is None
