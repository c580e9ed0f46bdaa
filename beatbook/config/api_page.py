"""Turns an OpenAPI document into what the page of the staff API draws: calls by subject, each with what it takes and gives."""

from collections.abc import Mapping
from typing import Any

COLUMNS = {
    "takes_columns": [{"label": label} for label in ("Name", "Where", "Needed", "What it is")],
    "gives_columns": [{"label": label} for label in ("Name", "Sort", "What it is")],
}


def api_page(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Context of the page: subjects in the order of the document, each with its calls."""
    subjects: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            subjects.setdefault((call.get("tags") or ["Everything else"])[0], []).append(_call(path, method, call, schema))
    return {"title": schema["info"]["title"], "version": schema["info"]["version"], "subjects": list(subjects.items()), **COLUMNS}


def _call(path: str, method: str, call: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    good: Mapping[str, Any] = next((one for status, one in call["responses"].items() if str(status).startswith("2")), {})
    return {
        "id": call["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": call.get("summary", ""),
        "description": call.get("description", "").partition("\n\nNeeds the scope")[0],
        "scope": call["x-scope"],
        "takes": [_parameter(one) for one in call.get("parameters", [])],
        "gives": _fields(_body(good), schema),
    }


def _parameter(one: Mapping[str, Any]) -> list[dict[str, str]]:
    schema = one["schema"]
    choices = schema.get("enum") or []
    return [
        {"text": one["name"]},
        {"text": one["in"]},
        {"text": "Needed" if one.get("required") else "May be left out"},
        {"text": one.get("description") or schema.get("description", ""), "note": ("One of: " + "; ".join(choices)) if choices else ""},
    ]


def _body(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = answer.get("content", {})
    return next((one.get("schema", {}) for one in content.values()), {})


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    found = _resolved(schema, document)
    return [
        [{"text": name}, {"text": _sort(one)}, {"text": one.get("description") or _resolved(one, document).get("description", "")}]
        for name, one in found.get("properties", {}).items()
    ]


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if reference := schema.get("$ref"):
        found: Mapping[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
        return found
    return _resolved(schema["items"], document) if schema.get("type") == "array" and "items" in schema else schema


def _sort(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_sort(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_sort(schema.get('items', {}))}"
    return (
        "nothing"
        if schema.get("type") == "null"
        else str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])
    )
