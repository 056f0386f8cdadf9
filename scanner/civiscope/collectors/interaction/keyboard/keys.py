"""Press keys in a tab as a keyboard does, and read names of keys."""

from __future__ import annotations

import re

from civiscope.browser.cdp import Json, Session

_NAMED: dict[str, tuple[str, int]] = {
    "Tab": ("Tab", 9),
    "Enter": ("Enter", 13),
    "Escape": ("Escape", 27),
    " ": ("Space", 32),
    "ArrowLeft": ("ArrowLeft", 37),
    "ArrowUp": ("ArrowUp", 38),
    "ArrowRight": ("ArrowRight", 39),
    "ArrowDown": ("ArrowDown", 40),
}
_SIGNS = {
    "/": ("Slash", 191),
    "?": ("Slash", 191),
    ".": ("Period", 190),
    ",": ("Comma", 188),
    "-": ("Minus", 189),
    "+": ("Equal", 187),
    "=": ("Equal", 187),
    "[": ("BracketLeft", 219),
    "]": ("BracketRight", 221),
    ";": ("Semicolon", 186),
    "*": ("Digit8", 56),
    "#": ("Digit3", 51),
    "!": ("Digit1", 49),
}
_SHIFTED = frozenset("?+*#!")
ALT, CONTROL, META, SHIFT = 1, 2, 4, 8
_MODIFIERS = {
    "alt": ALT,
    "option": ALT,
    "ctrl": CONTROL,
    "control": CONTROL,
    "strg": CONTROL,
    "cmd": META,
    "command": META,
    "shift": SHIFT,
    "maj": SHIFT,
    "umschalt": SHIFT,
}
_KEYS = r"[a-z0-9]|f[1-9]|f1[0-2]|esc(?:ape)?|tab|enter|return|space|up|down|left|right"
_COMBINED = re.compile(
    rf"(?i)\b((?:(?:{'|'.join(_MODIFIERS)})(?:\s*[+\-–]\s*|\s+(?:and\s+)?))+)({_KEYS})\b"  # noqa: RUF001 - text has dashes
)
_ALONE = re.compile(
    r"(?i)\b(?:press|pressing|hit|use|type)\s+(?:the\s+)?\W?(f1[0-2]|f[1-9]|[a-z])\W?"
    r"(?:[\s-]+key\b|\s+to\b)"
)
_MAX_KEYS = 6


async def press(session: Session, key: str, modifiers: int = 0) -> None:
    """Press and release *key* (a name as in `KeyboardEvent.key`); return when the page has it."""
    code, number = _code(key)
    printable = len(key) == 1 and not modifiers & (ALT | CONTROL | META)
    shift = SHIFT if key in _SHIFTED else 0
    event: Json = {
        "key": key,
        "code": code,
        "windowsVirtualKeyCode": number,
        "modifiers": modifiers | shift,
    }
    text = "\r" if key == "Enter" else key if printable else ""
    down = {"type": "keyDown" if text else "rawKeyDown", **event}
    # The page gets both in order; the answer to the second is the answer to both.
    session.post("Input.dispatchKeyEvent", {**down, "text": text} if text else down)
    await session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event}, timeout=10)


def keys_named_in(text: str) -> tuple[tuple[str, int], ...]:
    """Return the keys, with modifiers, that *text* tells people to press; at most a few."""
    found: dict[tuple[str, int], None] = {}
    for held, key in _COMBINED.findall(text):
        modifiers = 0
        for word in re.findall(r"[a-z]+", held.lower()):
            modifiers |= _MODIFIERS.get(word, 0)
        found[_key(key), modifiers] = None
    for key in _ALONE.findall(text):
        found[_key(key), 0] = None
    return tuple(found)[:_MAX_KEYS]


def spell_key(key: str, modifiers: int) -> str:
    """Return a key with its modifiers as people write it: `Ctrl+M`."""
    names = {CONTROL: "Ctrl", ALT: "Alt", META: "Cmd", SHIFT: "Shift"}
    held = [name for bit, name in names.items() if modifiers & bit]
    return "+".join([*held, key.upper() if len(key) == 1 else key])


def _key(word: str) -> str:
    lower = word.lower()
    named = {
        "esc": "Escape",
        "escape": "Escape",
        "tab": "Tab",
        "enter": "Enter",
        "return": "Enter",
        "space": " ",
        "up": "ArrowUp",
        "down": "ArrowDown",
        "left": "ArrowLeft",
        "right": "ArrowRight",
    }
    return named.get(lower, lower.upper() if len(lower) > 1 else lower)


def _code(key: str) -> tuple[str, int]:
    if key in _NAMED:
        return _NAMED[key]
    if key in _SIGNS:
        return _SIGNS[key]
    if re.fullmatch(r"F\d+", key):
        return key, 111 + int(key[1:])
    if key.isdecimal():
        return f"Digit{key}", ord(key)
    return f"Key{key.upper()}", ord(key.upper()[0])
