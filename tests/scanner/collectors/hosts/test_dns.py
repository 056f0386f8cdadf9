"""The DNS, asked through a small server of our own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from civiscope.collectors.hosts import DnsResolver
from civiscope.errors import UsageError
from civiscope.model.transport import Record

Zone = dict[tuple[str, str], list[str]]
TOWN: Zone = {
    ("www.example.gov", "A"): ["192.0.2.10"],
    ("www.example.gov", "AAAA"): ["2001:db8::10"],
    ("example.gov", "CAA"): ['0 issue "ca.example.org"'],
    ("example.gov", "SOA"): ["ns.example.gov. clerk.example.gov. 1 3600 600 86400 60"],
    ("example.gov", "DS"): ["12345 13 2 " + "AB" * 32],
    ("example.gov", "MX"): ["10 mx.example.gov."],
    ("example.gov", "TXT"): ['"verification=abc"', '"v=spf1 mx " "-all"'],
    ("_dmarc.example.gov", "TXT"): ['"v=DMARC1; p=reject"'],
    ("_mta-sts.example.gov", "TXT"): ['"v=STSv1; id=20261123"'],
    ("_smtp._tls.example.gov", "TXT"): ['"v=TLSRPTv1; rua=mailto:tls@example.gov"'],
}


def answers(zone: Zone, *, authentic: bool = True) -> Callable[[bytes], bytes | None]:
    """Return a server that knows *zone* and of everything else that it is not there."""

    def reply(data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA | (dns.flags.AD if authentic else 0)
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        values = zone.get((name, kind))
        if values:
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *values))
        elif not any(known == name for known, _ in zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()

    return reply


def servfail(data: bytes) -> bytes:
    response = dns.message.make_response(dns.message.from_wire(data))
    response.set_rcode(dns.rcode.SERVFAIL)
    return response.to_wire()


@contextmanager
def served(reply: Callable[[bytes], bytes | None]) -> Generator[str]:
    """Answer questions by *reply*; give the address of the server."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            data, sender = server.recvfrom(4096)
            if data == b"end":
                return
            sent = reply(data)
            if sent is not None:
                server.sendto(sent, sender)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"end", server.getsockname())
        thread.join(5)
        server.close()


def records(resolver: str, host: str = "www.example.gov") -> dict[str, Record]:
    async def run() -> tuple[Record, ...]:
        return await DnsResolver(resolver).ask(host)

    return {record.kind: record for record in asyncio.run(run())}


def test_every_question_is_answered() -> None:
    with served(answers(TOWN)) as resolver:
        found = records(resolver)

    assert {kind: record.values for kind, record in found.items()} == {
        "A": ("192.0.2.10",),
        "AAAA": ("2001:db8::10",),
        "CAA": ('0 issue "ca.example.org"',),
        "SOA": ("ns.example.gov. clerk.example.gov. 1 3600 600 86400 60",),
        "DS": ("12345 13 2 " + "ab" * 32,),
        "MX": ("10 mx.example.gov.",),
        "SPF": ("v=spf1 mx -all",),
        "DMARC": ("v=DMARC1; p=reject",),
        "MTA-STS": ("v=STSv1; id=20261123",),
        "TLS-RPT": ("v=TLSRPTv1; rua=mailto:tls@example.gov",),
    }
    assert {record.error for record in found.values()} == {""}
    assert found["SOA"].authentic
    assert (found["CAA"].name, found["DMARC"].name) == ("example.gov", "_dmarc.example.gov")


def test_what_is_not_there_is_nothing_and_no_error() -> None:
    zone = {key: values for key, values in TOWN.items() if key[1] in {"A", "SOA"}}
    with served(answers(zone, authentic=False)) as resolver:
        found = records(resolver)

    assert {kind for kind, record in found.items() if record.values} == {"A", "SOA"}
    assert {record.error for record in found.values()} == {""}
    assert not found["SOA"].authentic


def test_a_resolver_that_fails_is_an_error_and_not_nothing() -> None:
    with served(servfail) as resolver:
        found = records(resolver)

    assert {record.values for record in found.values()} == {()}
    assert found["SOA"].error == "The resolver answers SERVFAIL for example.gov."


def test_a_resolver_that_is_silent_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civiscope.collectors.hosts.dns.SECONDS", 0.2)
    with served(lambda _: None) as resolver:
        found = records(resolver)

    assert found["A"].error == "No response about www.example.gov within 0.2 seconds."


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_addresses_and_short_names_are_not_asked_about(host: str) -> None:
    assert records("127.0.0.1:9", host) == {}


def test_a_resolver_that_is_no_address_is_refused() -> None:
    with pytest.raises(UsageError, match="--resolver takes an address"):
        DnsResolver("resolver.example.gov")
