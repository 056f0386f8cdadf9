"""Offer a server one version or family of ciphers after the other, and note what it accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from civiscope.collectors.hosts.ciphers import MODERN, TLS_1_3, USUAL, VERSIONS, WEAK, cipher_name
from civiscope.collectors.hosts.client_hello import SSL_2, client_hello
from civiscope.collectors.hosts.server_reply import AnswerError, Reply, read_reply, read_ssl_2
from civiscope.model.transport import Offer

DEADLINE = 6.0
"""Seconds for one offer, from the connection to the server's hello."""
_NO_WORD = "The server did not answer in time."
_AGAIN = "The server ended every connection by then, this one and those it had answered before."


@dataclass(frozen=True, slots=True)
class TlsEndpoint:
    """Where to connect to, and the name to ask for."""

    host: str
    address: str
    port: int
    deadline: float = DEADLINE


@dataclass(frozen=True, slots=True)
class Offers:
    """What became of all offers, with the best answer's certificates."""

    versions: tuple[Offer, ...]
    weak: tuple[Offer, ...]
    first: Reply
    """The answer to the broadest offer of TLS 1.2 and below."""


async def offer_all(place: TlsEndpoint) -> Offers:
    """Offer *place* every version, and every weak family where TLS 1.2 or below is spoken.

    Ends early when nobody answers the first two, so that a server that hangs costs two deadlines.
    """
    first = await ask(place, 0x0303, USUAL, chain=True)
    newest = await ask(place, 0x0304, tuple(TLS_1_3))
    versions = [_version(newest, 0x0304), _version(first, 0x0303)]
    if first.hello is None and newest.hello is None and _no_use(first) and _no_use(newest):
        return Offers(tuple(versions), (), first)
    for code in (0x0302, 0x0301, 0x0300):
        versions.append(_version(await ask(place, code, USUAL), code))
    versions.append(_version(await ask(place, SSL_2, ()), SSL_2))
    weak: list[Offer] = []
    if [one.name for one in versions if one.answer == "accepted"] != ["TLS 1.3"]:
        for family, suites in WEAK.items():
            reply = await ask(place, 0x0303, tuple(suites))
            weak.append(_family(family, reply, tuple(suites)))
            versions = [_also(one, reply) for one in versions]
        squeezed = await ask(place, 0x0303, (*MODERN, *USUAL), compression=True)
        weak.append(_compression(squeezed))
    versions, weak = await _recheck_accepted(place, versions, weak)
    return Offers(tuple(sorted(versions, key=lambda one: one.name)), tuple(weak), first)


def _no_use(reply: Reply) -> bool:
    """Say whether to ask again is useless: to refuse or to hang up is a reply, silence none."""
    return reply.fault in {"silent", "not-tls", "unreachable"}


async def ask(
    place: TlsEndpoint,
    version: int,
    ciphers: Sequence[int],
    *,
    chain: bool = False,
    compression: bool = False,
) -> Reply:
    """Make one offer on a connection of its own. Never raises."""
    reply = Reply()
    writer: asyncio.StreamWriter | None = None
    connected = False
    try:
        async with asyncio.timeout(place.deadline):
            reader, writer = await asyncio.open_connection(place.address, place.port)
            connected = True
            writer.write(client_hello(place.host, version, ciphers, compression=compression))
            await writer.drain()
            if version != SSL_2:
                await read_reply(reader, reply, chain=chain)
            elif not await read_ssl_2(reader):
                reply.fault, reply.detail = "not-tls", "What answers is not SSL 2."
    except AnswerError as error:
        reply.fault, reply.detail = error.fault, str(error)
    except TimeoutError:
        reply.fault, reply.detail = ("silent" if connected else "unreachable"), _NO_WORD
    except OSError as error:
        if connected:
            reply.fault, reply.detail = "closed", "The server ends the connection."
        else:
            reply.fault, reply.detail = "unreachable", f"{error.strerror or error}."[:200]
    finally:
        if writer is not None:
            writer.transport.abort()
    return reply


def _version(reply: Reply, code: int) -> Offer:
    name = "SSL 2" if code == SSL_2 else VERSIONS[code]
    if code == SSL_2 and not reply.fault:
        return Offer(name, "accepted")
    if code == SSL_2 and reply.fault == "not-tls":
        return Offer(name, "refused", reply.detail)
    if reply.hello is None:
        return _offer_without_reply(name, reply)
    if reply.hello.version == code:
        return Offer(name, "accepted", cipher_name(reply.hello.cipher))
    chosen = VERSIONS.get(reply.hello.version, f"0x{reply.hello.version:04X}")
    return Offer(name, "refused", f"The server chooses {chosen} instead.")


def _family(name: str, reply: Reply, suites: Sequence[int]) -> Offer:
    if reply.hello is None:
        return _offer_without_reply(name, reply)
    if reply.hello.cipher in suites:
        return Offer(name, "accepted", cipher_name(reply.hello.cipher))
    return Offer(name, "unknown", "The server chooses a cipher that it was not offered.")


def _also(version: Offer, reply: Reply) -> Offer:
    """Return *version* as accepted when a server that knows only weak ciphers spoke it for one."""
    if reply.hello is None or VERSIONS.get(reply.hello.version) != version.name:
        return version
    if version.answer == "accepted":
        return version
    return Offer(version.name, "accepted", cipher_name(reply.hello.cipher))


def _compression(reply: Reply) -> Offer:
    if reply.hello is None:
        return _offer_without_reply("compression", reply)
    return Offer("compression", "accepted" if reply.hello.compression else "refused")


def _offer_without_reply(name: str, reply: Reply) -> Offer:
    refused = reply.fault in {"alert", "closed"}
    return Offer(name, "refused" if refused else "unknown", reply.detail)


async def _recheck_accepted(
    place: TlsEndpoint, versions: list[Offer], weak: list[Offer]
) -> tuple[list[Offer], list[Offer]]:
    """Ask once more what was accepted before: a server that by now ends every connection has not
    refused what it did not answer."""
    hung_up = "The server ends the connection."
    accepted = {one.name for one in versions if one.answer == "accepted"}
    codes = [code for code, name in VERSIONS.items() if name in accepted]
    if not codes or not any(one.detail == hung_up for one in (*versions, *weak)):
        return versions, weak
    best = max(codes)
    ciphers = tuple(TLS_1_3) if best == 0x0304 else USUAL
    if (await ask(place, best, ciphers)).hello is not None:
        return versions, weak

    def doubt(one: Offer) -> Offer:
        return replace(one, answer="unknown", detail=_AGAIN) if one.detail == hung_up else one

    return [doubt(one) for one in versions], [doubt(one) for one in weak]
