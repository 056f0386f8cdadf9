"""What a journey file may say: every key with its form, for the reader and the JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Made = Literal["name", "email", "phone", "postcode", "date", "number", "text", "unique"]
"""Kinds of values that are made up at each run."""
Commitment = Literal["legal", "financial", "data", "test"]
"""What a press commits its user to, in the words of WCAG 3.3.4."""
Depth = Literal["quick", "standard", "deep"]

MADE: tuple[str, ...] = get_args(Made)
COMMITMENTS: tuple[str, ...] = get_args(Commitment)
DEPTHS: tuple[str, ...] = get_args(Depth)
DEFAULT_TIMEOUT_S = 10.0
MIN_TIMEOUT_S = 0.1
MAX_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Verb:
    """What one kind of step takes."""

    form: str
    """Of the value of the verb itself: `target`, `address`, `text`, `condition`, `name`, `key`."""
    means: str
    keys: tuple[str, ...] = ()
    """What may stand beside it, apart from what every step may have."""
    needs: tuple[str, ...] = ()
    """Which of `keys` must be there."""


VERBS: Mapping[str, Verb] = {
    "go": Verb("address", "Open an address of the service."),
    "press": Verb(
        "target", "Press a button, link or tab with this name.", ("role", "sends", "commits")
    ),
    "fill": Verb("target", "Type into the field with this label.", ("with",), ("with",)),
    "clear": Verb("target", "Empty the field with this label."),
    "choose": Verb("text", "Choose an option, radio button or checkbox by its label.", ("of",)),
    "uncheck": Verb("target", "Take the check mark of a box away."),
    "upload": Verb("target", "Give a file to the field with this label.", ("file",), ("file",)),
    "key": Verb("key", "Press a key: Enter, Escape, Tab, an arrow or a letter.", ("sends",)),
    "expect": Verb("condition", "Wait until this can be seen; else the journey ends here."),
    "wait": Verb("condition", "The same as `expect`, for what is only waited for."),
    "state": Verb("name", "Audit the page as it stands now, under this name.", ("depth",)),
}
"""Every kind of step, in the order in which documentation shows them."""

COMMON = ("within", "nth", "timeout", "note")
"""Keys that every step may have."""
FILE_KEYS = ("title", "start", "hosts", "language", "depth", "login", "step")
LOGIN_KEYS = ("proof", "step", "user", "password", "storage")
TARGET_KEYS = ("role", "name", "label", "text", "test_id", "css")
CONDITION_KEYS = ("text", "role", "name", "path", "title", "gone", "css")
VALUE_KEYS = ("env", "made", "totp")


def journey_schema() -> dict[str, Any]:
    """Return the JSON Schema of a journey file."""
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A journey through a service, for civiscope",
        "type": "object",
        "additionalProperties": False,
        "required": ["start", "step"],
        "properties": {
            "title": text,
            "start": {**text, "description": "The address at which the journey begins."},
            "hosts": {
                "type": "array",
                "items": text,
                "description": "Other hosts that pages and forms of the journey may lead to.",
            },
            "language": text,
            "depth": {"enum": list(DEPTHS)},
            "login": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "proof": {"$ref": "#/$defs/target"},
                    "step": {"$ref": "#/$defs/steps"},
                    "user": {"$ref": "#/$defs/value"},
                    "password": {"$ref": "#/$defs/value"},
                    "storage": text,
                },
            },
            "step": {"$ref": "#/$defs/steps"},
        },
        "$defs": {
            "steps": {"type": "array", "minItems": 1, "items": {"oneOf": list(map(_step, VERBS))}},
            "target": {"anyOf": [text, _table(TARGET_KEYS, text)]},
            "condition": {"anyOf": [text, _table(CONDITION_KEYS, text)]},
            "value": {
                "anyOf": [
                    {"type": "string"},
                    *(
                        {
                            "type": "object",
                            "additionalProperties": False,
                            "required": [key],
                            "properties": {key: {"enum": list(MADE)} if key == "made" else text},
                        }
                        for key in VALUE_KEYS
                    ),
                ]
            },
        },
    }


def _table(keys: tuple[str, ...], text: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": dict.fromkeys(keys, text),
    }


def _step(name: str) -> dict[str, Any]:
    verb = VERBS[name]
    reference = verb.form in {"target", "condition"}
    own: dict[str, Any] = (
        {"$ref": f"#/$defs/{verb.form}"} if reference else {"type": "string", "minLength": 1}
    )
    beside: dict[str, dict[str, Any]] = {
        "role": {"type": "string"},
        "sends": {"type": "boolean"},
        "commits": {"enum": list(COMMITMENTS)},
        "with": {"$ref": "#/$defs/value"},
        "of": {"type": "string"},
        "file": {"type": "string"},
        "depth": {"enum": list(DEPTHS)},
        "within": {"type": "string"},
        "nth": {"type": "integer", "minimum": 1},
        "timeout": {"type": "number", "minimum": MIN_TIMEOUT_S, "maximum": MAX_TIMEOUT_S},
        "note": {"type": "string"},
    }
    return {
        "type": "object",
        "description": verb.means,
        "additionalProperties": False,
        "required": [name, *verb.needs],
        "properties": {name: own, **{key: beside[key] for key in (*verb.keys, *COMMON)}},
    }
