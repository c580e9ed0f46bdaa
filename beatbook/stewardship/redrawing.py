"""Takes a page as it was drawn and leaves of it what may be read: nothing on a page of the past can be followed, sent or run."""

import html
import re

_BETWEEN = re.compile(r"</header>(.*)<footer", re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_LIVE = re.compile(r"<(?:input|button|select|textarea)\b")
_UNSEEN = re.compile(r'<input type="hidden"[^>]*>')  # what a form sends unseen, some of it drawn by chance
_LINKS = re.compile(
    r'\s(?:xlink:href|href|action|formaction|method|src|hx-[a-z-]+|data-module|data-live[a-z-]*|data-keep-text|autofocus)(?:="[^"]*")?(?=[\s>/])'
)


def still(page: str) -> str:
    """What stood between the head and the foot of a page, as markup in which nothing works any more.

    Text and pictures stay as they were: what looks like an address in a text is no attribute, since text has no `<` of its own.
    """
    found = _BETWEEN.search(page)
    body = found.group(1) if found else ""
    body = _UNSEEN.sub("", _SCRIPT.sub("", body))
    body = re.sub(r"<[^>]+>", lambda tag: _LINKS.sub("", tag.group()), body)
    body = _LIVE.sub(lambda tag: f"{tag.group()} disabled", body)
    return re.sub(r"<(/?)(?:main|form)\b", r"<\1div", body).replace(' id="main-content"', "")


def shown_file(text: str) -> str:
    """A file that was taken away, as markup that shows its very text; a keyboard can scroll it."""
    return f'<pre class="replayed__file" tabindex="0">{html.escape(text)}</pre>'
