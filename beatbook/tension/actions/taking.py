"""Takes reports in by week, area and kind: only kinds of which their feed says that victims or the public report them."""

import json
from datetime import date, timedelta

from django.db import connections, transaction

from beatbook.sources.actions import known_feeds
from beatbook.tension.grid import HELD_WEEKS, monday
from beatbook.tension.named_sql import sql
from beatbook.tension.signals import reported_kinds

USING = "ingest"


def reported() -> dict[str, tuple[str, ...]]:
    """The kinds that may be counted, by the code of each feed that says what the public reports."""
    found = {code: reported_kinds(feed.by_public) for code, feed in known_feeds().items()}
    return {code: kinds for code, kinds in sorted(found.items()) if kinds}


def take_reports(*, today: date) -> int:
    """Takes in what changed since the last time; everything anew when feeds say otherwise what is reported. Returns how many reports."""
    pairs = [(feed, kind) for feed, kinds in reported().items() for kind in kinds]
    signature, first = json.dumps(pairs), monday(today) - timedelta(weeks=HELD_WEEKS + 8)
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('beatbook tension'))")
        cursor.execute("SELECT watermark, signature FROM tension_state WHERE id = 1")
        held = cursor.fetchone()
        since = held[0] if held and held[1] == signature else 0
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        upto = int(cursor.fetchone()[0])
        asked = {"since": since, "upto": upto, "first": first, "feeds": [feed for feed, _ in pairs], "kinds": [kind for _, kind in pairs]}
        cursor.execute(sql("forget_changed") if since else "DELETE FROM tension_happening", asked if since else None)
        cursor.execute(sql("take_reports"), asked)
        taken = int(cursor.rowcount)
        cursor.execute(
            "INSERT INTO tension_state (id, watermark, signature) VALUES (1, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET watermark = excluded.watermark, signature = excluded.signature",
            [upto, signature],
        )
    return taken
