"""Query DNS about the site's domains: signatures, certificate authorities, mail, IPv6."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from civiscope.errors import UsageError
from civiscope.model.transport import Alias, Record
from civiscope.web.urls import registrable_domain

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver
    from dns.resolver import Answer

SECONDS = 6.0
"""For one question, with all repetitions."""
_MAX_VALUES = 20
_MAX_TEXT = 1000
_MAX_LABELS = 10
_AT_ONCE = 4
_MAX_ALIASES = 8


class DnsResolver:
    """Asks a resolver; each question once."""

    def __init__(self, resolver: str) -> None:
        """Ask *resolver*, an address with or without a port; the system's own when it is empty.

        Raises UsageError when it is not an address, or when the library for it is not installed.
        """
        if importlib.util.find_spec("dns") is None:
            raise UsageError(
                "DNS is asked by a library that is not installed: pip install 'civiscope[dns]', or "
                "leave --dns out."
            )
        self._resolver = _resolver(resolver)
        self._known: dict[tuple[str, str], asyncio.Task[Record]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def ask(self, host: str) -> tuple[Record, ...]:
        """Return what is known of *host* and its registrable domain. Never raises."""
        domain = registrable_domain(host)
        if "." not in host or ":" in host or host.replace(".", "").isdigit():
            return ()
        return tuple(
            await asyncio.gather(
                self._once("A", host, "A"),
                self._once("AAAA", host, "AAAA"),
                self._authorities(host),
                self._once("SOA", domain, "SOA"),
                self._once("DS", domain, "DS"),
                self._once("MX", domain, "MX"),
                self._text("SPF", domain, "v=spf1"),
                self._policy(host, domain),
                self._text("MTA-STS", f"_mta-sts.{domain}", "v=STSv1"),
                self._text("TLS-RPT", f"_smtp._tls.{domain}", "v=TLSRPTv1"),
            )
        )

    async def alias(self, host: str, page: str) -> Alias:
        """Return what the name *host*, that *page* loads from, leads to. Never raises."""
        targets: list[str] = []
        name = host
        while len(targets) < _MAX_ALIASES:
            found = await self._once("CNAME", name, "CNAME")
            if found.error:
                return Alias(host, tuple(targets), page, found.error)
            name = found.values[0].rstrip(".").lower() if found.values else ""
            if not name or name in targets or name == host:
                break
            targets.append(name)
        return Alias(host, tuple(targets), page)

    async def _authorities(self, host: str) -> Record:
        """Return the first CAA records on the way up from *host* (RFC 8659 3)."""
        labels = host.split(".")[-_MAX_LABELS:]
        found = Record("CAA", host)
        for start in range(len(labels) - 1):
            found = await self._once("CAA", ".".join(labels[start:]), "CAA")
            if found.values or found.error:
                return found
        return Record("CAA", host)

    async def _policy(self, host: str, domain: str) -> Record:
        """Return the DMARC policy of the host, or of the domain above it (RFC 7489 6.6.3)."""
        own = await self._text("DMARC", f"_dmarc.{host}", "v=DMARC1")
        if own.values or own.error or host == domain:
            return own
        return await self._text("DMARC", f"_dmarc.{domain}", "v=DMARC1")

    async def _text(self, kind: str, name: str, mark: str) -> Record:
        """Return the text records of *name* that begin with *mark*."""
        found = await self._once("TXT", name, "TXT")
        fitting = tuple(
            value
            for value in found.values
            if value.lower().startswith(mark.lower())
            and not value[len(mark) : len(mark) + 1].isalnum()
        )
        return Record(kind, name, fitting, found.error, found.authentic)

    async def _once(self, kind: str, name: str, question: str) -> Record:
        key = (name, question)
        if key not in self._known:
            self._known[key] = asyncio.ensure_future(self._question(kind, name, question))
        return await asyncio.shield(self._known[key])

    async def _question(self, kind: str, name: str, question: str) -> Record:
        from dns import exception, resolver

        try:
            async with self._slots, asyncio.timeout(SECONDS + 2):
                found = await self._resolver.resolve(
                    name, question, search=False, raise_on_no_answer=False, lifetime=SECONDS
                )
        except resolver.NXDOMAIN:
            return Record(kind, name)
        except (exception.Timeout, TimeoutError):
            return Record(kind, name, error=f"No response about {name} within {SECONDS:g} seconds.")
        except resolver.NoNameservers as error:
            said = "SERVFAIL" if "SERVFAIL" in str(error) else "no usable answer"
            return Record(kind, name, error=f"The resolver answers {said} for {name}.")
        except (exception.DNSException, OSError, ValueError) as error:
            said = f"{type(error).__name__}: {error}"[:200]
            return Record(kind, name, error=f"{name} could not be asked for ({said}).")
        return _record(kind, name, found)


def _record(kind: str, name: str, found: Answer) -> Record:
    from dns import flags

    items = cast("Iterable[object]", found.rrset or ())
    values = [_format_record(item) for item in items]
    return Record(
        kind,
        name,
        tuple(sorted(values))[:_MAX_VALUES],
        authentic=bool(found.response.flags & flags.AD),
    )


def _format_record(item: object) -> str:
    strings = getattr(item, "strings", None)
    if strings is not None:  # the parts of a text record are one text
        return b"".join(strings).decode("utf-8", "replace")[:_MAX_TEXT]
    return str(item)[:_MAX_TEXT]


@dataclass(frozen=True, slots=True)
class _NameServer:
    address: str
    port: int


def _resolver(given: str) -> Resolver:
    from dns import asyncresolver, exception, flags

    try:
        resolver = asyncresolver.Resolver(configure=not given)
    except exception.DNSException as error:
        raise UsageError(
            "This machine's resolver is not known; name one with --resolver."
        ) from error
    if given:
        server = _server(given)
        try:
            resolver.nameservers = [server.address]
        except ValueError as error:
            raise UsageError(
                f"--resolver takes an address, for example 192.0.2.53 or [2001:db8::53]:53, not "
                f"{given!r}."
            ) from error
        resolver.port = server.port
    # Ask for the verdict on signatures; without room for them, answers come twice.
    resolver.use_edns(0, flags.DO, 1232)
    resolver.flags = flags.RD | flags.AD
    resolver.timeout = SECONDS / 2
    return resolver


def _server(given: str) -> _NameServer:
    """Split `192.0.2.53:5353` and `[2001:db8::53]:5353`."""
    address, colon, port = given.rpartition(":")
    if not colon or not port.isdecimal() or (":" in address and not address.endswith("]")):
        return _NameServer(given.strip("[]"), 53)
    return _NameServer(address.strip("[]"), int(port))
