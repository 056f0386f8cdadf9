"""Look up in which country an address is said to be, in a database that the user brings."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from civiscope.errors import UsageError
from civiscope.model.transport import Endpoint

if TYPE_CHECKING:
    from maxminddb import Reader

MAX_ENDPOINTS = 500
"""Hosts whose country is looked up."""


class Countries:
    """A database of addresses and countries, opened."""

    def __init__(self, path: Path) -> None:
        """Open the file *path*, in MaxMind's format; UsageError when it cannot be read."""
        if importlib.util.find_spec("maxminddb") is None:
            raise UsageError(
                "Databases of countries are read by a library that is not installed: pip install "
                "'civiscope[geo]', or leave geo out of civiscope.toml."
            )
        self._reader = _open_database(path)
        told = self._reader.metadata()
        day = datetime.fromtimestamp(told.build_epoch, UTC).date().isoformat()
        self.told = f"Countries are told by the database {told.database_type} of {day}."

    def of(self, address: str) -> str:
        """Return the ISO code of the country *address* is in; empty when it is not known."""
        try:
            found = cast("object", self._reader.get(address))  # pyright: ignore[reportUnknownMemberType] # its stubs name a type by itself
        except ValueError:
            return ""
        if not isinstance(found, dict):
            return ""
        entry = cast("dict[str, object]", found)
        for key in ("country", "registered_country"):
            part = entry.get(key)
            code: object = part
            if isinstance(part, dict):
                code = cast("dict[str, object]", part).get("iso_code")
            if isinstance(code, str) and code:
                return code.upper()[:2]
        # Databases of other makers have it at the top.
        flat = entry.get("country_code")
        return flat.upper()[:2] if isinstance(flat, str) else ""

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()


def endpoints_of(
    answered: Mapping[str, tuple[str, str]], countries: Countries
) -> tuple[Endpoint, ...]:
    """Return where the hosts of *answered* (address and first page) are said to be, by name."""
    return tuple(
        Endpoint(host, address, countries.of(address), page)
        for host, (address, page) in sorted(answered.items())[:MAX_ENDPOINTS]
    )


def _open_database(path: Path) -> Reader:
    import maxminddb

    try:
        return maxminddb.open_database(str(path))  # pyright: ignore[reportUnknownMemberType] # paths of any kind
    except OSError as error:
        raise UsageError(
            f"The database of countries {path} cannot be read ({error.strerror or error})."
        ) from error
    except (maxminddb.InvalidDatabaseError, ValueError) as error:
        raise UsageError(
            f"{path} is not a database in MaxMind's format; give one of countries or cities."
        ) from error
