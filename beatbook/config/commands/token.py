"""`beatbook token FEED`: lets a system post live messages to its feed."""

import click

from beatbook.config.start import open_beatbook


@click.command()
@click.argument("feed")
def token(feed: str) -> None:
    """Print a new token for live messages of FEED; the one before it ends. It is shown once."""
    open_beatbook()
    from beatbook.sources.actions import feed_named, issue_feed_token

    found = feed_named(feed)
    click.echo(issue_feed_token(found))
    click.echo(f"Post each message to /api/feeds/{found.code}/messages with the header “Authorization: Bearer” and this token.", err=True)
