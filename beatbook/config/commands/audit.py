"""`beatbook audit`: seal the log, and prove that nobody has changed it."""

import json
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from beatbook.config.start import open_beatbook
from beatbook.web.phrases import counted

TOLD = 20


@click.group()
def audit() -> None:
    """Seal the log of looks, and check it against the anchors."""
    open_beatbook()


@audit.command()
@click.option(
    "--anchor", "anchors", multiple=True, metavar="FILE", help="A file of signed heads to check against; as often as there are any."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as one JSON object.")
def verify(anchors: tuple[str, ...], as_json: bool) -> None:
    """Check every event, seal and head. Exit code 0 when the log is whole, 2 when it is not."""
    from django.conf import settings  # named loaders: Django is set up by now

    from beatbook.audit.queries import verify_log
    from beatbook.audit.signing import signing_key

    places = anchors or tuple(place for place in settings.BEATBOOK_AUDIT_ANCHORS if "://" not in place)
    found = verify_log(places, signing_key(settings.BEATBOOK_AUDIT_KEY).public_key())
    if as_json:
        click.echo(json.dumps({"whole": found.is_whole, "seals": found.seals, "events": found.events, "faults": found.faults}))
    else:
        for fault in found.faults[:TOLD]:
            click.echo(fault)
        if len(found.faults) > TOLD:
            click.echo(f"{len(found.faults) - TOLD:,} more faults; --json lists them all.")
        if found.is_whole:
            checked = ", ".join(places) if places else "no anchor: a cut tail would not show"
            words = f"{counted(found.events, 'event')} under {counted(found.seals, 'seal')}"
            click.echo(f"The log is whole: {words}. Checked against {checked}.")
    sys.exit(0 if found.is_whole else 2)


@audit.command()
@click.argument("event", required=False, type=click.UUID)
@click.option("--who", help="Whose screen, by username, when no line of the log is named.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]), help="At which minute, by a clock here.")
@click.option("--as", "username", required=True, help="Who replays it: somebody in professional standards or data protection.")
@click.option("--reason", required=True, help="Why, in the words of the purpose form.")
@click.option("--reference", required=True, help="The number of the inquest, complaint or request.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the page; without it, only what is known of it is said."
)
def replay(event: UUID | None, who: str | None, at: datetime | None, username: str, reason: str, reference: str, out: Path | None) -> None:
    """Show again what somebody's screen showed: the page of line EVENT of the log, or the last page that WHO had been shown AT a minute."""
    from beatbook.stewardship.actions.replaying import replay_for  # a named loader, as above

    if (event is None) == (who is None or at is None):
        raise click.UsageError("Name a line of the log, or --who and --at.")
    again = replay_for(username, reason, reference, event_id=event, who=who, at=at)
    for line in again.told:
        click.echo(line)
    if out:
        out.write_bytes(again.page)
        click.echo(f"Written to {out}.")


@audit.command()
def seal() -> None:
    """Seal what was logged and carry the head to the anchors, now; `beatbook serve` does it each second."""
    from django.conf import settings  # named loaders, as above

    from beatbook.audit.signing import signing_key
    from beatbook.audit.tasks import anchor
    from beatbook.audit.tasks import seal as seal_now

    key = signing_key(settings.BEATBOOK_AUDIT_KEY)
    head = seal_now(key)
    failed = anchor(settings.BEATBOOK_AUDIT_ANCHORS, key)
    click.echo(f"Seal {head.number} covers {counted(head.count, 'event')}." if head else "There was nothing to seal.")
    for place in failed:
        click.echo(f"The head could not be carried to {place}.", err=True)
    sys.exit(1 if failed else 0)
