"""Passwords as they are kept: hashed by scrypt, each with a salt and its parameters."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from base64 import b64decode, b64encode
from dataclasses import dataclass

from civiscope_watch.store.errors import HistoryError

MIN_LENGTH = 12
MAX_LENGTH = 1000
"""A longer one would only cost time."""
_PREFIX = "scrypt"
_KEY_LENGTH = 32
# Each hash takes 32 MB: some sign-ins at once must not take the machine's memory.
_at_once = threading.BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash costs: memory is 128 * n * r bytes, time grows with all three."""

    n: int = 2**15
    r: int = 8
    p: int = 3


COST = Cost()
"""What OWASP recommends for scrypt at 32 MB."""


def hash_password(password: str, cost: Cost = COST) -> str:
    """Return *password* as it is kept."""
    salt = secrets.token_bytes(16)
    key = _derive(password, salt, cost)
    return "$".join((_PREFIX, f"{cost.n},{cost.r},{cost.p}", _text(salt), _text(key)))


def is_password(password: str, kept: str) -> bool:
    """Return whether *password* is the one that was *kept*.

    It takes as long when none was kept, so that nobody learns whose accounts there are.
    """
    if len(password) > MAX_LENGTH:
        return False
    prefix, _, rest = kept.partition("$")
    if prefix != _PREFIX:
        _derive(password, b"none was kept", COST)
        return False
    numbers, salt, key = rest.split("$")
    n, r, p = (int(each) for each in numbers.split(","))
    return hmac.compare_digest(_derive(password, b64decode(salt), Cost(n, r, p)), b64decode(key))


def check_password(password: str, name: str = "") -> str:
    """Return *password*. Raises HistoryError for one that is too short or too easy to guess."""
    if len(password) < MIN_LENGTH:
        raise HistoryError(
            f"The password has {len(password)} characters; take at least {MIN_LENGTH}, such as "
            "four words."
        )
    if len(password) > MAX_LENGTH:
        raise HistoryError(f"The password is longer than {MAX_LENGTH} characters.")
    if len(set(password)) < 5 or (name and name.lower() in password.lower()):
        raise HistoryError(
            "The password is too easy to guess: it repeats few characters, or holds the name."
        )
    return password


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * cost.n * cost.r * 2
    with _at_once:
        return hashlib.scrypt(
            password.encode("utf-8", "surrogatepass"),
            salt=salt,
            n=cost.n,
            r=cost.r,
            p=cost.p,
            maxmem=memory + 2**20,
            dklen=_KEY_LENGTH,
        )


def _text(value: bytes) -> str:
    return b64encode(value).decode()
