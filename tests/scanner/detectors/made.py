"""Make values that look like keys while a test runs, so that none stands in a file of ours."""

from __future__ import annotations

import base64
import json
import random
import string
import zlib

LETTERS = string.ascii_letters + string.digits
_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def letters(count: int, alphabet: str = LETTERS, seed: int = 7) -> str:
    """Return *count* letters, the same for the same seed, with no long run of a known sample."""
    return "".join(random.Random(seed).choices(alphabet, k=count))  # noqa: S311 # no secret


def checked(prefix: str) -> str:
    """Return a token of GitHub's or npm's form whose last six letters are the checksum."""
    body = letters(30)
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return prefix + body + digits.rjust(6, "0")


def signed(**claims: object) -> str:
    """Return a JSON Web Token with *claims*."""
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"}), json.dumps({"sub": "47115", **claims})]
    coded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join([*coded, letters(43)])


def private_key() -> str:
    """Return what a file with a private key holds."""
    lines = "\n".join(letters(64, LETTERS + "+/", seed) for seed in range(12))
    return f"-----BEGIN {'RSA '}PRIVATE KEY-----\n{lines}\n-----END {'RSA '}PRIVATE KEY-----"


UPPER = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"
KEYS: dict[str, list[str]] = {
    "private-key": [private_key()],
    "github-token": [checked("gh" + "p_"), "github_" + f"pat_{letters(22)}_{letters(59)}"],
    "npm-token": [checked("npm" + "_")],
    "gitlab-token": ["glpat" + f"-{letters(20)}"],
    "pypi-token": ["pypi-" + f"AgEIcHlwaS5vcmc{letters(70)}"],
    "slack-token": ["xoxb" + f"-{letters(12, string.digits)}-{letters(24)}"],
    "slack-webhook": [
        "https://hooks.slack"
        + f".com/services/T{letters(9, UPPER)}/B{letters(9, UPPER)}/{letters(24)}"
    ],
    "stripe-key": ["sk_" + f"live_{letters(24)}"],
    "sendgrid-key": ["SG" + f".{letters(22)}.{letters(43)}"],
    "aws-key": ["AKI" + f"A{letters(16, UPPER)}"],
    "aws-secret": [f'aws_secret_access_key = "{letters(40, LETTERS + "/+")}"'],
    "azure-key": [f"AccountKey={letters(86)}=="],
    "azure-service-key": [f"SharedAccessKeyName=Root;SharedAccessKey={letters(43)}="],
    "openai-key": ["sk-" + f"proj-{letters(80)}"],
    "anthropic-key": ["sk-" + f"ant-api03-{letters(90)}"],
    "telegram-token": [f"https://api.telegram.org/bot{letters(9, string.digits)}:{letters(35)}/"],
    "password-in-header": [f'"Basic {base64.b64encode(f"bins:{letters(14)}".encode()).decode()}"'],
    "google-client-secret": ["GOC" + f"SPX-{letters(28)}"],
    "google-key": ["AIz" + f"a{letters(35)}"],
    "mapbox-key": ["sk." + f"eyJ{letters(40)}.{letters(22)}"],
    "mailgun-key": [f"mailgun: key-{letters(32, LETTERS[:26] + HEX[:10])}"],
    "shop-token": ["shp" + f"at_{letters(32, HEX)}"],
    "password-in-address": [f"postgres://council:{letters(14)}@db.example.org/permits"],
    "connection-string": [f"Server=db.example.org;Database=permits;Password={letters(14)};"],
    "service-token": [signed(role="service_role")],
    "session-token": [signed(name="Ana")],
    "named-secret": [
        f'{{apiSecret: "{letters(24)}"}}',
        f"{{headers: {{Authorization: 'Bearer {letters(40)}'}}}}",
        f"https://api.example.org/sign-in?client_secret={letters(40)}",
    ],
}
"""A source that holds one of each kind, by the kind."""
