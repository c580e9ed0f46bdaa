"""`beatbook search WORDS...`: the one box at the command line, with the same set as the page and the API give the same user."""

import json

import click

from beatbook.config.start import open_beatbook


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--as", "username", required=True, help="The user in whose name you search: what they may see is what is shown.")
@click.option("--purpose", required=True, help="Why, in the words of the form, such as “Investigating a crime”.")
@click.option("--reference", default="", help="The number of the log, crime, custody record or report.")
@click.option("--kind", default="", help="Only person, event, object or location.")
@click.option("--system", default="", help="Only what this system says.")
@click.option("--area", default="", help="Only what lies in the area of this code.")
@click.option("--year", default="", help="Only what happened in this year.")
@click.option("--sort", type=click.Choice(["best", "newest"]), default="best", show_default=True)
@click.option("--page", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print what the staff API would answer.")
def search(words: tuple[str, ...], username: str, purpose: str, reference: str, page: int, as_json: bool, **choices: str) -> None:
    """Search everything that USER may see. The search is logged as theirs before anything is printed."""
    open_beatbook()
    from django.utils import timezone

    from beatbook.access.actions import standing_in
    from beatbook.access.permissions import Tool, check_may_use
    from beatbook.audit.actions import record_event
    from beatbook.audit.purposes import CurrentTask, check_purpose
    from beatbook.db.viewing import viewing
    from beatbook.search.api import as_found
    from beatbook.search.asking import read_asked
    from beatbook.search.queries import search as search_everything

    check_purpose(purpose, reference)
    asked = read_asked({"q": " ".join(words), "page": str(page), **choices})
    with standing_in(username) as viewer, viewing(viewer):
        check_may_use(viewer, Tool.SEARCH)
        found = search_everything(asked, viewer=viewer, today=timezone.localdate())
        task, detail = CurrentTask(None, purpose, reference[:100]), {"typed": asked.typed, "query": asked.query(), "total": found.records}
        record_event(viewer=viewer, kind="search", route="command line", task=task, record_ids=found.record_ids, detail=detail)
        answer = as_found(found).model_dump(mode="json")
    if as_json:
        click.echo(json.dumps(answer))
        return
    click.echo(f"{answer['records']} records, shown as {answer['total']} results; page {answer['page']} of {answer['pages']}.")
    for person in answer["people"]:
        click.echo(
            f"{person['id']}  {person['name']}, born {person['born'] or 'not said'}, {person['address'] or 'no address'}  {person['bits']:.1f} bits"
        )
    for thing in [*answer["events"], *answer["things"]]:
        click.echo(f"{thing['id']}  {thing['name']}, {thing['system']}  {thing['bits']:.1f} bits")
