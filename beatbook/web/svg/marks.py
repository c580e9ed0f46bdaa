"""The marks that every chart is written with.

Text is escaped here and nowhere else; looks come from classes, never from style attributes.
"""

from html import escape

NARROW_LETTERS = frozenset("iljtfI.,:;'’|!()[]/ ")
WIDE_LETTERS = frozenset("mwMW@%&—…")


class Svg(str):
    """Finished SVG: a template prints it as it is (`{{ chart }}`), because every text in it went through `text_of`."""

    __slots__ = ()

    def __html__(self) -> str:
        """What Django asks of markup that needs no more escaping."""
        return self


def text_of(value: object) -> str:
    """A value as safe text or attribute; characters that XML forbids become U+FFFD."""
    cleaned = "".join(letter if letter >= " " or letter in "\t\n" else "\ufffd" for letter in str(value))
    return escape(cleaned, quote=True)


def width_of(label: str, size: float) -> float:
    """About how wide a line of Arial is, in the units of `size`; a little generous, so that what fits here fits on the page."""
    return size * sum(
        0.31 if letter in NARROW_LETTERS else 0.76 if letter.isupper() or letter in WIDE_LETTERS else 0.57 for letter in label
    )


def fitted(label: str, room: float, size: float) -> str:
    """The longest beginning of the label that is no wider than `room`, with an ellipsis when something was cut."""
    if width_of(label, size) <= room:
        return label
    kept = label
    while len(kept) > 1 and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(label: str, room: float, size: float, *, most: int = 2) -> list[str]:
    """The label in at most `most` lines no wider than `room`, broken between words; only what does not fit then is cut."""
    lines: list[str] = []
    for word in label.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return [fitted(line, room, size) for line in kept]


def number(value: float) -> str:
    """A coordinate to one decimal place, without trailing zeros or a negative zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(tag: str, content: str = "", **attributes: object) -> str:
    """One element; `class_` is written `class`, underscores become hyphens, None is left out, floats are coordinates."""
    words = []
    for name, value in attributes.items():
        if value is not None:
            written = number(value) if isinstance(value, float) else text_of(value)
            words.append(f'{name.rstrip("_").replace("_", "-")}="{written}"')
    opening = " ".join([tag, *words])
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def words(content: str, x: float, y: float, *, class_: str, anchor: str | None = None) -> str:
    """A line of text at a place, and a space, so that lines are read apart; `anchor` is start, middle or end."""
    return element("text", text_of(content), x=float(x), y=float(y), class_=class_, text_anchor=anchor) + " "


def link(content: str, href: str | None, name: str) -> str:
    """Marks that open something. `name` must begin with the visible text; only addresses of this site are taken."""
    if not href or not is_local(href):
        return element("g", element("title", text_of(name)) + content)
    return element("a", content, href=href, class_="mark-link", aria_label=name)


def is_local(href: str) -> bool:
    """True for a path, query or fragment of this site; scripts and other sites are refused."""
    return href.startswith(("/", "#", "?")) and not href.startswith(("//", "/\\"))


def picture(content: str, *, id: str, width: float, height: float, class_: str, title: str, description: str) -> Svg:
    """The whole drawing, named for readers who cannot see it."""
    heading = element("title", text_of(title), id=f"{id}-title") + element("desc", text_of(description) or " ", id=f"{id}-desc")
    return Svg(
        element(
            "svg",
            heading + content,
            xmlns="http://www.w3.org/2000/svg",
            width=float(width),
            height=float(height),
            viewBox=f"0 0 {number(width)} {number(height)}",
            class_=f"chart {class_}",
            role="group",
            aria_labelledby=f"{id}-title",
            aria_describedby=f"{id}-desc",
            focusable="false",
        )
    )
