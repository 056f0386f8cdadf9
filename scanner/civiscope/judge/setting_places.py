"""Find the setting behind a header field or a cookie, and what would set it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from civiscope.model.source import Source, SourceSetting, SourceTree
from civiscope.results import Finding, SourceLocation

SERVERS: Final = frozenset(
    {"nginx", "apache", "iis", "headers-file", "netlify", "azure", "vercel", "firebase"}
)
"""Who sends fields before or instead of the site's own program; a preview does without them."""
_FIELDS: Final[Mapping[str, str]] = {
    "security/hsts": "strict-transport-security",
    "security/content-type-options": "x-content-type-options",
    "security/clickjacking": "x-frame-options",
    "security/csp-missing": "content-security-policy",
    "security/csp-unsafe": "content-security-policy",
    "security/csp-complete": "content-security-policy",
    "security/csp-syntax": "content-security-policy",
    "security/csp-bypassable-hosts": "content-security-policy",
    "security/referrer-policy": "referrer-policy",
    "security/opener-policy": "cross-origin-opener-policy",
}
_AIMS: Final[Mapping[str, str]] = {
    "security/cookie-secure": "cookie-secure",
    "security/cookie-http-only": "cookie-http-only",
    "security/cookie-same-site": "cookie-same-site",
    "security/server-version": "server-version",
    "security/directory-listing": "listing",
    "security/https-redirect": "https-redirect",
    "security/debug-page": "debug",
}
_VALUES: Final[Mapping[str, str]] = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
}
_DJANGO: Final[Mapping[str, str]] = {
    "strict-transport-security": "SECURE_HSTS_SECONDS = 31536000",
    "x-content-type-options": "SECURE_CONTENT_TYPE_NOSNIFF = True",
    "x-frame-options": 'X_FRAME_OPTIONS = "SAMEORIGIN"',
    "referrer-policy": 'SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"',
    "cross-origin-opener-policy": 'SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"',
    "content-security-policy": 'SECURE_CSP = {"default-src": ["\'self\'"]}',
    "debug": 'DEBUG = os.environ.get("DEBUG") == "1"',
    "https-redirect": "SECURE_SSL_REDIRECT = True",
}
_FLAGS: Final = {
    "cookie-secure": ("SECURE", "secure", True),
    "cookie-http-only": ("HTTPONLY", "httpOnly", True),
    "cookie-same-site": ("SAMESITE", "sameSite", "Lax"),
}
_WRITTEN: Final = frozenset({"django", "flask", "express", "nginx", "headers-file"})
"""Whose files are known well enough to say where a setting would stand."""
_OWN_COOKIES: Final[Mapping[str, frozenset[str]]] = {
    "django": frozenset({"sessionid", "csrftoken", "django_language"}),
    "flask": frozenset({"session", "remember_token"}),
    "express": frozenset({"connect.sid"}),
}
"""Cookies that a framework sets by itself, whose flags its settings decide; others are the site's,
or a script's of somebody else.
"""
_COOKIE_PREFIX: Final = {
    "sessionid": "SESSION_COOKIE",
    "csrftoken": "CSRF_COOKIE",
    "django_language": "LANGUAGE_COOKIE",
    "session": "SESSION_COOKIE",
    "remember_token": "REMEMBER_COOKIE",  # nosec B105 # a name
}


@dataclass(frozen=True, slots=True)
class _Known:
    source: Source
    setting: SourceSetting


class SettingIndex:
    """The settings of a site's source, by what they decide."""

    def __init__(self, tree: SourceTree) -> None:
        self._all = [
            _Known(source, setting)
            for source in tree.files
            if source.role == "production"
            for setting in source.facts.settings
        ]
        self.frameworks = {known.setting.framework for known in self._all}

    def locations(self, finding: Finding) -> tuple[SourceLocation, ...]:
        """Return the settings behind a finding about a header field or a cookie."""
        aim, subject = decided_by(finding)
        if not aim:
            return ()
        found = [known for known in self._all if self._is_about(known.setting, aim, subject)]
        told = [each for each in found if each.setting.known]
        wrong = [each for each in told if _is_cause(each.setting, finding)]
        if wrong:
            sure = len({(each.source.path, each.setting.line) for each in wrong}) == 1
            return tuple(_location(each, aim, subject, sure=sure) for each in wrong[:3])
        if found:
            return tuple(_location(each, aim, subject, sure=False) for each in found[:3])
        return tuple(self._where_it_would_be(aim, subject))

    def sets_elsewhere(self, finding: Finding) -> SourceLocation | None:
        """Return the line of a server's or host's file that sets what a finding misses."""
        aim, subject = decided_by(finding)
        if aim != "header" or "missing" not in finding.message_id:
            return None
        for known in self._all:
            setting = known.setting
            same = setting.aim == "header" and setting.subject == subject
            if same and setting.framework in SERVERS and setting.value:
                return _location(known, aim, subject, sure=True, kind="server")
        return None

    def _is_about(self, setting: SourceSetting, aim: str, subject: str) -> bool:
        if setting.aim == "header-off" and aim == "header":
            return setting.subject == subject
        if setting.aim != aim:
            return False
        if aim == "header":
            return setting.subject == subject
        if aim.startswith("cookie-"):
            own = setting.subject.lower()
            return (
                not own or own == subject.lower() or (own == "sess" and subject.startswith("SESS"))
            )
        return True

    def _where_it_would_be(self, aim: str, subject: str) -> Iterator[SourceLocation]:
        """Yield the file of the framework's own settings, where nothing is set yet."""
        files: dict[str, _Known] = {}
        for known in self._all:
            setting = known.setting
            by_call = setting.where == "call" and setting.framework != "express"
            if setting.framework in _WRITTEN and not by_call:
                files[known.source.path] = known
        apps = {p: k for p, k in files.items() if k.setting.framework not in SERVERS} or files
        sure = len(apps) == 1 and not (self.frameworks & SERVERS)
        for known in [*apps.values()][:2]:
            framework = known.setting.framework
            hint = hint_for(framework, aim, subject)
            own = _OWN_COOKIES.get(framework)
            if aim.startswith("cookie-") and own is not None and subject.lower() not in own:
                continue
            if hint:
                yield _location(known, aim, subject, sure=sure)


