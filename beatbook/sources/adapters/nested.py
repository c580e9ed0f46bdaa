"""Nested records (XML elements, JSON objects) as flat fields: `Detainee/Forenames`, `@number`, and lists of parts.

Invariant: no entity is expanded and no document type is accepted, so a file can name nothing outside itself.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from beatbook.sources.adapters.fields import unreadable
from beatbook.sources.statements import FileRefused, Row

_CHUNK = 1 << 16
_MAX_RECORD = 8_000_000
_OPENED = re.compile(rb"<[A-Za-z_][\w.:-]*(\s[^<>]*[^<>/]|)>(\s|<!--.*?-->)*\Z")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")


def flat_json(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """An object as paths: inner objects as `outer/inner`, lists of objects as lists of flat parts, other values as they are."""
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            flat |= flat_json(inner, f"{prefix}{key}/")
        elif isinstance(inner, list):
            flat[prefix + key] = [flat_json(each) if isinstance(each, dict) else each for each in inner]
        else:
            flat[prefix + key] = inner
    return flat


class ElementTwice(ValueError):
    """An element that has one value was given twice: of two values neither would be what the system said."""


def flat_xml(element: Element, repeated: frozenset[str], prefix: str = "") -> dict[str, Any]:
    """An element as paths: attributes as `@name`, inner elements as `Outer/Inner`, and those in `repeated` as lists of flat parts."""
    flat: dict[str, Any] = {f"{prefix}@{name}": value for name, value in element.attrib.items()}
    seen: set[str] = set()
    for inner in element:
        path = prefix + inner.tag
        if inner.tag in repeated:
            part = flat_xml(inner, repeated)
            if inner.text and inner.text.strip():
                part["text"] = inner.text
            flat.setdefault(path, []).append(part)
            continue
        if path in seen:
            raise ElementTwice(path)
        seen.add(path)
        if inner.attrib or len(inner):
            flat |= flat_xml(inner, repeated, path + "/")
        if inner.text and not inner.text.isspace():
            flat[path] = inner.text
    return flat


def _pieces(stream: BinaryIO, tag: str) -> Iterator[tuple[str, bytes]]:
    """(`head`, before the first record), then (`record`, one whole record), (`long`, the start of one too long), (`rest`, after the last)."""
    start, end = re.compile(rb"<" + tag.encode() + rb"[\s>/]"), f"</{tag}>".encode()
    buffer, head, searched = b"", True, 0
    while True:
        chunk = stream.read(_CHUNK)
        buffer += chunk
        while True:
            opened = start.search(buffer)
            if head and opened:
                yield "head", buffer[: opened.start()]
                buffer, head, searched = buffer[opened.start() :], False, 0
                opened = start.match(buffer)
            if head or (at := buffer.find(end, searched)) < 0:
                break
            if buffer.count(b"<![CDATA[", 0, at) > buffer.count(b"]]>", 0, at):
                searched = at + 1
                continue
            yield "record", buffer[: at + len(end)].lstrip()
            buffer, searched = buffer[at + len(end) :], 0
        searched = max(0, len(buffer) - len(end))
        if len(buffer) > _MAX_RECORD and not head:
            yield "long", buffer[:200]
            buffer, searched = buffer[-len(end) :], 0
            buffer = _skip(stream, buffer, end)
        if not chunk:
            yield ("head" if head else "rest"), buffer
            return


def _skip(stream: BinaryIO, buffer: bytes, end: bytes) -> bytes:
    """Read on to the end of a record that is too long; what follows it."""
    while end not in buffer:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return b""
        buffer = buffer[-len(end) :] + chunk
    return buffer.split(end, 1)[1]


def read_elements(name: str, stream: BinaryIO, tag: str, repeated: frozenset[str]) -> Iterator[Row]:
    """Each element of one tag as a row of flat fields, numbered from 1; one that is not well-formed is a row to refuse.

    Raises:
        FileRefused: empty, not XML, no such element in it, or it declares a document type or entities.
    """
    number, declaration, whole = 0, b"", True
    for sort, piece in _pieces(stream, tag):
        if sort == "head":
            declaration = _declaration(name, piece, tag)
            continue
        number += 1
        if sort == "long":
            yield unreadable(name, number, "", f"the element is longer than {_MAX_RECORD:,} bytes", piece.decode("ascii", "replace"))
        elif sort == "record":
            yield _row(name, number, declaration, piece, repeated)
        else:
            whole = not piece.strip() or piece.strip().startswith(b"</")
            if not whole or not piece.strip():
                reason = "the file ends inside this element: it was cut short" if piece.strip() else "the file ends before its last end tag"
                yield unreadable(name, number, "", reason, piece[:2000].decode("utf-8", "replace"))


def _declaration(name: str, head: bytes, tag: str) -> bytes:
    """The XML declaration of the file, from what stands before its first record."""
    if not head.strip():
        raise FileRefused(name, "is empty")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused(name, "is in UTF-16; this feed is read in UTF-8")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileRefused(name, "declares a document type or entities, which are never read")
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise FileRefused(name, f"is not XML with elements of the name {tag}")
    if not _OPENED.search(head):
        raise FileRefused(name, f"holds no element of the name {tag}")
    encoding = _ENCODING.search(head)
    return b'<?xml version="1.0" encoding="' + (encoding[1] if encoding else b"UTF-8") + b'"?>'


def _row(name: str, number: int, declaration: bytes, piece: bytes, repeated: frozenset[str]) -> Row:
    try:
        return Row(name, number, flat_xml(fromstring(declaration + piece, forbid_dtd=True), repeated))
    except ElementTwice as twice:
        return unreadable(name, number, str(twice), "is given twice, where it may be given once", piece.decode("utf-8", "replace"))
    except (ParseError, ValueError, LookupError, DefusedXmlException) as refusal:
        reason = "holds a NUL byte" if b"\0" in piece else f"is not well-formed XML: {str(refusal)[:200]}"
        return unreadable(name, number, "", reason, piece.decode("utf-8", "replace"))
