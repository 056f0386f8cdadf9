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

from civiscope.detectors.secret_placeholders import is_placeholder, weigh_password
from civiscope.detectors.source_locations import place_in
from civiscope.model.leaks import Sureness

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _any(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class SecretFormat:
    """One form of key: a pattern whose only group, if any, is the secret part."""

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """Without one of these texts the pattern cannot match; looking for them is cheap."""
    proves: Callable[[str], bool] = _any
    """Checks what a pattern cannot: a checksum, an inner structure."""
    unproved: Sureness | None = None
    """What random letters of this form are when `proves` says no; None when they are no key."""
    sure: Sureness = "secret"
    weigh: Callable[[re.Match[str]], Sureness | None] | None = None
    """Says by what stands around a match how sure it is, None when it is not a key after all."""
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
    header, body = (_decode(part) for part in token.split(".")[:2])
    # The sample that the pages about such tokens show.
    sample = body.get("sub") == "1234567890" or body.get("name") == "John Doe"
    return "alg" in header and bool(body) and not sample


def _powerful_jwt(token: str) -> bool:
    body = _decode(token.split(".")[1])
    return _jwt(token) and body.get("role") in {"service_role", "admin", "root"}


def _basic(text: str) -> bool:
    """Say whether *text* is a name and a password, as HTTP sends them."""
    try:
        name, colon, password = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(colon and name.isprintable() and password.isprintable() and len(password) > 3) and (
        not is_placeholder(password)
    )


def _decode(part: str) -> Mapping[str, Any]:
    try:
        data: Any = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}


def _real_password(found: str) -> bool:
    return not is_placeholder(found) and len(set(found)) > 3


_REQUEST_SIGNED = re.compile(
    r"(?:credential|accesskeyid|googleaccessid)(?:[\"'=:\s]|%3d|&quot;|&#34;|value|\\){0,16}\Z"
    r"|\baws[ +]\Z",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"(?:/|%2f|\\u002f|\\/|&#x2f;|&#47;)2\d{7}|:[A-Za-z0-9/+]{27}=", re.IGNORECASE)
_SIGNATURE = re.compile(r"signature|policy|x-amz-", re.IGNORECASE)


def _weigh_aws(match: re.Match[str]) -> Sureness | None:
    """Say what an access key id is worth; every signed request shows one, as a user name."""
    source = match.string
    if _SCOPE.match(source, match.end(1)):
        return None
    before = source[max(0, match.start() - 60) : match.start()]
    around = source[max(0, match.start() - 400) : match.end() + 600]
    if _REQUEST_SIGNED.search(before) and _SIGNATURE.search(around):
        return None
    return "id"


def _aws_secret(found: str) -> bool:
    mixed = all(re.search(letters, found) for letters in ("[a-z]", "[A-Z]", "[0-9]"))
    return mixed and len(set(found)) > 15


def _weigh_mailgun(match: re.Match[str]) -> Sureness | None:
    """Say how sure a key of Mailgun's is; ids of elements and names of files look the same."""
    source = match.string
    before = source[max(0, match.start() - _NEAR) : match.start()]
    after = source[match.end() : match.end() + _NEAR]
    # The same tag, piece of text or script; a heading above speaks of the page.
    piece = re.split(r"[<>]", before)[-1] + " " + re.split(r"[<>]", after)[0]
    if "mailgun" in piece.lower():
        return "secret"
    if place_in(source, match.start()) != "text" or "/" in before[-1:]:
        return None
    return "maybe" if "mailgun" in (before + after).lower() else None


