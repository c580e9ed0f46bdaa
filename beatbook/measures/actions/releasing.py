"""Publishes counts of a measure whose records are not public, as one named person may see them, made safe.

Invariant: of one measure and force no month is ever in two releases: from the difference of two that overlap, what was held back could be worked out.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connections, transaction

from beatbook.access.actions import intern_marking, standing_in
from beatbook.audit.actions import record_event
from beatbook.audit.purposes import CurrentTask
from beatbook.db.viewing import viewing
from beatbook.geography.levels import AREA, NEIGHBOURHOOD
from beatbook.measures.actions.refreshing import USING
from beatbook.measures.definition import Measure
from beatbook.measures.errors import ReleaseRefused
from beatbook.measures.models import Release
from beatbook.measures.publishing import release_of
from beatbook.measures.queries import measure_named, parts_of
from beatbook.measures.where import Period, Where
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

PURPOSE = CurrentTask(None, "Publishing counts", "")


def publish_counts(code: str, force: str, period: Period, *, by: str) -> dict[str, Any]:
    """Publishes the counts of a force's areas and neighbourhoods over a period, as the account `by` may see them; returns what was published.

    Raises:
        ReleaseRefused: the measure is public row by row or asks for fewer than five, a release covers one of the months, or nothing is counted.
        UnknownMeasure, SignInRefused: there is no such measure or account.
    """
    with standing_in(by) as viewer:
        measure = measure_named(code, viewer=viewer)
        _check(measure)
        levels = _counted(measure, Where(force=force), period, viewer)
        with viewing(viewer):
            detail = {"measure": code, "force": force, "from": period.first.isoformat(), "to": period.last.isoformat()}
            record_event(viewer=viewer, kind="export", route="publish-counts", task=PURPOSE, detail=detail)
        made_by = viewer.display_name
    if not any(count for parts in levels.values() for count in parts.values()):
        raise ReleaseRefused(f"{code} counts nothing in {force} from {period.words()} that {by} may see.")
    content = release_of(levels, min_count=measure.public.min_count, round_to=measure.public.round_to)
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"release {code} {force}"])
        before = Release.objects.using(USING).filter(code=code, force=force, first__lte=period.last, last__gte=period.first).first()
        if before:
            raise ReleaseRefused(
                f"{code} of {force} is published already for {Period(before.first, before.last).words()}: no month is published twice."
            )
        vis = intern_marking(Marking(Classification.PUBLIC), using=USING)
        Release.objects.using(USING).create(
            code=code, version=measure.version, force=force, first=period.first, last=period.last, vis=vis, made_by=made_by, content=content
        )
    return content


def _check(measure: Measure) -> None:
    if measure.public.open_rows:
        raise ReleaseRefused(f"The records of {measure.code} are public one by one: its figures need no release.")
    if measure.public.min_count < 5:
        raise ReleaseRefused(
            f"{measure.code}: public.min_count is {measure.public.min_count}; counts of less than five are always held back."
        )


def _counted(measure: Measure, where: Where, period: Period, viewer: Viewer) -> Mapping[str, Mapping[str, int]]:
    """The count of every neighbourhood, by area; a force without areas stands as its own only one."""
    areas = parts_of(measure.code, where, period, AREA, viewer=viewer)
    wholes = [figure.where for figure in areas] or [where]
    return {
        one.code: {figure.where.code: figure.numerator for figure in parts_of(measure.code, one, period, NEIGHBOURHOOD, viewer=viewer)}
        for one in wholes
    }
