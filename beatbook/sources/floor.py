"""The floor under a load: what would make it so unlike the feed's ordinary ones that publishing it would do harm."""

from beatbook.sources.feeds import Normal

MOST_WITHDRAWN = 0.5  # a snapshot that takes back more than half of what it held before is more likely cut short than true
FEW_WITHDRAWN = 100  # below this many the share says nothing


def below_floor(normal: Normal, *, rows: int, refused: int) -> str | None:
    """Why this load may not be published, in words, or None."""
    if rows < normal.min_rows:
        return f"It holds {rows:,} rows; an ordinary load of this feed holds at least {normal.min_rows:,}."
    if rows and refused / rows > normal.max_refused_share:
        return f"{refused:,} of its {rows:,} rows were refused ({refused / rows:.1%}); at most {normal.max_refused_share:.1%} is ordinary."
    return None


def takes_back_too_much(*, withdrawn: int, held: int) -> str | None:
    """Why a republished snapshot may not be published, in words, or None."""
    if withdrawn > FEW_WITHDRAWN and withdrawn > held * MOST_WITHDRAWN:
        return f"It would withdraw {withdrawn:,} of the {held:,} records that it held before, as if it had been cut short."
    return None
