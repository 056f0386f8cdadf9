"""The published forms of keys and tokens, and what tells a real one from a sample."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from civiscope.model.leaks import Sureness

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _any(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """One form of key: a pattern whose only group, if any, is the secret part."""

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """Without one of these texts the pattern cannot match; looking for them is cheap."""
    proves: Callable[[str], bool] = _any
    """Checks what a pattern cannot: a checksum, an inner structure."""
    sure: Sureness = "secret"
    shown: int = 0
    """Letters at the beginning that all keys of this form share and that may be shown."""


def github_checksum(token: str) -> bool:
    """Say whether the last six letters are the checksum of the others."""
    body, check = token.partition("_")[2][:-6], token[-6:]
    number, found = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        found = _BASE62[digit] + found
    return found.rjust(6, "0") == check


def _jwt(token: str) -> bool:
    header, body = (_decoded(part) for part in token.split(".")[:2])
    return "alg" in header and bool(body)


def _powerful_jwt(token: str) -> bool:
    body = _decoded(token.split(".")[1])
    return _jwt(token) and body.get("role") in {"service_role", "admin", "root"}


def _decoded(part: str) -> Mapping[str, Any]:
    try:
        data: Any = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}


def _real_password(found: str) -> bool:
    return not _PLACEHOLDER.search(found) and len(set(found)) > 3


_PLACEHOLDER = re.compile(
    r"^(?:[*x.•]+|\$\{.*|\{\{.*|<.*|%\w+%?|pass(?:word|wd)?\d*|secret|user|example|changeme|token|"
    r"your[-_ ]?.*|my[-_ ]?.*|null|none|undefined|true|false)$",
    re.IGNORECASE,
)

_KEY = r"(?<![A-Za-z0-9_-])"
FORMATS: tuple[Format, ...] = (
    Format(
        "private-key",
        re.compile(
            r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
            r"((?:\\n|\\r|[\sA-Za-z0-9+/=:,-]){60,20000}?)-----END"
        ),
        ("PRIVATE KEY",),
    ),
    Format(
        "github-token",
        re.compile(_KEY + r"(gh[pousr]_[A-Za-z0-9]{36})(?![A-Za-z0-9])"),
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        github_checksum,
        shown=4,
    ),
    Format(
        "github-token",
        re.compile(_KEY + r"(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])"),
        ("github_pat_",),
        shown=11,
    ),
    Format(
        "npm-token",
        re.compile(_KEY + r"(npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])"),
        ("npm_",),
        github_checksum,
        shown=4,
    ),
    Format("gitlab-token", re.compile(_KEY + r"(glpat-[\w-]{20,})"), ("glpat-",), shown=6),
    Format("pypi-token", re.compile(r"(pypi-AgEIcHlwaS5vcmc[\w-]{50,})"), ("pypi-AgEI",), shown=5),
    Format(
        "slack-token",
        re.compile(_KEY + r"(xox[abeoprs]-(?=[\w-]*\d{8})[\w-]{20,250})"),
        ("xox",),
        shown=5,
    ),
    Format(
        "slack-webhook",
        re.compile(
            r"hooks\.slack\.com/services/(T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{20,28})"
        ),
        ("hooks.slack.com",),
    ),
    Format(
        "stripe-key",
        re.compile(_KEY + r"([sr]k_live_[A-Za-z0-9]{16,250})(?![A-Za-z0-9])"),
        ("k_live_",),
        shown=8,
    ),
    Format(
        "sendgrid-key", re.compile(_KEY + r"(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])"), ("SG.",), shown=3
    ),
    Format(
        "aws-key",
        re.compile(_KEY + r"((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])"),
        ("AKIA", "ASIA"),
        shown=4,
    ),
    Format(
        "aws-secret",
        re.compile(
            r"(?i:aws|amz)[\w.-]{0,20}(?i:secret|key)[\w.-]{0,20}[\"']?\s{0,3}[:=]{1,2}>?\s{0,3}"
            r"[\"']([A-Za-z0-9/+]{40})[\"']"
        ),
        ("aws", "AWS", "Aws", "amz", "AMZ", "Amz"),
    ),
    Format(
        "azure-key",
        re.compile(r"AccountKey=([A-Za-z0-9+/]{86}==)"),
        ("AccountKey=",),
    ),
    Format(
        "google-client-secret",
        re.compile(_KEY + r"(GOCSPX-[\w-]{28})(?![\w-])"),
        ("GOCSPX-",),
        shown=7,
    ),
    Format(
        "google-key",
        re.compile(_KEY + r"(AIza[\w-]{35})(?![\w-])"),
        ("AIza",),
        sure="public",
        shown=4,
    ),
    Format(
        "mapbox-key", re.compile(_KEY + r"(sk\.eyJ[\w-]{20,}\.[\w-]{20,})"), ("sk.eyJ",), shown=3
    ),
    Format("mailgun-key", re.compile(_KEY + r"(key-[0-9a-f]{32})(?![\w-])"), ("key-",), shown=4),
    Format("shop-token", re.compile(_KEY + r"(shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})\b"), ("shp",)),
    Format(
        "password-in-address",
        re.compile(
            r"://(?:(?<=http://)|(?<=https://)|(?<=ftp://)|(?<=ftps://)|(?<=postgres://)|"
            r"(?<=postgresql://)|(?<=mysql://)|(?<=mongodb://)|(?<=mongodb\+srv://)|(?<=redis://)|"
            r"(?<=rediss://)|(?<=amqp://)|(?<=amqps://)|(?<=smtp://)|(?<=smtps://))"
            r"[^\s:/@\"'<>{}$]{1,60}:([^\s:/@\"'<>{}$]{3,100})@(?=[\w.-]{3,})"
        ),
        ("://",),
        _real_password,
    ),
    Format(
        "connection-string",
        re.compile(
            r"(?i:(?:Server|Data Source|Host)\s?=[^;\"'<>]{2,80};[^\"'<>]{0,200}?"
            r"(?:Password|Pwd)\s?=)([^;\"'<>\s]{4,100})"
        ),
        ("assword", "ASSWORD", "Pwd", "pwd", "PWD"),
        _real_password,
    ),
    Format(
        "service-token",
        re.compile(_KEY + r"(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000})"),
        ("eyJ",),
        _powerful_jwt,
        shown=3,
    ),
    Format(
        "session-token",
        re.compile(
            _KEY + r"(?<!sk\.)(?<!pk\.)(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000})"
        ),
        ("eyJ",),
        _jwt,
        sure="maybe",
        shown=3,
    ),
)
"""Surest first; what one has found, the next does not look at again."""

NAMES: Mapping[str, str] = {
    "private-key": "a private key",
    "github-token": "a token for GitHub",
    "npm-token": "a token for npm",
    "gitlab-token": "a token for GitLab",
    "pypi-token": "a token for PyPI",
    "slack-token": "a token for Slack",
    "slack-webhook": "the address of a Slack webhook",
    "stripe-key": "a secret key for Stripe",
    "sendgrid-key": "a key for SendGrid",
    "aws-key": "an access key id for AWS",
    "aws-secret": "a secret access key for AWS",
    "azure-key": "a key for Azure storage",
    "google-client-secret": "a Google client secret",
    "google-key": "a Google API key",
    "mapbox-key": "a secret key for Mapbox",
    "mailgun-key": "a key for Mailgun",
    "shop-token": "a token for Shopify",
    "password-in-address": "a password in an address",
    "connection-string": "a password for a database",
    "service-token": "a token with a service's full rights",
    "session-token": "a signed token",
    "named-secret": "a value named as a secret",
}
"""What each kind is called in a sentence."""


def candidates(source: str) -> Iterator[tuple[Format, re.Match[str]]]:
    """Yield every place of *source* that has the form of a key, real or not, surest form first."""
    for form in FORMATS:
        if any(hint in source for hint in form.hints):
            for match in form.pattern.finditer(source):
                if form.proves(match[1]):
                    yield form, match
