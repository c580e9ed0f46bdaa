"""Made-up notices in the shapes, and with the faults, of the four British publishers."""

import json
from typing import Any

Json = dict[str, Any]


def release(**changes: Any) -> Json:
    """A sound release, with what a test changes; a change to `...` takes the field out."""
    sound: Json = {
        "ocid": "ocds-r6ebe6-0000700001",
        "id": "700001",
        "date": "2025-02-03T10:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "parties": [{"id": "org-1", "name": "Millshire Police", "roles": ["buyer"]}],
        "buyer": {"id": "org-1", "name": "Millshire Police"},
        "tender": {"id": "T-1", "title": "Body-worn video", "status": "active", "value": {"amount": 1234.56, "currency": "GBP"}},
    }
    return {name: value for name, value in (sound | changes).items() if value is not ...}


def package(*releases: Any) -> bytes:
    """A release package with these releases."""
    return json.dumps({"uri": "urn:made-up", "version": "1.1", "publishedDate": "2025-03-01T00:00:00Z", "releases": releases}).encode()
