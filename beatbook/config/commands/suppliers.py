"""`beatbook suppliers`: public notices of contracts, read and written without a network and without a database."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click


@click.group()
def suppliers() -> None:
    """Read public notices of contracts."""


@suppliers.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what was taken here, as one package.")
@click.option("--records", is_flag=True, help="Write records, merged per ocid, rather than releases.")
@click.option("--publisher", default="Beatbook", show_default=True, help="Who publishes the package that is written.")
@click.option("--quiet", is_flag=True, help="Do not tell what was mended.")
def read_notices(paths: tuple[Path, ...], out: Path | None, records: bool, publisher: str, quiet: bool) -> None:
    """Read releases and packages of the Open Contracting Data Standard, tell what was mended and what was refused."""
    from beatbook.suppliers.names import Named, joined
    from beatbook.suppliers.ocds.packages import Issue, record_package, release_package
    from beatbook.suppliers.ocds.reading import read

    found = [read(path) for path in paths]
    releases = [release for notices in found for release in notices.releases]
    for notices in found:
        for told in () if quiet else notices.told:
            click.echo(f"  mended: {told.file}, {told.release}, {told.path}: {told.words}")
        for refused in notices.refused:
            click.echo(f"  refused: {refused.file}, {refused.release or 'the file'}, {refused.path or '/'}: {refused.reason}", err=True)
    buyers = len(joined([Named(name) for release in releases for name in release.buyers]))
    winners = len(joined([Named(name) for release in releases for name in release.suppliers]))
    refusals = sum(len(notices.refused) for notices in found)
    click.echo(
        f"{len(releases):,} notices of {len({one.ocid for one in releases}):,} buyings, {buyers:,} buyers and {winners:,} suppliers; {refusals:,} refusals."
    )
    if out:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        issue = Issue(f"urn:beatbook:notices:{now}", publisher, now)
        out.write_text(record_package(releases, issue) if records else release_package(releases, issue), encoding="utf-8")
    sys.exit(1 if refusals else 0)
