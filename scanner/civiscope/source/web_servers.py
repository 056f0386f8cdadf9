"""Read Apache's files, and those by which hosts of static sites are told what to send."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from civiscope.model.source import SettingValue, SourceSetting
from civiscope.source.lines import LineIndex
from civiscope.source.nginx import UnreadableSyntaxError

_OPEN = re.compile(r"^\s*<(/?)(\w+)\s*([^>]*)>", re.IGNORECASE)
_HEADER = re.compile(
    r"""^\s*Header\s+(?P<when>(?:always|onsuccess)\s+)?(?P<how>set|append|add|merge|unset|setifempty)"""
    r"""\s+"?(?P<name>[\w-]+):?"?(?:\s+(?P<value>"(?:\\.|[^"\\])*"|'[^']*'|\S+))?(?P<rest>[^\n]*)""",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(r"^\s*(?P<name>[A-Za-z]\w+)\s+(?P<words>[^\n]+?)\s*$")
_DEFINED = re.compile(r"%\{[^}]*\}e|\$\{\w+\}")


def setting(
    framework: str,
    aim: str,
    name: str,
    value: SettingValue,
    at: tuple[LineIndex, int],
    **more: Any,  # noqa: ANN401 - fields of the setting
) -> SourceSetting:
    """Return a setting that stands in a line of a file."""
    lines, line = at
    return SourceSetting(
        aim=aim,
        framework=framework,
        name=name,
        line=line,
        value=value,
        snippet=lines.line(line),
        **more,
    )


def read_apache(text: str) -> tuple[SourceSetting, ...]:
    """Return the settings of a server's or folder's Apache file."""
    return tuple(_apache(text))


