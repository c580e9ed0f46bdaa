"""Formats of dates and times as Spark and PostgreSQL write them, in the letters of strptime."""

from beatbook.linkage.splink.errors import ConditionUnknown

SPARK = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("'T'", "T"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S"), ("XXX", "%z"), ("X", "%z"))
POSTGRES = (("YYYY", "%Y"), ("MM", "%m"), ("DD", "%d"), ("HH24", "%H"), ("MI", "%M"), ("SS", "%S"))
KNOWN = set("YmdHMSfz%")


def as_strptime(form: str, dialect: str) -> str:
    """A format in the letters of strptime; one that is written so already stays.

    Raises:
        ConditionUnknown: it has a letter that is not known.
    """
    if "%" not in form:
        form = _translated(form, SPARK if dialect == "spark" else POSTGRES) if dialect != "duckdb" else form
    directives = {form[place + 1 : place + 2] for place, sign in enumerate(form) if sign == "%" and form[place - 1 : place] != "%"}
    if not directives or not directives <= KNOWN:
        raise ConditionUnknown(f"the time format {form} is not known")
    return form


def _translated(form: str, letters: tuple[tuple[str, str], ...]) -> str:
    result, place = "", 0
    while place < len(form):
        for theirs, ours in letters:
            if form.startswith(theirs, place):
                result, place = result + ours, place + len(theirs)
                break
        else:
            result, place = result + form[place], place + 1
    return result
