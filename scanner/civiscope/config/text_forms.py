"""Values of scan options as they are written on the command line."""

from __future__ import annotations

import ipaddress
import re

from civiscope.errors import UsageError

BEFORE_PATTERN = re.compile(r",\s*(?=/|\*|https?://)")
"""Between patterns: a comma within one is kept where no other can begin."""
BEFORE_HEADER = re.compile(r",\s*(?=[!#$%&'*+.^_`|~\w-]+:\s)", re.ASCII)
"""Between header fields: values hold commas, too, so that the next has to begin with `Name: `."""
BEFORE_NAME = re.compile(r",\s*(?=[!#$%&'*+.^_`|~\w-]+=)", re.ASCII)
"""Between `name=value` pairs, whose values may hold commas."""


def read_header(text: str) -> tuple[str, str]:
    """Return name and value of `name: value`; UsageError when it is not of that form."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or "\n" in text or "\r" in text:
        raise UsageError('--header takes "Name: value", for example --header "X-Preview: 1".')
    return name.strip(), value.strip()


def read_pinned_host(text: str) -> tuple[str, str]:
    """Return host and address of `host=address`; UsageError when it is not of that form."""
    host, equals, address = text.partition("=")
    if not equals or not host or not _is_address(address):
        raise UsageError(
            "--resolve takes host=address, for example --resolve www.example.gov=192.0.2.1."
        )
    return host.lower(), address


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def read_window_size(text: str) -> tuple[int, int]:
    """Return width and height; UsageError when *text* is not of the form 1280x900."""
    width, cross, height = text.lower().partition("x")
    if not (cross and re.fullmatch("[0-9]{1,9}", width) and re.fullmatch("[0-9]{1,9}", height)):
        raise UsageError("--viewport takes width and height in CSS pixels, for example 1280x900.")
    return int(width), int(height)


def read_sample(text: str) -> int | str:
    """Return what --sample asks for: a number of pages, or `em`; UsageError for anything else."""
    value: int | str = int(text) if text.isdecimal() else text
    check_sample(value)
    return value


def check_sample(value: object) -> None:
    """Raise UsageError when a sample cannot be had as *value*."""
    if value is None or value == "em":
        return
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError(
            f"--sample (sample in the configuration) takes a number of pages of at least 1, or em, "
            f"not {value!r:.40}."
        )


def check_patterns(value: object) -> None:
    """Raise UsageError for a pattern that is not a regular expression."""
    patterns: list[str] = [str(each) for each in value] if isinstance(value, tuple | list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # whatever was given
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise UsageError(
                f"reuse_ignore in the configuration takes regular expressions; {pattern!r:.80} is "
                f"not one ({error})."
            ) from error
