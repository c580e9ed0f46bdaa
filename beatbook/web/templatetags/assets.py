"""The address of a built asset, with its content's fingerprint so that an old copy is never used."""

import functools
import hashlib

from django import template
from django.templatetags.static import static

from beatbook.web.build_assets import TARGET

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset 'app.css' %}`: its URL under static/build."""
    return f"{static(f'build/{name}')}?v={fingerprint(name)}"


@functools.cache
def fingerprint(name: str) -> str:
    """The first twelve hex digits of the file's SHA-256, or `unbuilt` before the first build."""
    path = TARGET / str.__str__(name)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "unbuilt"