def _apache(text: str) -> Iterator[SourceSetting]:
    lines = LineIndex(text)
    sections: list[tuple[str, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        if opened := _OPEN.match(line):
            if opened[1]:
                sections = sections[:-1]
            else:
                sections.append((opened[2].lower(), opened[3].strip().strip('"')))
            continue
        where = " ".join(f"{kind} {arg}" for kind, arg in sections if kind != "ifmodule")[:120]
        doubt = any(
            kind in {"if", "elseif", "else", "ifdefine", "ifversion"} for kind, _ in sections
        )
        at = lines, number
        if found := _HEADER.match(line):
            yield from _apache_header(found, where, at, doubt=doubt)
        elif found := _DIRECTIVE.match(line):
            yield from _apache_directive(found["name"].lower(), found["words"], where, at)


def _apache_header(
    found: re.Match[str], where: str, at: tuple[LineIndex, int], *, doubt: bool
) -> Iterator[SourceSetting]:
    value = (found["value"] or "").strip("\"'")
    name = found["name"].lower()
    how = found["how"].lower()
    if how == "unset":
        yield setting("apache", "header-removed", "Header unset", name, at, subject=name)
        return
    condition = bool(re.search(r"\benv=|\bexpr=", found["rest"]))
    known = not (doubt or condition or _DEFINED.search(value))
    yield setting(
        "apache",
        "header",
        f"Header {how}",
        value,
        at,
        subject=name,
        where=where,
        known=known,
        why="" if known else "computed",
    )


def _apache_directive(
    name: str, words: str, where: str, at: tuple[LineIndex, int]
) -> Iterator[SourceSetting]:
    first = words.split()[0].strip('"').lower()
    if name == "options":
        given = {word.strip('"').lower() for word in words.split()}
        if given & {"indexes", "+indexes", "-indexes"}:
            listing = "-indexes" not in given
            yield setting("apache", "listing", "Options", listing, at, where=where)
    elif name == "servertokens":
        hidden = first in {"prod", "productonly", "min", "minimal", "major", "minor"}
        yield setting("apache", "server-version", "ServerTokens", not hidden, at, where=where)
    elif name == "serversignature":
        yield setting(
            "apache", "server-version", "ServerSignature", first != "off", at, where=where
        )
    elif name == "redirect" and "https://" in words:
        yield setting("apache", "https-redirect", "Redirect", True, at, where=where)
    elif name == "rewriterule" and "https://" in words and "R" in words.rpartition("[")[2]:
        yield setting("apache", "https-redirect", "RewriteRule", True, at, where=where)
    elif (name == "php_value" and first == "display_errors") or (
        name == "php_flag" and first == "display_errors"
    ):
        on = words.split()[-1].lower() in {"on", "1", "true", "stdout"}
        yield setting("php", "debug", "display_errors", on, at, where=where)
    elif name == "php_flag" and first in {"session.cookie_secure", "session.cookie_httponly"}:
        on = words.split()[-1].lower() in {"on", "1", "true"}
        aim = "cookie-secure" if first.endswith("secure") else "cookie-http-only"
        yield setting("php", aim, first, on, at, where=where, subject="PHPSESSID")


def read_headers_file(text: str, framework: str = "headers-file") -> tuple[SourceSetting, ...]:
    """Return the header fields of a `_headers` file, as Netlify and Cloudflare read it."""
    lines = LineIndex(text)
    found: list[SourceSetting] = []
    where = ""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if not line[:1].isspace():
            where = bare
            continue
        name, colon, value = bare.partition(":")
        if bare.startswith("!"):
            name = bare[1:].strip().lower()
            found.append(
                setting(
                    framework, "header-removed", "_headers", name, (lines, number), subject=name
                )
            )
        elif colon and where:
            found.append(_host_header(framework, name, value.strip(), where, (lines, number)))
    return tuple(found)


def _host_header(
    framework: str, name: str, value: str, where: str, at: tuple[LineIndex, int]
) -> SourceSetting:
    return setting(
        framework, "header", name.strip(), value, at, subject=name.strip().lower(), where=where
    )


def read_netlify_toml(text: str) -> tuple[SourceSetting, ...]:
    """Return the header fields of a netlify.toml. Raises UnreadableSyntaxError."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableSyntaxError(f"It is not TOML: {error}.") from error
    lines = LineIndex(text)
    search = _LineSearch(text)
    found: list[SourceSetting] = []
    for each in _dicts(data.get("headers")):
        where = str(each.get("for", ""))
        for name, value in _dict(each.get("values")).items():
            at = lines, search.after(re.escape(name) + r"[\"']?\s*=")
            told = (
                ", ".join(map(str, cast("list[object]", value)))
                if isinstance(value, list)
                else str(value)
            )
            found.append(_host_header("netlify", name, " ".join(told.split()), where, at))
    return tuple(found)


def read_host_json(text: str, framework: str) -> tuple[SourceSetting, ...]:
    """Return the header fields of a staticwebapp.config.json, vercel.json or firebase.json.

    Raises UnreadableSyntaxError.
    """
    try:
        data = _dict(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableSyntaxError(f"It is not JSON: {error}.") from error
    lines = LineIndex(text)
    search = _LineSearch(text)
    found: list[SourceSetting] = []

    def take(name: str, value: object, where: str) -> None:
        at = lines, search.after('"' + re.escape(name) + '"')
        found.append(_host_header(framework, name, str(value), where, at))

    for name, value in _dict(data.get("globalHeaders")).items():
        take(name, value, "")
    for route in _dicts(data.get("routes")):
        for name, value in _dict(route.get("headers")).items():
            take(name, value, str(route.get("route", "")))
    hosting = _dict(data.get("hosting"))
    for rule in (*_dicts(data.get("headers")), *_dicts(hosting.get("headers"))):
        for each in _dicts(rule.get("headers")):
            take(str(each.get("key", "")), each.get("value", ""), str(rule.get("source", "")))
    return tuple(found)


def read_web_config(content: bytes, text: str) -> tuple[SourceSetting, ...]:
    """Return the settings of an IIS web.config. Raises UnreadableSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSyntaxError(f"It is not XML: {error}.") from error
    lines = LineIndex(text)
    return tuple(
        found
        for element in root.iter("*")
        for found in _iis(
            cast("str", element.tag),
            dict(element.attrib),
            (lines, element.sourceline or 1),
            element,
        )
    )


def _iis(
    tag: str,
    given: dict[Any, Any],
    at: tuple[LineIndex, int],
    element: Any,  # noqa: ANN401 - lxml
) -> Iterator[SourceSetting]:
    parent = element.getparent()
    around = parent.tag if parent is not None else ""
    where = next((str(up.get("path") or "") for up in element.iterancestors("location")), "")

    def on(name: str) -> bool:
        return str(given.get(name, "")).lower() == "true"

    if around == "customHeaders" and tag == "add":
        yield _host_header(
            "iis", str(given.get("name", "")), str(given.get("value", "")), where, at
        )
    elif around == "customHeaders" and tag == "remove":
        name = str(given.get("name", "")).lower()
        yield setting("iis", "header-removed", "remove", name, at, subject=name)
    elif tag == "httpCookies":
        for name, aim in (("requireSSL", "cookie-secure"), ("httpOnlyCookies", "cookie-http-only")):
            if name in given:
                yield setting("iis", aim, name, on(name), at, where=where)
    elif tag == "compilation" and "debug" in given:
        yield setting("iis", "debug", "compilation debug", on("debug"), at, where=where)
    elif tag == "customErrors" and str(given.get("mode", "")).lower() == "off":
        yield setting("iis", "debug", "customErrors mode", True, at, where=where)
    elif tag == "httpErrors" and given.get("errorMode") == "Detailed":
        yield setting("iis", "debug", "httpErrors errorMode", True, at, where=where)
    elif tag == "directoryBrowse" and "enabled" in given:
        yield setting("iis", "listing", "directoryBrowse", on("enabled"), at, where=where)
    elif tag == "httpRuntime" and "enableVersionHeader" in given:
        yield setting("iis", "server-version", "enableVersionHeader", on("enableVersionHeader"), at)


class _LineSearch:
    """Finds names one after the other, in the order in which a file holds them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from = 0

    def after(self, pattern: str) -> int:
        """Return the line of the next place of *pattern*."""
        found = re.compile(pattern).search(self._text, self._from)
        if found is None:
            found = re.compile(pattern).search(self._text)
        if found is None:
            return 1
        self._from = found.end()
        return self._text.count("\n", 0, found.start()) + 1


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [_dict(each) for each in cast("list[object]", value)] if isinstance(value, list) else []
