"""What the OpenAPI document says of every call beside its own words: which scope it needs, how to say why one asks, and how it fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beatbook.access.permissions import Tool, scope_of
from beatbook.audit.purposes import PURPOSE_HEADER, REFERENCE_HEADER, Purpose

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "What went wrong. Source: RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"in": {"type": "string"}, "name": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
FAILURES = {
    "400": "The call cannot be read at all.",
    "401": "No personal token that still stands was shown.",
    "404": "There is no such thing, or you may not see it: both answer alike. Also when the token does not carry the scope.",
    "422": "No purpose was stated, or a value cannot be read.",
    "429": "Too many calls; Retry-After says how long to wait.",
}


WHY = [
    {
        "name": PURPOSE_HEADER,
        "in": "header",
        "required": True,
        "description": "Why you ask, in the words of the form; kept in the log with what you were shown.",
        "schema": {"type": "string", "enum": [purpose.value for purpose in Purpose]},
    },
    {
        "name": REFERENCE_HEADER,
        "in": "header",
        "required": False,
        "description": "The number of the log, crime, custody record or report. Needed for every purpose but neighbourhood work and data quality.",
        "schema": {"type": "string", "maxLength": 100, "pattern": "^[ -~]*$"},
        "example": "44/0012345/26",
    },
]


@dataclass(frozen=True, slots=True)
class Guard:
    """What one call asks of who makes it: a tool that role and token must have, and whether to say why."""

    tool: Tool
    asks_why: bool


def say_what_every_call_needs(schema: dict[str, Any], guards: Mapping[str, Guard]) -> dict[str, Any]:
    """The document with scope, headers and problems added to each call; `guards` by operation id."""
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    for methods in schema["paths"].values():
        for call in methods.values():
            guard = guards[call["operationId"]]
            call["x-scope"] = scope_of(guard.tool)
            said = call.get("description", "")
            call["description"] = f"{said}\n\nNeeds the scope `{scope_of(guard.tool)}`.".strip()
            if guard.asks_why:
                call["parameters"] = [*call.get("parameters", []), *WHY]
            for status, words in FAILURES.items():
                call["responses"][status] = {"description": words, "content": PROBLEM}
    return schema