def decided_by(finding: Finding) -> tuple[str, str]:
    """Return what decides what a finding is about: an aim, and the field or cookie."""
    if finding.rule in _FIELDS:
        return "header", _FIELDS[finding.rule]
    aim = _AIMS.get(finding.rule, "")
    cookie = re.split(r"[ ;=]", finding.component)[0] if aim.startswith("cookie-") else ""
    return aim, cookie


def _is_cause(setting: SourceSetting, finding: Finding) -> bool:
    """Say whether what a setting says is what the finding complains of."""
    value = setting.value
    if setting.aim == "header-off":
        return "missing" in finding.message_id
    if setting.aim == "header":
        if "missing" in finding.message_id:
            return value in {False, ""}
        told = str(value).lower() if isinstance(value, str) else ""
        return bool(told) and told[:60] in finding.snippet.lower()
    if setting.aim in {"server-version", "listing", "debug"}:
        return value is True
    return value is False or value is None or str(value).lower() == "none"


def _location(
    known: _Known, aim: str, subject: str, *, sure: bool, kind: str = ""
) -> SourceLocation:
    setting = known.setting
    server = setting.framework in SERVERS
    return SourceLocation(
        file=known.source.path,
        line=setting.line,
        column=setting.column,
        sure=sure,
        kind="server" if kind == "server" or server else "setting",
        snippet=setting.snippet,
        hint=hint_for(setting.framework, aim, subject),
    )


def hint_for(framework: str, aim: str, subject: str) -> str:
    """Return what to write into the file of a framework, in its language; nothing when unknown."""
    if aim.startswith("cookie-"):
        return _cookie_hint(framework, aim, subject)
    if framework == "django":
        return _DJANGO.get(subject or aim, "")
    if aim == "header":
        value = _VALUES.get(subject, "")
        return _header_hint(framework, _cased(subject), value) if value else ""
    return {
        ("nginx", "server-version"): "server_tokens off;",
        ("nginx", "listing"): "autoindex off;",
        ("apache", "server-version"): "ServerTokens Prod",
        ("apache", "listing"): "Options -Indexes",
        ("express", "server-version"): 'app.disable("x-powered-by");',
        ("iis", "listing"): '<directoryBrowse enabled="false" />',
        ("rails", "https-redirect"): "config.force_ssl = true",
    }.get((framework, aim), "")


def _cookie_hint(framework: str, aim: str, cookie: str) -> str:
    end, option, value = _FLAGS[aim]
    prefix = _COOKIE_PREFIX.get(cookie.lower(), "SESSION_COOKIE")
    told = f'"{value}"' if isinstance(value, str) else "True"
    if framework == "django":
        return f"{prefix}_{end} = {told}"
    if framework == "flask":
        return f'app.config["{prefix}_{end}"] = {told}'
    if framework == "express":
        return f'{option}: "lax"' if isinstance(value, str) else f"{option}: true"
    if framework == "laravel":
        return {"SECURE": "'secure' => true", "HTTPONLY": "'http_only' => true"}.get(
            end, "'same_site' => 'lax'"
        )
    if framework == "nginx":
        flags = {"SECURE": "secure", "HTTPONLY": "httponly", "SAMESITE": "samesite=lax"}
        return f"proxy_cookie_flags ~ {flags[end]};"
    return ""


def _header_hint(framework: str, name: str, value: str) -> str:
    quoted = value.replace('"', '\\"')
    return {
        "nginx": f'add_header {name} "{quoted}" always;',
        "apache": f'Header always set {name} "{quoted}"',
        "flask": f'response.headers["{name}"] = "{quoted}"',
        "starlette": f'response.headers["{name}"] = "{quoted}"',
        "express": f'res.setHeader("{name}", "{quoted}");',
        "headers-file": f"{name}: {value}",
        "iis": f'<add name="{name}" value="{quoted}" />',
    }.get(framework, "")


def _cased(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))
