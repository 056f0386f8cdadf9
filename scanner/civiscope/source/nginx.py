"""Read nginx files: header fields with what cuts their inheritance, listings, versions, aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from civiscope.model.source import SourceSetting
from civiscope.source.lines import LineIndex

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>\#[^\n]*)|(?P<sign>[{};])|"""
    r""""(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|"""
    r"""(?P<word>(?:\$\{[^}]*\}|\\.|[^\s{};"'\\])(?:\$\{[^}]*\}|\\.|[^\s{};\\])*)"""
)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>", re.DOTALL)
_VARIABLE = re.compile(r"\$\{?\w+")
PROTECTIVE = frozenset(
    {
        "strict-transport-security",
        "content-security-policy",
        "x-frame-options",
        "x-content-type-options",
        "referrer-policy",
        "permissions-policy",
    }
)
MAX_DEPTH = 40


@dataclass(slots=True)
class NginxDirective:
    """A line of the file, with the block that it opens."""

    name: str
    words: tuple[str, ...]
    offset: int
    block: list[NginxDirective] = field(default_factory=list["NginxDirective"])
    depth: int = 0


class UnreadableSyntaxError(ValueError):
    """Says, as a sentence, what no reader takes."""


def parse_nginx(text: str) -> list[NginxDirective]:
    """Return the directives of a file. Raises UnreadableSyntaxError."""
    # A file that is filled in when it is installed: what is filled in is a word like any other.
    text = _TEMPLATE.sub(lambda found: "$" * len(found[0].replace("\n", "")), text)
    root: list[NginxDirective] = []
    open_blocks = [root]
    words: list[str] = []
    start = place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise UnreadableSyntaxError(f"Line {line} is not nginx's syntax.")
        place = found.end()
        if found["space"] or found["comment"]:
            continue
        sign = found["sign"]
        if sign is None:
            start = start if words else found.start()
            words.append(
                next(w for w in (found["double"], found["single"], found["word"]) if w is not None)
            )
        elif sign == "}":
            if len(open_blocks) == 1:
                line = text.count("\n", 0, place) + 1
                raise UnreadableSyntaxError(f"Line {line} closes a block that nothing opened.")
            open_blocks.pop()
            words = []
        elif words:
            one = NginxDirective(words[0], tuple(words[1:]), start, depth=len(open_blocks) - 1)
            open_blocks[-1].append(one)
            words = []
            if sign == "{":
                open_blocks.append(one.block)
                if len(open_blocks) > MAX_DEPTH:
                    raise UnreadableSyntaxError("Blocks are nested too deep.")
    if len(open_blocks) > 1:
        raise UnreadableSyntaxError("A block is not closed.")
    return root


def read_nginx(text: str) -> tuple[SourceSetting, ...]:
    """Return the settings of a file. Raises UnreadableSyntaxError."""
    lines = LineIndex(text)
    return tuple(_read(parse_nginx(text), (), "", lines))


def _read(
    block: list[NginxDirective],
    inherited: tuple[NginxDirective, ...],
    where: str,
    lines: LineIndex,
) -> Iterator[SourceSetting]:
    own = tuple(each for each in block if each.name == "add_header" and each.words)
    if own:
        yield from _lost(own, inherited, where, lines)
    for each in own:
        yield from _header(each, where, lines)
    holds = own or inherited
    for each in block:
        inside = where
        if each.name in {"location", "server", "if", "http"}:
            inside = " ".join((each.name, *each.words))[:120]
        yield from _other(each, inside, lines)
        if each.block and each.name not in {"map", "types", "geo", "upstream", "split_clients"}:
            yield from _read(each.block, holds, inside, lines)


def _header(each: NginxDirective, where: str, lines: LineIndex) -> Iterator[SourceSetting]:
    value = "".join(each.words[1:2])
    field_name = _field_of(each)
    computed = bool(_VARIABLE.search(value)) or "$$" in value
    yield _setting(each, "header", value, where, lines, field_name, known=not computed)
    if field_name in PROTECTIVE and "always" not in each.words[2:]:
        yield _setting(each, "header-not-always", value, where, lines, field_name)


def _lost(
    own: tuple[NginxDirective, ...],
    inherited: tuple[NginxDirective, ...],
    where: str,
    lines: LineIndex,
) -> Iterator[SourceSetting]:
    """Yield the protective fields of the blocks around that a block takes away by its own."""
    again = {_field_of(each) for each in own}
    lost = [
        _field_of(each)
        for each in inherited
        if _field_of(each) in PROTECTIVE - again and any(each.words[1:2])
    ]
    if lost:
        names = tuple(dict.fromkeys(lost))
        found = _setting(own[0], "headers-lost", names, where, lines)
        yield found


def _field_of(each: NginxDirective) -> str:
    return next(iter(each.words), "").lower()


def _other(each: NginxDirective, where: str, lines: LineIndex) -> Iterator[SourceSetting]:
    words = each.words
    first = words[0].lower() if words else ""
    if each.name == "autoindex":
        yield _setting(each, "listing", first == "on", where, lines)
    elif each.name == "server_tokens":
        yield _setting(each, "server-version", first != "off", where, lines)
    elif each.name == "return" and first in {"301", "308"} and len(words) > 1:
        if words[1].startswith("https://"):
            yield _setting(each, "https-redirect", True, where, lines)
    elif each.name == "proxy_cookie_flags":
        for flag in ("secure", "httponly", "samesite=lax", "samesite=strict"):
            if flag in (word.lower() for word in words):
                aim = {"secure": "cookie-secure", "httponly": "cookie-http-only"}
                yield _setting(each, aim.get(flag, "cookie-same-site"), True, where, lines)
    elif each.name == "location" and words and words[0] not in {"~", "~*", "=", "@"}:
        yield from _alias(each, words[-1], lines)


def _alias(each: NginxDirective, prefix: str, lines: LineIndex) -> Iterator[SourceSetting]:
    """Yield a location without a slash at its end whose alias has one: `/static../` leads out."""
    for inner in each.block:
        leads_out = inner.words[:1] and inner.words[0].endswith("/") and not prefix.endswith("/")
        if inner.name == "alias" and leads_out:
            yield _setting(inner, "alias", inner.words[0], f"location {prefix}", lines)


def _setting(
    each: NginxDirective,
    aim: str,
    value: bool | str | tuple[str, ...],
    where: str,
    lines: LineIndex,
    subject: str = "",
    *,
    known: bool = True,
) -> SourceSetting:
    line, column = lines.at(each.offset)
    return SourceSetting(
        aim=aim,
        framework="nginx",
        name=each.name,
        line=line,
        value=value,
        subject=subject,
        known=known,
        why="" if known else "computed",
        where=where,
        column=column,
        snippet=lines.line(line),
    )
