"""Read what Python files set for Django, Flask, FastAPI and Starlette; nothing is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from civiscope.model.source import SettingValue, SourceSetting
from civiscope.source.lines import LineIndex
from civiscope.source.python_calls import settings_in_calls
from civiscope.source.python_values import UNKNOWN, NotWritten, literal

_COOKIES = {
    "SESSION_COOKIE": "sessionid",
    "CSRF_COOKIE": "csrftoken",
    "LANGUAGE_COOKIE": "django_language",
    "REMEMBER_COOKIE": "remember_token",
}
_COOKIE_ENDS = {
    "_SECURE": "cookie-secure",
    "_HTTPONLY": "cookie-http-only",
    "_SAMESITE": "cookie-same-site",
}
_AIMS: Mapping[str, tuple[str, str]] = {
    "DEBUG": ("debug", ""),
    "ALLOWED_HOSTS": ("hosts", ""),
    "TRUSTED_HOSTS": ("hosts", ""),
    "SECURE_SSL_REDIRECT": ("https-redirect", ""),
    "SECURE_HSTS_SECONDS": ("header", "strict-transport-security"),
    "SECURE_CONTENT_TYPE_NOSNIFF": ("header", "x-content-type-options"),
    "SECURE_REFERRER_POLICY": ("header", "referrer-policy"),
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": ("header", "cross-origin-opener-policy"),
    "X_FRAME_OPTIONS": ("header", "x-frame-options"),
    "SECURE_CSP": ("header", "content-security-policy"),
    "CONTENT_SECURITY_POLICY": ("header", "content-security-policy"),
    "CSP_DEFAULT_SRC": ("header", "content-security-policy"),
    "CSP_SCRIPT_SRC": ("csp-script", "content-security-policy"),
    "PERMISSIONS_POLICY": ("header", "permissions-policy"),
    "CORS_ALLOW_ALL_ORIGINS": ("cors", ""),
    "CORS_ORIGIN_ALLOW_ALL": ("cors", ""),
    "CORS_ALLOW_CREDENTIALS": ("cors-credentials", ""),
    "WTF_CSRF_ENABLED": ("csrf", ""),
    "MIDDLEWARE": ("middleware", ""),
    "MIDDLEWARE_CLASSES": ("middleware", ""),
    "SECURE_PROXY_SSL_HEADER": ("proxy", ""),
    "STATIC_URL": ("static", ""),
    "STATICFILES_STORAGE": ("static", ""),
}
_DJANGO = re.compile(r"^(INSTALLED_APPS|MIDDLEWARE|ROOT_URLCONF|MIDDLEWARE_CLASSES)\b", re.M)
_SETTINGS_NAME = re.compile(r"(^|[_.-])(settings?|config|conf|configuration)([_.-]|$)")
_FLASK = re.compile(r"^\s*(from|import)\s+flask\b", re.M)
_STARLETTE = re.compile(r"^\s*(from|import)\s+(fastapi|starlette)\b", re.M)
_DEV_CLASS = re.compile(r"dev|test|local|debug|ci", re.IGNORECASE)
_SET_ELSEWHERE = (
    ".from_object",
    ".from_pyfile",
    ".from_envvar",
    ".from_prefixed_env",
    "exec",
    "django_heroku.settings",
    "locals().update",
    "globals().update",
)
"""Calls that set what nobody can read here."""


@dataclass(slots=True)
class _PythonSettings:
    """Collects the settings of one file."""

    framework: str
    lines: LineIndex
    found: dict[tuple[str, str], SourceSetting] = field(
        default_factory=dict[tuple[str, str], SourceSetting]
    )

    def take(self, body: list[ast.stmt], why: str = "", where: str = "") -> None:
        """Read statements; *why* says what else than they decides what holds."""
        for statement in body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    self._assign(target, statement.value, why, where)
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                self._assign(statement.target, statement.value, why, where)
            elif isinstance(statement, ast.AugAssign):
                self._assign(statement.target, None, why or "computed", where)
            elif isinstance(statement, ast.If):
                self.take(statement.body, why or "branch", where)
                self.take(statement.orelse, why or "branch", where)
            elif isinstance(statement, ast.Try):
                parts = [*statement.body, *statement.orelse, *statement.finalbody]
                self.take(parts, why or "branch", where)
                for handler in statement.handlers:
                    self.take(handler.body, why or "branch", where)
            elif isinstance(statement, ast.With | ast.For | ast.While):
                self.take(statement.body, why or "branch", where)
            elif isinstance(statement, ast.ClassDef):
                # A class of settings holds where it is chosen; nobody says here that it is.
                chosen = "branch" if _DEV_CLASS.search(statement.name) else why
                self.take(statement.body, chosen, statement.name)
            elif isinstance(statement, ast.ImportFrom):
                self._after_star(statement)
            elif isinstance(statement, ast.Expr):
                self._after_call(statement.value)

    def _assign(self, target: ast.expr, value: ast.expr | None, why: str, where: str) -> None:
        name = _name_of(target)
        if not name:
            return
        aim, subject = aim_of(name)
        if not aim:
            return
        told: SettingValue = None
        if value is not None:
            given = literal(value)
            if given is UNKNOWN:
                why = why or "computed"
            else:
                told = None if isinstance(given, NotWritten) else given
        self.found[name, where] = SourceSetting(
            aim=aim,
            framework=self.framework,
            name=name,
            line=target.lineno,
            value=told,
            subject=subject,
            known=not why,
            why=why,
            where=where,
            column=target.col_offset + 1,
            snippet=self.lines.line(target.lineno),
        )

    def _after_star(self, statement: ast.ImportFrom) -> None:
        """Doubt what stands before an import of all that another file sets."""
        if any(each.name == "*" for each in statement.names):
            self._doubt("overridden")

    def _after_call(self, value: ast.expr) -> None:
        if not isinstance(value, ast.Call):
            return
        called = ast.unparse(value.func)
        if called.endswith(_SET_ELSEWHERE):
            self._doubt("overridden")
        elif called.endswith(".config.update"):
            for keyword in value.keywords:
                if keyword.arg:
                    name = ast.Name(keyword.arg, lineno=keyword.lineno, col_offset=0)
                    self._assign(name, keyword.value, "", "")

    def _doubt(self, why: str) -> None:
        self.found = {
            key: each if not each.known else replace(each, known=False, why=why)
            for key, each in self.found.items()
        }


def aim_of(name: str) -> tuple[str, str]:
    """Return what a setting called *name* is for, and its subject; nothing when it is another."""
    if name in _AIMS:
        return _AIMS[name]
    for begin, cookie in _COOKIES.items():
        if name.startswith(begin):
            return _COOKIE_ENDS.get(name[len(begin) :], ""), cookie
    return "", ""


def python_framework(path: str, text: str) -> str:
    """Return whose settings a Python file holds; empty when it holds none."""
    if _DJANGO.search(text):
        return "django"
    if _FLASK.search(text):
        return "flask"
    if _STARLETTE.search(text):
        return "starlette"
    pure = PurePosixPath(path)
    if _SETTINGS_NAME.search(pure.stem) or "settings" in pure.parts[:-1]:
        plain = re.search(r"^(DEBUG|ALLOWED_HOSTS|SECURE_\w+|CSRF_\w+)\s*=", text, re.M)
        if plain or "django" in text:
            return "django"
        return "flask" if re.search(r"^\s+(DEBUG|SESSION_COOKIE_\w+)\s*=", text, re.M) else ""
    if re.search(r"^\s*(from|import)\s+django\b", text, re.M):
        return "django-code"
    return ""


def read_python(path: str, text: str, tree: ast.Module) -> tuple[SourceSetting, ...]:
    """Return the settings of a Python file."""
    framework = python_framework(path, text)
    if not framework:
        return ()
    lines = LineIndex(text)
    found = [*settings_in_calls(tree, framework.removesuffix("-code"), lines)]
    if framework != "django-code":
        reader = _PythonSettings(framework, lines)
        reader.take(tree.body)
        for function in _factories(tree) if framework == "flask" else ():
            reader.take(function.body)
        found += reader.found.values()
    return tuple(sorted(found, key=lambda each: (each.line, each.name)))


def _factories(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield functions that make an application: what they set holds."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and re.match(
            r"(create|make|build)_?\w*app", node.name
        ):
            yield node


def _name_of(target: ast.expr) -> str:
    """Return the setting that is assigned to: `NAME` or `app.config["NAME"]`."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        if ast.unparse(target.value).endswith("config"):
            return str(target.slice.value)
        return ""
    if isinstance(target, ast.Attribute) and target.attr == "debug":
        return "DEBUG" if ast.unparse(target.value) in {"app", "application"} else ""
    return ""
