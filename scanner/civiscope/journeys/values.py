"""The values that a journey types: from the environment, made up, or one-time codes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from civiscope.errors import UsageError
from civiscope.evidence.secret_values import MIN_LENGTH
from civiscope.journeys.journey import Journey, Value

MIN_LEFT_S = 5.0
"""Seconds that a one-time code must last still, so that it arrives in time."""
_ALGORITHMS = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def hotp(key: bytes, counter: int, digits: int = 6, algorithm: str = "SHA1") -> str:
    """Return the code of RFC 4226 for *counter*."""
    mac = hmac.new(key, struct.pack(">Q", counter), _ALGORITHMS[algorithm]).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


class OneTimeCodes:
    """Makes the codes of RFC 6238 for one seed, each at most once."""

    def __init__(self, seed: str) -> None:
        """Read *seed*: base32, with or without spaces, or an `otpauth://` address.

        Raises ValueError when it is neither.
        """
        self._digits, self._period, self._algorithm = 6, 30, "SHA1"
        if seed.startswith("otpauth://"):
            given = {k.lower(): v[0] for k, v in parse_qs(urlsplit(unquote(seed)).query).items()}
            seed = given.get("secret", "")
            self._digits = int(given.get("digits", 6))
            self._period = int(given.get("period", 30))
            self._algorithm = given.get("algorithm", "SHA1").upper().replace("-", "")
        bare = "".join(seed.split()).replace("-", "").rstrip("=").upper()
        try:
            self._key = base64.b32decode(bare + "=" * (-len(bare) % 8))
        except binascii.Error:
            raise ValueError("not base32") from None
        known = self._algorithm in _ALGORITHMS and 6 <= self._digits <= 10 and self._period > 0
        if not self._key or not known:
            raise ValueError("not a seed")
        self._last = -1

    def code(self, now: float) -> str:
        """Return the code of the moment *now*, in seconds since 1970."""
        return hotp(self._key, int(now // self._period), self._digits, self._algorithm)

    def wait(self, now: float) -> float:
        """Return the seconds to wait until a code can be had that was not used and lasts."""
        step = int(now // self._period)
        left = (step + 1) * self._period - now
        return left if step == self._last or left < MIN_LEFT_S else 0.0

    def use(self, now: float) -> str:
        """Return the code of the moment, and note it as used."""
        self._last = int(now // self._period)
        return self.code(now)


class JourneyValues:
    """What is typed in one run; knows which of it is secret."""

    def __init__(self, journeys: Iterable[Journey], environment: Mapping[str, str]) -> None:
        """Take what *journeys* ask of the *environment*. Raises UsageError for what is missing."""
        self._given: dict[str, str] = {}
        self._codes: dict[str, OneTimeCodes] = {}
        self._made_codes: list[str] = []
        self._unique = secrets.token_hex(4)
        for journey in journeys:
            for value in journey.values:
                if value.secret:
                    self._take(journey, value, environment)

    def _take(self, journey: Journey, value: Value, environment: Mapping[str, str]) -> None:
        name = value.text
        text = environment.get(name)
        if not text:
            lacks = "is not set" if text is None else "is empty"
            raise UsageError(
                f"{journey.path} takes a value from the environment variable {name}, which {lacks}."
            )
        if len(text) < MIN_LENGTH:
            raise UsageError(
                f"The environment variable {name}, which {journey.path} takes a value from, has "
                f"fewer than {MIN_LENGTH} characters: such a short value cannot be kept out of "
                f"what is written; use a longer one."
            )
        self._given[name] = text
        if value.kind == "totp":
            try:
                self._codes[name] = OneTimeCodes(text)
            except ValueError:
                raise UsageError(
                    f"The environment variable {name}, which {journey.path} makes one-time codes "
                    f"from, holds neither a seed in base32 nor an otpauth:// address."
                ) from None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be written, codes made so far included."""
        spaced = ["".join(self._given[name].split()) for name in self._codes]
        return (*self._given.values(), *spaced, *self._made_codes)

    def seconds_to_wait(self, value: Value, clock: Callable[[], float] = time.time) -> float:
        """Return how long to wait before *value* can be had; 0 for all but one-time codes."""
        return self._codes[value.text].wait(clock()) if value.kind == "totp" else 0.0

    def resolve(self, value: Value, clock: Callable[[], float] = time.time) -> str:
        """Return what is to be typed for *value*."""
        match value.kind:
            case "env":
                return self._given[value.text]
            case "totp":
                code = self._codes[value.text].use(clock())
                self._made_codes.append(code)
                return code
            case "made":
                return self._make(value.text)
            case _:
                return value.text

    def _make(self, kind: str) -> str:
        soon = datetime.now(UTC).date() + timedelta(days=30)
        made = {
            "name": "Alex Example",
            "email": f"alex.{self._unique}@example.org",
            "phone": "020 7946 0123",
            "postcode": "SW1A 1AA",
            "date": soon.isoformat(),
            "number": "42",
            "text": "This is a test by civiscope.",
            "unique": f"test-{self._unique}",
        }
        return made[kind]
