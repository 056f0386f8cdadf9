"""Where a channel leads: addresses that the guard lets us go to, and to no others."""

from __future__ import annotations

import asyncio
import ipaddress

from civiscope.fetch.address_guard import AddressGuard, kind_of
from civiscope_watch.alerts.errors import AlertNotSentError

MAX_ADDRESSES = 3


def find_addresses(host: str, *, private: bool) -> tuple[str, ...]:
    """Return the addresses of *host* to connect to. Raises AlertNotSentError.

    They are used as they were looked at, so that a second look-up cannot lead elsewhere. Those in
    private networks are refused, unless *private* ones were allowed: whoever may add a channel
    could otherwise have the history's machine talk to its neighbours.
    """
    found = asyncio.run(AddressGuard().resolve(host))
    if not found:
        raise AlertNotSentError(f"{host} has no address. Check its name.")
    for address in found:
        kind = kind_of(address)
        if kind != "public" and not private:
            raise AlertNotSentError(
                f"{host} is at {address}, a {kind} address. If it is meant, add the channel with "
                "--private."
            )
    return tuple(str(address) for address in found[:MAX_ADDRESSES])


def bracketed(address: str) -> str:
    """Return *address* as it stands in a URL."""
    return f"[{address}]" if ipaddress.ip_address(address).version == 6 else address
