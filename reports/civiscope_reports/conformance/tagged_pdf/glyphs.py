"""Which characters the codes and glyph names of simple fonts stand for."""

from __future__ import annotations

import unicodedata

_MARKS = {
    "grave": "GRAVE",
    "acute": "ACUTE",
    "circumflex": "CIRCUMFLEX",
    "tilde": "TILDE",
    "dieresis": "DIAERESIS",
    "ring": "RING ABOVE",
    "cedilla": "CEDILLA",
    "caron": "CARON",
    "macron": "MACRON",
    "breve": "BREVE",
    "ogonek": "OGONEK",
    "dotaccent": "DOT ABOVE",
    "hungarumlaut": "DOUBLE ACUTE",
    "commaaccent": "CEDILLA",
}
_NAMED = {
    "space": " ",
    "nbspace": " ",
    "nonbreakingspace": " ",
    "exclam": "!",
    "quotedbl": '"',
    "numbersign": "#",
    "dollar": "$",
    "percent": "%",
    "ampersand": "&",
    "quotesingle": "'",
    "quoteright": "’",  # noqa: RUF001 - the character itself
    "quoteleft": "‘",  # noqa: RUF001 - the character itself
    "parenleft": "(",
    "parenright": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "hyphen": "-",
    "minus": "-",
    "sfthyphen": "",
    "softhyphen": "",
    "period": ".",
    "slash": "/",
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "colon": ":",
    "semicolon": ";",
    "less": "<",
    "equal": "=",
    "greater": ">",
    "question": "?",
    "at": "@",
    "bracketleft": "[",
    "backslash": "\\",
    "bracketright": "]",
    "asciicircum": "^",
    "underscore": "_",
    "grave": "`",
    "braceleft": "{",
    "bar": "|",
    "braceright": "}",
    "asciitilde": "~",
    "exclamdown": "¡",
    "cent": "¢",
    "sterling": "£",
    "yen": "¥",
    "section": "§",
    "copyright": "©",
    "registered": "®",
    "trademark": "™",
    "degree": "°",
    "plusminus": "±",
    "mu": "µ",
    "paragraph": "¶",
    "periodcentered": "·",
    "bullet": "•",
    "ellipsis": "…",
    "endash": "–",  # noqa: RUF001 - the character itself
    "emdash": "—",
    "quotedblleft": "“",
    "quotedblright": "”",
    "quotedblbase": "„",
    "quotesinglbase": "‚",  # noqa: RUF001 - the character itself
    "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹",  # noqa: RUF001 - the character itself
    "guilsinglright": "›",  # noqa: RUF001 - the character itself
    "questiondown": "¿",
    "germandbls": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "oslash": "ø",
    "Oslash": "Ø",
    "eth": "ð",
    "Eth": "Ð",
    "thorn": "þ",
    "Thorn": "Þ",
    "lslash": "ł",
    "Lslash": "Ł",
    "dcroat": "đ",
    "Dcroat": "Đ",
    "dotlessi": "ı",  # noqa: RUF001 - the character itself
    "fi": "fi",
    "fl": "fl",
    "ff": "ff",
    "ffi": "ffi",
    "ffl": "ffl",
    "fraction": "/",
    "onehalf": "½",
    "onequarter": "¼",
    "threequarters": "¾",
    "multiply": "×",  # noqa: RUF001 - the character itself
    "divide": "÷",
    "lessequal": "≤",
    "greaterequal": "≥",
    "Euro": "€",
    "ordfeminine": "ª",
    "ordmasculine": "º",
    "dagger": "†",
    "daggerdbl": "‡",
    "perthousand": "‰",
    "checkmark": "✓",
}
# Where Adobe's StandardEncoding differs from ASCII.
_STANDARD = {
    0x27: "quoteright",
    0x60: "quoteleft",
    0xA1: "exclamdown",
    0xA2: "cent",
    0xA3: "sterling",
    0xA4: "fraction",
    0xA5: "yen",
    0xA7: "section",
    0xA9: "quotesingle",
    0xAA: "quotedblleft",
    0xAB: "guillemotleft",
    0xAC: "guilsinglleft",
    0xAD: "guilsinglright",
    0xAE: "fi",
    0xAF: "fl",
    0xB1: "endash",
    0xB2: "dagger",
    0xB3: "daggerdbl",
    0xB4: "periodcentered",
    0xB6: "paragraph",
    0xB7: "bullet",
    0xB8: "quotesinglbase",
    0xB9: "quotedblbase",
    0xBA: "quotedblright",
    0xBB: "guillemotright",
    0xBC: "ellipsis",
    0xBD: "perthousand",
    0xBF: "questiondown",
    0xD0: "emdash",
    0xE1: "AE",
    0xE3: "ordfeminine",
    0xE8: "Lslash",
    0xE9: "Oslash",
    0xEA: "OE",
    0xEB: "ordmasculine",
    0xF1: "ae",
    0xF5: "dotlessi",
    0xF8: "lslash",
    0xF9: "oslash",
    0xFA: "oe",
    0xFB: "germandbls",
}


def character_of(name: str) -> str:
    """Return the characters that a glyph name stands for; empty when it does not say."""
    if name in _NAMED:
        return _NAMED[name]
    base = name.partition(".")[0]
    if not base or (base == name and len(base) == 1):
        return base
    if "_" in base:
        return "".join(character_of(part) for part in base.split("_"))
    if base != name:
        return character_of(base)
    return _by_number(base) or _with_mark(base)


def _by_number(name: str) -> str:
    digits = name[3:] if name.startswith("uni") else name[1:] if name.startswith("u") else ""
    try:
        value = int(digits[:4] if name.startswith("uni") else digits, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0x110000 and not 0xD800 <= value < 0xE000 else ""


def _with_mark(name: str) -> str:
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    mark = _MARKS.get(name[1:])
    if mark is None:
        return ""
    try:
        return unicodedata.lookup(f"LATIN {case} LETTER {name[0].upper()} WITH {mark}")
    except KeyError:
        return ""


def base_encoding(name: str) -> dict[int, str]:
    """Return code → character of an encoding that PDF names; StandardEncoding for any other."""
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(name)
    if codec:
        return {code: bytes([code]).decode(codec, "replace") for code in range(0x20, 0x100)}
    table = {code: chr(code) for code in range(0x20, 0x7F)}
    table.update({code: _NAMED[glyph] for code, glyph in _STANDARD.items()})
    return table
