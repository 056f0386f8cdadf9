"""Read what JavaScript sets for Express: helmet, sessions, cookies, headers, static files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model.source import SettingValue, SourceSetting
from civiscope.source.frameworks import blank
from civiscope.source.lines import LineIndex

_EXPRESS = re.compile(
    r"""(?:require\(\s*|from\s+)["'](?:express|helmet|express-session|cookie-session|cookie-parser|csurf|hapi|@hapi/hapi|koa|fastify)["']"""
)
_RESPONSE = re.compile(r"\bres\.(?:cookie|setHeader|set|header)\(")
_COMMENT = re.compile(
    r"""(?P<keep>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|//[^\n]*|/\*.*?\*/""",
    re.DOTALL,
)
_SET_HEADER = re.compile(
    r"""\bres(?:ponse)?\.(?:setHeader|set|header)\(\s*["'](?P<name>[\w-]+)["']\s*,\s*(?P<value>"[^"]*"|'[^']*'|[^)\n]+)"""
)
_COOKIE = re.compile(r"""\bres(?:ponse)?\.cookie\(\s*["'](?P<name>[^"']+)["']""")
_SESSION = re.compile(r"\b(?:session|expressSession|cookieSession)\(\s*\{")
_HELMET = re.compile(r"\b(?:app|server|router)\.use\(\s*helmet\(")
_HELMET_OFF = re.compile(
    r"\b(?P<name>contentSecurityPolicy|hsts|strictTransportSecurity|frameguard|xFrameOptions|"
    r"noSniff|xContentTypeOptions|referrerPolicy)\s*:\s*false\b"
)
_HELMET_FIELDS = {
    "contentSecurityPolicy": "content-security-policy",
    "hsts": "strict-transport-security",
    "strictTransportSecurity": "strict-transport-security",
    "frameguard": "x-frame-options",
    "xFrameOptions": "x-frame-options",
    "noSniff": "x-content-type-options",
    "xContentTypeOptions": "x-content-type-options",
    "referrerPolicy": "referrer-policy",
}
_POWERED = re.compile(r"""\bapp\.disable\(\s*["']x-powered-by["']""")
_STATIC = re.compile(
    r"""\bexpress\.static\(\s*(?P<folder>__dirname|["'][^"']*["']|process\.cwd\(\)|path\.(?:join|resolve)\(\s*__dirname\s*(?:,\s*["'][^"']*["']\s*)?\))"""
)
_OPTION = re.compile(
    r"""\b(?P<name>secure|httpOnly|sameSite)\s*:\s*(?P<value>true|false|["'][^"']*["']|[^,}\n]+)"""
)
_AIMS = {"secure": "cookie-secure", "httpOnly": "cookie-http-only", "sameSite": "cookie-same-site"}
_GUARD = re.compile(r"(\bif\s*\(|\belse\b|\?|\bcase\b)[^;{}]*\{?[^;{}]*$")
MAX_OPTIONS = 3000


def read_javascript(text: str) -> tuple[SourceSetting, ...]:
    """Return what a file sets for the server; nothing for a file of the browser."""
    if not _EXPRESS.search(text) and not _RESPONSE.search(text):
        return ()
    plain = _COMMENT.sub(lambda found: found[0] if found["keep"] else blank(found), text)
    lines = LineIndex(text)
    found = [*_read(plain, lines)]
    return tuple(sorted(found, key=lambda each: (each.line, each.column)))


def _read(text: str, lines: LineIndex) -> Iterator[SourceSetting]:
    for match in _SET_HEADER.finditer(text):
        raw = match["value"].strip()
        value = _value(raw)
        name = match["name"].lower()
        yield _setting(
            match.start(), ("header", name), "setHeader", value, lines, computed=value is None
        )
    for match in _COOKIE.finditer(text):
        yield from _options(
            text, text.index("(", match.start()), match["name"], "res.cookie", lines
        )
    for match in _SESSION.finditer(text):
        kind = "session" if match[0].startswith("cookieSession") else "connect.sid"
        yield from _options(text, match.end() - 1, kind, "session", lines)
    for match in _HELMET.finditer(text):
        inner = text[match.end() : _end_of(text, match.end() - 1)]
        yield _setting(match.start(), ("helmet", ""), "helmet", True, lines)
        for off in _HELMET_OFF.finditer(inner):
            aim = "header-off", _HELMET_FIELDS[off["name"]]
            yield _setting(match.end() + off.start(), aim, off["name"], False, lines)
    for match in _POWERED.finditer(text):
        yield _setting(match.start(), ("server-version", ""), "x-powered-by", False, lines)
    for match in _STATIC.finditer(text):
        folder = match["folder"].strip("\"'")
        named = re.search(r"""["']([^"']*)["']""", folder)
        whole = named is None and folder in {"__dirname", "process.cwd()", ".", "./", ""}
        joined = re.fullmatch(r"path\.\w+\(\s*__dirname\s*\)", folder) is not None
        below = named is not None and named[1] in {".", "./", "", "/"}
        told = named[1] if named is not None else folder
        value = "." if whole or joined or below else told
        yield _setting(match.start(), ("static", ""), "express.static", value, lines)


def _options(
    text: str, start: int, cookie: str, name: str, lines: LineIndex
) -> Iterator[SourceSetting]:
    """Yield the flags of a cookie among the options of a call that begin at *start*."""
    end = _end_of(text, start)
    for match in _OPTION.finditer(text, start, end):
        value = _value(match["value"].strip())
        aim = _AIMS[match["name"]], cookie
        told = f"{name} {match['name']}"
        yield _setting(match.start(), aim, told, value, lines, computed=value is None)


def _end_of(text: str, start: int) -> int:
    """Return where the brackets that are open at *start* are closed."""
    depth = 0
    for place in range(start, min(len(text), start + MAX_OPTIONS)):
        if text[place] in "({[":
            depth += 1
        elif text[place] in ")}]":
            depth -= 1
            if depth <= 0:
                return place
    return min(len(text), start + MAX_OPTIONS)


def _value(raw: str) -> SettingValue:
    if raw in {"true", "false"}:
        return raw == "true"
    if len(raw) > 1 and raw[0] in "\"'" and raw[-1] == raw[0]:
        return raw[1:-1]
    return None


def _setting(
    offset: int,
    aim: tuple[str, str],
    name: str,
    value: SettingValue,
    lines: LineIndex,
    *,
    computed: bool = False,
) -> SourceSetting:
    line, column = lines.at(offset)
    guarded = _GUARD.search(lines.text[max(0, offset - 300) : offset]) is not None
    why = "computed" if computed else "branch" if guarded else ""
    return SourceSetting(
        aim=aim[0],
        framework="express",
        name=name,
        line=line,
        value=value,
        subject=aim[1],
        known=not why,
        why=why,
        column=column,
        snippet=lines.line(line),
    )
