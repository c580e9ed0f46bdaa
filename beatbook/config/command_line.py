"""The `beatbook` command. Each verb is loaded only when it is used, so that the command starts at once."""

import os
import sys
from importlib import import_module

import click

from beatbook.vocabulary.errors import BeatbookError

VERBS = (
    "demo",
    "load",
    "publish",
    "link",
    "link-file",
    "model",
    "quality",
    "measure",
    "search",
    "forecast",
    "neighbourhoods",
    "tension",
    "serve",
    "token",
    "account",
    "organisations",
    "pooling",
    "technology",
    "suppliers",
    "audit",
    "remove",
    "db",
)


class Verbs(click.Group):
    """Finds a verb in `beatbook.config.commands`, sets Django up, and turns an anticipated error into one line and exit code 1."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The verbs, in the order of a first day."""
        return list(VERBS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The verb's own module, loaded now."""
        if name not in VERBS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beatbook.config.settings")
        command: click.Command = getattr(import_module(f"beatbook.config.commands.{name.replace('-', '_')}"), name.replace("-", "_"))
        return command

    def invoke(self, context: click.Context) -> object:
        """Runs the verb; anticipated errors are for people, not tracebacks."""
        try:
            return super().invoke(context)
        except BeatbookError as error:
            click.echo(f"beatbook: {error}", err=True)
            sys.exit(1)


@click.command(cls=Verbs)
@click.version_option(package_name="beatbook")
def main() -> None:
    """Beatbook joins up what each police system knows, and shows each viewer exactly what they may see."""
