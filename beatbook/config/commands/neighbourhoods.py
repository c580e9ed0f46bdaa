"""`beatbook neighbourhoods publish FORCE`: what a force's neighbourhood teams did, as figures for everybody."""

import click

from beatbook.config.start import open_beatbook


@click.group()
def neighbourhoods() -> None:
    """What neighbourhood teams did, for the public."""


@neighbourhoods.command()
@click.argument("force")
def publish(force: str) -> None:
    """Publish FORCE's visits by month and its case reviews of anti-social behaviour by year. Run again, it says the same."""
    open_beatbook()
    from beatbook.neighbourhoods.work.actions import publish_counts  # named loader: needs Django to be set up

    click.echo(f"{publish_counts(force):,} rows of figures are public.")
