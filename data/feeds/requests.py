"""The API's request schema of a feed (JSON Schema 2020-12), made from its contract."""

from typing import Any

from data.feeds import Column, Contract

_FORMS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"}, "link": {"type": "string", "format": "uri"}, "integer": {"type": "integer"},
    "decimal": {"type": "number"}, "date": {"type": "string", "format": "date"},
    "month": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}, "year": {"type": "integer"},
    "half_year": {"type": "string", "pattern": "^20[0-9]{2}-B(06|12)$"}, "yes_no": {"type": "boolean"},
    "region": {"type": "string", "pattern": r"^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$"},
    "token": {"type": "string", "pattern": "^([0-9]{16}|[0-9a-f]{32,128})$"},
}  # fmt: skip
MOST_ROWS = 200_000


def row_schema(contract: Contract) -> dict[str, Any]:
    """Schema of one row."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in contract.columns if one.required],
        "properties": {one.name: _schema(one) for one in contract.columns},
    }


def request_schema(contract: Contract) -> dict[str, Any]:
    """Schema of a submission as JSON: ``{"rows": [...]}``."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["rows"],
        "properties": {"rows": {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": row_schema(contract)}},
    }


def _schema(column: Column) -> dict[str, Any]:
    said = f"{column.label['id']}. {column.help['id']}" + (f" ({column.unit['id']})" if column.unit else "")
    codes = [code.code for code in column.codes]
    if column.type == "code":
        made: dict[str, Any] = {"type": "string", "enum": codes}
    elif column.type == "codes":
        made = {"type": "array", "items": {"type": "string", "enum": codes}, "uniqueItems": True}
    elif column.type == "list":
        fields = {one.name: _schema(one) for one in column.fields}
        item = {
            "type": "object",
            "additionalProperties": False,
            "properties": fields,
            "required": [one.name for one in column.fields if one.required],
        }
        made = {"type": "array", "items": item}
    else:
        made = dict(_FORMS[column.type])
    if column.type in ("integer", "decimal"):
        made |= {name: value for name, value in (("minimum", column.min), ("maximum", column.max)) if value is not None}
    if column.type in ("text", "link"):
        made |= {"minLength": column.least, "maxLength": column.longest}
    if not column.required:
        made = made | {"type": [made["type"], "null"]} | ({"enum": [*made["enum"], None]} if "enum" in made else {})
    return made | {"description": said}
