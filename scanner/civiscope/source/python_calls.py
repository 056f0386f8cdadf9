"""Read what Python code decides by calls and decorators: cookies, headers, exemptions, files."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from civiscope.model.source import SettingValue, SourceSetting
from civiscope.source.lines import LineIndex
from civiscope.source.python_values import UNKNOWN, NotWritten, literal

_COOKIE_WORDS = {
    "secure": "cookie-secure",
    "httponly": "cookie-http-only",
    "samesite": "cookie-same-site",
}
_MIDDLEWARE_WORDS = {"https_only": "cookie-secure", "same_site": "cookie-same-site"}
_TALISMAN = {
    "force_https": ("https-redirect", ""),
    "session_cookie_secure": ("cookie-secure", "session"),
    "session_cookie_http_only": ("cookie-http-only", "session"),
    "frame_options": ("header", "x-frame-options"),
    "strict_transport_security": ("header", "strict-transport-security"),
    "content_security_policy": ("header", "content-security-policy"),
    "referrer_policy": ("header", "referrer-policy"),
}
_HEADERS = frozenset(
    {
        "strict-transport-security",
        "content-security-policy",
        "x-frame-options",
        "x-content-type-options",
        "referrer-policy",
        "permissions-policy",
        "cross-origin-opener-policy",
        "access-control-allow-origin",
    }
)


def settings_in_calls(
    tree: ast.Module, framework: str, lines: LineIndex
) -> Iterator[SourceSetting]:
    """Yield what calls, decorators and headers of responses in *tree* decide."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _decorators(node, framework, lines)
        elif isinstance(node, ast.Call):
            yield from _call(node, framework, lines)
        elif isinstance(node, ast.Assign):
            yield from _header(node, framework, lines)


def _setting(
    node: ast.expr | ast.keyword,
    aim: tuple[str, str],
    name: str,
    value: SettingValue | NotWritten,
    framework: str,
    lines: LineIndex,
) -> SourceSetting:
    known = value is not UNKNOWN
    told: SettingValue = None if isinstance(value, NotWritten) else value
    return SourceSetting(
        aim=aim[0],
        framework=framework,
        name=name,
        line=node.lineno,
        value=told,
        subject=aim[1],
        known=known,
        why="" if known else "computed",
        where="call",
        column=node.col_offset + 1,
        snippet=lines.line(node.lineno),
    )


def _decorators(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, framework: str, lines: LineIndex
) -> Iterator[SourceSetting]:
    for each in node.decorator_list:
        words = ast.unparse(each)
        last = words.rpartition(".")[2].rstrip(")")
        if last == "csrf_exempt" or "(csrf_exempt" in words or words == "csrf.exempt":
            yield _setting(each, ("csrf-exempt", ""), node.name, True, framework, lines)
        elif last == "xframe_options_exempt":
            yield _setting(each, ("frame-exempt", ""), node.name, True, framework, lines)


def _call(node: ast.Call, framework: str, lines: LineIndex) -> Iterator[SourceSetting]:
    name = ast.unparse(node.func).rpartition(".")[2] if not _is_deep(node.func) else ""
    words = {each.arg: each for each in node.keywords if each.arg}
    if name in {"set_cookie", "set_signed_cookie"}:
        cookie = literal(node.args[0]) if node.args else UNKNOWN
        subject = cookie if isinstance(cookie, str) else ""
        for word, aim in _COOKIE_WORDS.items():
            if word in words:
                value = literal(words[word].value)
                yield _setting(words[word], (aim, subject), word, value, framework, lines)
    elif name == "Talisman":
        for word, decides in _TALISMAN.items():
            if word in words:
                value = literal(words[word].value)
                yield _setting(words[word], decides, f"Talisman({word})", value, "talisman", lines)
    elif name == "add_middleware" and node.args:
        yield from _middleware(node, words, framework, lines)
    elif name == "csrf_exempt" and node.args:
        told = ast.unparse(node.args[0])[:60]
        yield _setting(node, ("csrf-exempt", ""), told, True, framework, lines)
    elif name == "StaticFiles" and "directory" in words:
        value = literal(words["directory"].value)
        yield _setting(words["directory"], ("static", ""), "directory", value, framework, lines)
    elif name == "CORS" and "supports_credentials" in words:
        value = literal(words["supports_credentials"].value)
        both = ("cors-credentials", "")
        yield _setting(words["supports_credentials"], both, "CORS", value, framework, lines)


def _middleware(
    node: ast.Call, words: dict[str, ast.keyword], framework: str, lines: LineIndex
) -> Iterator[SourceSetting]:
    kind = ast.unparse(node.args[0]).rpartition(".")[2]
    if kind == "SessionMiddleware":
        for word, aim in _MIDDLEWARE_WORDS.items():
            if word in words:
                value = literal(words[word].value)
                yield _setting(words[word], (aim, "session"), word, value, framework, lines)
    elif kind == "CORSMiddleware" and "allow_origins" in words:
        origins = literal(words["allow_origins"].value)
        credentials = (
            literal(words["allow_credentials"].value) if "allow_credentials" in words else False
        )
        both: SettingValue | NotWritten = UNKNOWN
        if origins is not UNKNOWN and credentials is not UNKNOWN:
            both = isinstance(origins, tuple) and "*" in origins and credentials is True
        yield _setting(words["allow_origins"], ("cors", ""), kind, both, framework, lines)
    elif kind == "TrustedHostMiddleware" and "allowed_hosts" in words:
        value = literal(words["allowed_hosts"].value)
        yield _setting(words["allowed_hosts"], ("hosts", ""), kind, value, framework, lines)


def _header(node: ast.Assign, framework: str, lines: LineIndex) -> Iterator[SourceSetting]:
    """Yield `response.headers["X-Frame-Options"] = "DENY"` and `response["…"] = …`."""
    for target in node.targets:
        if not (isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)):
            continue
        name = str(target.slice.value).lower()
        if name in _HEADERS:
            value = literal(node.value)
            yield _setting(target, ("header", name), name, value, framework, lines)


def _is_deep(node: ast.expr) -> bool:
    """Say whether what is called is itself the outcome of many calls; nobody needs its name."""
    depth = 0
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
        depth += 1
    return depth > 40
