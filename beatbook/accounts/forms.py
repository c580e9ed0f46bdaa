"""What Django asks of a new password here, beside its length: not a word of this place or person, and not one that is known from a breach."""

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from beatbook.access.queries import name_of_account
from beatbook.accounts.password_rules import PREFIX, context_word_in, context_words, sha1_of, stands_in_file, stands_in_range

WAIT_S = 5.0


class NotOfThisPlace:
    """Refuses a password that is little more than the force's name, the service's, a rank or one's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with the word that gave it away."""
        username = getattr(user, "username", "")
        words = context_words(settings.BEATBOOK_FORCE_NAME, username, name_of_account(username) if username else "")
        if word := context_word_in(password, words):
            raise ValidationError(f"The password is little more than the word “{word}”, which others would try first.", code="context_word")

    def get_help_text(self) -> str:
        """For the form."""
        return "Not your name, the force’s or a rank with some digits: three random words are better."


class NotBreached:
    """Refuses a password that stands in the list named by BEATBOOK_BREACHED_PASSWORDS: a sorted file, or an https address of ranges.

    A range interface is told five of forty hex digits of the password's SHA-1 and no more. A list that cannot be asked refuses: try again.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when it stands there, or when that cannot be known."""
        place = settings.BEATBOOK_BREACHED_PASSWORDS
        if not place:
            return
        digits = sha1_of(password)
        try:
            known = stands_in_range(_range(place, digits[:PREFIX]), digits) if "://" in place else stands_in_file(Path(place), digits)
        except (OSError, ValueError) as error:
            raise ValidationError("The list of breached passwords cannot be asked just now. Try again.", code="list_silent") from error
        if known:
            raise ValidationError(
                "This password is known from a breach of another site. Choose one that you use nowhere else.", code="breached"
            )

    def get_help_text(self) -> str:
        """For the form."""
        return "Not a password that is known from a breach." if settings.BEATBOOK_BREACHED_PASSWORDS else ""


def _range(place: str, prefix: str) -> str:
    request = urllib.request.Request(f"{place.rstrip('/')}/{prefix}", headers={"Add-Padding": "true", "User-Agent": "beatbook"})
    with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
        return str(answer.read(2_000_000).decode("ascii", "replace"))
