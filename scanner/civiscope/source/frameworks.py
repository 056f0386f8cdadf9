"""Read settings of frameworks that are not written in Python, by the lines that make them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from civiscope.model.source import SettingValue, SourceSetting
from civiscope.source.lines import LineIndex

Decide = Callable[[re.Match[str]], SettingValue]
_TRUE: Final = frozenset({"true", "1", "on", "yes"})


def _flag(found: re.Match[str]) -> bool:
    return found["value"].strip("\"'").lower() in _TRUE


def _text(found: re.Match[str]) -> str:
    return found["value"]


def _yes(_found: re.Match[str]) -> bool:
    return True


def _no(_found: re.Match[str]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class LinePattern:
    """A line that decides something."""

    aim: str
    pattern: re.Pattern[str]
    decide: Decide = _flag
    name: str = ""
    subject: str = ""


def _line(
    aim: str, pattern: str, decide: Decide = _flag, name: str = "", subject: str = ""
) -> LinePattern:
    return LinePattern(aim, re.compile(pattern, re.MULTILINE), decide, name, subject)


_BOOL = r"(?P<value>true|false)\b"
_HEADER_NAMES = (
    r"(?P<subject>(?i:Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|"
    r"X-Content-Type-Options|Referrer-Policy|Permissions-Policy|Cross-Origin-Opener-Policy))"
)
_QUOTED = r"""(?P<quote>["'])(?P<value>(?:(?!(?P=quote)).)*)(?P=quote)"""

RAILS = (
    _line("https-redirect", rf"^\s*config\.force_ssl\s*=\s*{_BOOL}", name="config.force_ssl"),
    _line(
        "debug",
        rf"^\s*config\.consider_all_requests_local\s*=\s*{_BOOL}",
        name="config.consider_all_requests_local",
    ),
    _line(
        "csrf",
        rf"^\s*config\.action_controller\.(?:allow_forgery_protection|default_protect_from_forgery)\s*=\s*{_BOOL}",
        name="allow_forgery_protection",
    ),
    _line(
        "csrf-exempt",
        r"^\s*skip_(?:forgery_protection|before_action\s+:verify_authenticity_token)",
        _yes,
        "skip_forgery_protection",
    ),
    _line(
        "cookie-secure",
        rf"^[^#\n]*\bsession_store\b[^#\n]*\bsecure:\s*{_BOOL}",
        name="session_store",
        subject="_session",
    ),
    _line(
        "cookie-http-only",
        rf"^[^#\n]*\bsession_store\b[^#\n]*\bhttponly:\s*{_BOOL}",
        name="session_store",
        subject="_session",
    ),
    _line(
        "cookie-secure",
        rf"^[^#\n]*\bcookies(?:\.\w+)*\[[^\]]*\][^#\n]*\bsecure:\s*{_BOOL}",
        name="cookies",
    ),
    _line("header", rf"^[^#\n]*[\"']{_HEADER_NAMES}[\"']\]?\s*(?:=>|=|:)\s*{_QUOTED}", _text),
    _line(
        "csp-enabled",
        r"^\s*(?:Rails\.application\.)?config\.content_security_policy\s+do",
        _yes,
        "content_security_policy",
        "content-security-policy",
    ),
)
LARAVEL = (
    _line(
        "cookie-secure",
        rf"^\s*['\"]secure['\"]\s*=>\s*{_BOOL}",
        name="session.secure",
        subject="laravel_session",
    ),
    _line(
        "cookie-http-only",
        rf"^\s*['\"]http_only['\"]\s*=>\s*{_BOOL}",
        name="session.http_only",
        subject="laravel_session",
    ),
    _line(
        "cookie-same-site",
        rf"^\s*['\"]same_site['\"]\s*=>\s*{_QUOTED}",
        _text,
        "session.same_site",
        "laravel_session",
    ),
    _line("debug", rf"^\s*['\"]debug['\"]\s*=>\s*{_BOOL}", name="app.debug"),
)
PHP = (
    _line("debug", rf"^\s*define\(\s*['\"]WP_DEBUG['\"]\s*,\s*{_BOOL}", name="WP_DEBUG"),
    _line(
        "https-redirect",
        rf"^\s*define\(\s*['\"]FORCE_SSL_ADMIN['\"]\s*,\s*{_BOOL}",
        name="FORCE_SSL_ADMIN",
    ),
    _line(
        "debug",
        r"^\s*ini_set\(\s*['\"]display_errors['\"]\s*,\s*['\"]?(?P<value>\w+)",
        name="display_errors",
    ),
    _line(
        "cookie-secure",
        r"^\s*ini_set\(\s*['\"]session\.cookie_secure['\"]\s*,\s*['\"]?(?P<value>\w+)",
        name="session.cookie_secure",
        subject="PHPSESSID",
    ),
    _line(
        "cookie-http-only",
        r"^\s*ini_set\(\s*['\"]session\.cookie_httponly['\"]\s*,\s*['\"]?(?P<value>\w+)",
        name="session.cookie_httponly",
        subject="PHPSESSID",
    ),
    _line(
        "debug",
        r"^\s*\$config\[['\"]system\.logging['\"]\]\[['\"]error_level['\"]\]\s*=\s*['\"](?P<value>verbose|all|some)['\"]",
        _yes,
        "error_level",
    ),
    _line("header", rf"^\s*header\(\s*['\"]{_HEADER_NAMES}:\s*(?P<value>[^\"'$]*)['\"]", _text),
)
DRUPAL_SERVICES = (
    _line("cookie-secure", rf"^\s*cookie_secure:\s*{_BOOL}", name="cookie_secure", subject="SESS"),
    _line(
        "cookie-http-only",
        rf"^\s*cookie_httponly:\s*{_BOOL}",
        name="cookie_httponly",
        subject="SESS",
    ),
    _line(
        "cookie-same-site",
        r"^\s*cookie_samesite:\s*(?P<value>\w+)",
        _text,
        "cookie_samesite",
        "SESS",
    ),
    _line(
        "debug",
        rf"^\s*http\.response\.debug_cacheability_headers:\s*{_BOOL}",
        name="debug_cacheability_headers",
    ),
)
SPRING = (
    _line(
        "cookie-secure",
        r"^\s*server\.servlet\.session\.cookie\.secure\s*[=:]\s*(?P<value>\w+)\s*$",
        name="server.servlet.session.cookie.secure",
        subject="JSESSIONID",
    ),
    _line(
        "cookie-http-only",
        r"^\s*server\.servlet\.session\.cookie\.http-?[oO]nly\s*[=:]\s*(?P<value>\w+)\s*$",
        name="server.servlet.session.cookie.http-only",
        subject="JSESSIONID",
    ),
    _line(
        "cookie-same-site",
        r"^\s*server\.servlet\.session\.cookie\.same-?[sS]ite\s*[=:]\s*(?P<value>\w+)\s*$",
        _text,
        "server.servlet.session.cookie.same-site",
        "JSESSIONID",
    ),
    _line(
        "debug",
        r"^\s*server\.error\.include-?[sS]tacktrace\s*[=:]\s*(?P<value>always)\s*$",
        _yes,
        "server.error.include-stacktrace",
    ),
)
SPRING_YAML = (
    _line(
        "debug",
        r"^\s*include-stacktrace:\s*(?P<value>always)\s*$",
        _yes,
        "server.error.include-stacktrace",
    ),
)
JAVA = (
    _line(
        "csrf",
        r"^[^/\n]*\.?csrf\(\)\s*\.disable\(\)|^[^/\n]*\bcsrf\(\s*(?:\w+\s*->\s*\w+\.disable\(\)|\w*(?:CsrfConfigurer|AbstractHttpConfigurer)(?:<[^>]*>)?::disable)\s*\)",
        _no,
        "csrf",
    ),
    _line(
        "headers-off",
        r"^[^/\n]*\.?headers\(\)\s*\.disable\(\)|^[^/\n]*\bheaders\(\s*(?:\w+\s*->\s*\w+\.disable\(\)|\w*(?:HeadersConfigurer|AbstractHttpConfigurer)(?:<[^>]*>)?::disable)\s*\)",
        _yes,
        "headers",
    ),
)
CSHARP = (
    _line(
        "cookie-secure",
        r"^[^/\n]*\bSecurePolicy\s*=\s*CookieSecurePolicy\.(?P<value>None)\b",
        _no,
        "CookieSecurePolicy.None",
    ),
    _line("cookie-http-only", rf"^[^/\n]*\bHttpOnly\s*=\s*{_BOOL}", name="HttpOnly"),
    _line("csrf-exempt", r"^\s*\[IgnoreAntiforgeryToken\]", _yes, "IgnoreAntiforgeryToken"),
    _line("hsts", r"^\s*(?:app\.)?UseHsts\(", _yes, "UseHsts"),
    _line("https-redirect", r"^\s*app\.UseHttpsRedirection\(", _yes, "UseHttpsRedirection"),
    _line(
        "header",
        rf"^[^/\n]*Headers(?:\.(?:Add|Append)\(\s*|\[)\"{_HEADER_NAMES}\"\]?\s*(?:,|=)\s*\"(?P<value>[^\"$]*)\"",
        _text,
    ),
)
APPSETTINGS = (
    _line("hosts", r"^\s*\"AllowedHosts\"\s*:\s*\"(?P<value>[^\"]*)\"", _text, "AllowedHosts"),
    _line("debug", rf"^\s*\"DetailedErrors\"\s*:\s*{_BOOL}", name="DetailedErrors"),
)


def kind_of(path: str, text: str) -> tuple[str, tuple[LinePattern, ...]]:
    """Return the framework, and the lines that are looked for in a file; nothing for others."""
    pure = PurePosixPath(path)
    name, ending = pure.name.lower(), pure.suffix.lower()
    if ending == ".rb":
        return "rails", RAILS
    if ending == ".php":
        if "config" in pure.parts[:-1] and name in {"session.php", "app.php"}:
            return "laravel", LARAVEL
        if name in {"settings.php", "settings.local.php"}:
            return "drupal", PHP
        return ("wordpress" if name.startswith("wp-") or "add_action(" in text else "php"), PHP
    if name.endswith("services.yml"):
        return "drupal", DRUPAL_SERVICES
    if name.startswith("application") and ending == ".properties":
        return "spring", SPRING
    if name.startswith("application") and ending in {".yml", ".yaml"}:
        return "spring", SPRING_YAML
    if ending in {".java", ".kt"} and "HttpSecurity" in text:
        return "spring", JAVA
    if ending == ".cs":
        return "aspnet", CSHARP
    if name.startswith("appsettings") and ending == ".json":
        return "aspnet", APPSETTINGS
    return "", ()


_COMMENT: Mapping[str, re.Pattern[str]] = {
    ".php": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".java": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".kt": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".cs": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".rb": re.compile(r"^=begin.*?^=end", re.DOTALL | re.MULTILINE),
}


def read_lines(path: str, text: str) -> tuple[SourceSetting, ...]:
    """Return the settings that lines of a file make."""
    framework, patterns = kind_of(path, text)
    if not patterns:
        return ()
    lines = LineIndex(text)
    comment = _COMMENT.get(PurePosixPath(path).suffix.lower())
    plain = comment.sub(blank, text) if comment else text
    found = [each for one in patterns for each in _found(one, framework, plain, lines)]
    return tuple(sorted(found, key=lambda each: (each.line, each.name)))


def _found(
    one: LinePattern, framework: str, text: str, lines: LineIndex
) -> Iterator[SourceSetting]:
    for match in one.pattern.finditer(text):
        groups = match.groupdict()
        subject = (
            (groups.get("subject") or one.subject).lower() if one.aim == "header" else one.subject
        )
        begins = match.start() + len(match[0]) - len(match[0].lstrip())
        line, column = lines.at(begins)
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        guarded = _is_guarded(text, match)
        yield SourceSetting(
            aim=one.aim,
            framework=framework,
            name=one.name or groups.get("subject") or "",
            line=line,
            value=one.decide(match),
            subject=subject,
            known=not guarded and not before.strip(),
            why="branch" if guarded else "",
            column=column,
            snippet=lines.line(line),
        )


_GUARD = re.compile(r"(^|[\s};])(if|unless|elsif|else|elseif|case|when|try|switch)\b")


def _is_guarded(text: str, match: re.Match[str]) -> bool:
    """Say whether the line stands in a condition: one is open on a line before, less indented."""
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    line_start = text.rfind("\n", 0, start) + 1
    indent = start - line_start
    own_end = text.find("\n", match.end())
    own = text[line_start : own_end if own_end >= 0 else len(text)]
    if re.search(r"\s(if|unless)\s", own) or _GUARD.match(own.lstrip()):
        return True
    for line in reversed(text[:line_start].split("\n")[-60:]):
        bare = line.lstrip()
        if not bare or len(line) - len(bare) >= indent:
            continue
        if _GUARD.match(bare) or " ? " in bare:
            return True
        indent = len(line) - len(bare)
        if indent == 0:
            return False
    return False


def blank(found: re.Match[str]) -> str:
    """Return as much space as was found, with its ends of lines kept."""
    return re.sub(r"[^\n]", " ", found[0])