_NEAR = 300
_KEY = r"(?<![A-Za-z0-9_-])"
FORMATS: tuple[SecretFormat, ...] = (
    SecretFormat(
        "private-key",
        re.compile(
            r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
            r"((?:\\n|\\r|[\sA-Za-z0-9+/=:,-]){60,20000}?)-----END"
        ),
        ("PRIVATE KEY",),
    ),
    SecretFormat(
        "github-token",
        re.compile(_KEY + r"(gh[pousr]_[A-Za-z0-9]{36})(?![A-Za-z0-9])"),
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        github_checksum,
        unproved="maybe",
        shown=4,
    ),
    SecretFormat(
        "github-token",
        re.compile(_KEY + r"(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])"),
        ("github_pat_",),
        shown=11,
    ),
    SecretFormat(
        "npm-token",
        re.compile(_KEY + r"(npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])"),
        ("npm_",),
        github_checksum,
        unproved="maybe",
        shown=4,
    ),
    SecretFormat("gitlab-token", re.compile(_KEY + r"(glpat-[\w-]{20,})"), ("glpat-",), shown=6),
    SecretFormat(
        "pypi-token", re.compile(r"(pypi-AgEIcHlwaS5vcmc[\w-]{50,})"), ("pypi-AgEI",), shown=5
    ),
    SecretFormat(
        "slack-token",
        re.compile(_KEY + r"(xox[abeoprs]-(?=[\w-]*\d{8})[\w-]{20,250})"),
        ("xox",),
        shown=5,
    ),
    SecretFormat(
        "slack-webhook",
        re.compile(
            r"hooks\.slack\.com/services/(T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{20,28})"
        ),
        ("hooks.slack.com",),
    ),
    SecretFormat(
        "stripe-key",
        re.compile(_KEY + r"([sr]k_live_[A-Za-z0-9]{16,250})(?![A-Za-z0-9])"),
        ("k_live_",),
        shown=8,
    ),
    SecretFormat(
        "sendgrid-key", re.compile(_KEY + r"(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])"), ("SG.",), shown=3
    ),
    SecretFormat(
        "aws-key",
        re.compile(_KEY + r"((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])"),
        ("AKIA", "ASIA"),
        weigh=_weigh_aws,
        shown=4,
    ),
    SecretFormat(
        "aws-secret",
        re.compile(
            r"(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])[^<>]{1,200}?"
            r"(?<![A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
        ),
        ("AKIA", "ASIA"),
        _aws_secret,
    ),
    SecretFormat(
        "aws-secret",
        re.compile(
            r"(?<![A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
            r"(?=[^<>]{1,200}?(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9]))"
        ),
        ("AKIA", "ASIA"),
        _aws_secret,
    ),
    SecretFormat(
        "aws-secret",
        re.compile(
            r"(?i:aws|amz)[\w.-]{0,20}(?i:secret|key)[\w.-]{0,20}[\"']?\s{0,3}[:=]{1,2}>?\s{0,3}"
            r"[\"']([A-Za-z0-9/+]{40})[\"']"
        ),
        ("aws", "AWS", "Aws", "amz", "AMZ", "Amz"),
    ),
    SecretFormat(
        "azure-key",
        re.compile(r"AccountKey=([A-Za-z0-9+/]{86}==)"),
        ("AccountKey=",),
    ),
    SecretFormat(
        "azure-service-key",
        re.compile(r"SharedAccessKey=([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])"),
        ("SharedAccessKey=",),
    ),
    SecretFormat(
        "openai-key",
        re.compile(_KEY + r"(sk-(?:proj|svcacct|admin)-[\w-]{40,250})(?![\w-])"),
        ("sk-proj-", "sk-svcacct-", "sk-admin-"),
        shown=3,
    ),
    SecretFormat(
        "anthropic-key",
        re.compile(_KEY + r"(sk-ant-[a-z]{3,9}\d\d-[\w-]{60,250})(?![\w-])"),
        ("sk-ant-",),
        shown=7,
    ),
    SecretFormat(
        "telegram-token",
        re.compile(r"api\.telegram\.org/(?:file/)?bot(\d{6,12}:[\w-]{30,50})(?![\w-])"),
        ("api.telegram.org",),
    ),
    SecretFormat(
        "google-client-secret",
        re.compile(_KEY + r"(GOCSPX-[\w-]{28})(?![\w-])"),
        ("GOCSPX-",),
        shown=7,
    ),
    SecretFormat(
        "google-key",
        re.compile(_KEY + r"(AIza[\w-]{35})(?![\w-])"),
        ("AIza",),
        sure="public",
        shown=4,
    ),
    SecretFormat(
        "mapbox-key", re.compile(_KEY + r"(sk\.eyJ[\w-]{20,}\.[\w-]{20,})"), ("sk.eyJ",), shown=3
    ),
    SecretFormat(
        "mailgun-key",
        re.compile(_KEY + r"(key-[0-9a-z]{32})(?![\w-])"),
        ("key-",),
        weigh=_weigh_mailgun,
        shown=4,
    ),
    SecretFormat(
        "shop-token", re.compile(_KEY + r"(shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})\b"), ("shp",)
    ),
    SecretFormat(
        "password-in-address",
        re.compile(
            r"://(?:(?<=http://)|(?<=https://)|(?<=ftp://)|(?<=ftps://)|(?<=postgres://)|"
            r"(?<=postgresql://)|(?<=mysql://)|(?<=mongodb://)|(?<=mongodb\+srv://)|(?<=redis://)|"
            r"(?<=rediss://)|(?<=amqp://)|(?<=amqps://)|(?<=smtp://)|(?<=smtps://))"
            r"[^\s:/@\"'<>{}$]{1,60}:([^\s:/@\"'<>{}$]{3,100})@(?=[\w.-]{3,})"
        ),
        ("://",),
        _real_password,
        weigh=weigh_password,
    ),
    SecretFormat(
        "connection-string",
        re.compile(
            r"(?i:(?:Server|Data Source|Host)\s?=[^;\"'<>]{2,80};[^\"'<>]{0,200}?"
            r"(?:Password|Pwd)\s?=)([^;\"'<>\s]{4,100})"
        ),
        ("assword", "ASSWORD", "Pwd", "pwd", "PWD"),
        _real_password,
        weigh=weigh_password,
    ),
    SecretFormat(
        "service-token",
        re.compile(_KEY + r"(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000})"),
        ("eyJ",),
        _powerful_jwt,
        shown=3,
    ),
    SecretFormat(
        "password-in-header",
        re.compile(r"[\"'`]Basic ([A-Za-z0-9+/]{8,200}={0,2})[\"'`]"),
        ("Basic ",),
        _basic,
        sure="maybe",
    ),
    SecretFormat(
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
    "azure-service-key": "a key for an Azure service",
    "openai-key": "a key for OpenAI",
    "anthropic-key": "a key for Anthropic",
    "telegram-token": "a token for Telegram",
    "google-client-secret": "a Google client secret",
    "google-key": "a Google API key",
    "mapbox-key": "a secret key for Mapbox",
    "mailgun-key": "a key for Mailgun",
    "shop-token": "a token for Shopify",
    "password-in-address": "a password in an address",
    "password-in-header": "a name and password in a header",
    "connection-string": "a password for a database",
    "service-token": "a token with a service's full rights",
    "session-token": "a signed token",
    "named-secret": "a value named as a secret",
}
"""What each kind is called in a sentence."""


def candidates(source: str) -> Iterator[tuple[SecretFormat, re.Match[str], Sureness]]:
    """Yield every place of *source* that has the form of a key, real or not, surest form first."""
    for form in FORMATS:
        if any(hint in source for hint in form.hints):
            for match in form.pattern.finditer(source):
                sure = form.weigh(match) if form.weigh is not None else form.sure
                if sure is not None and not form.proves(match[1]):
                    sure = form.unproved
                if sure is not None:
                    yield form, match, sure
