"""No bytes that a server can send break the readers of handshakes and certificates."""

from __future__ import annotations

import asyncio
import contextlib

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.scanner.collectors.hosts.servers import server_hello

from civiscope.collectors.hosts.certificates import read_certificate
from civiscope.collectors.hosts.ciphers import MODERN, USUAL
from civiscope.collectors.hosts.client_hello import client_hello
from civiscope.collectors.hosts.server_reply import (
    AnswerError,
    Reply,
    parse_hello,
    read_reply,
    read_ssl_2,
)
from civiscope_rules.shared.hosts.security_txt import parse_security_txt

HELLO = server_hello(0x0303, 0xC02F, b"certificate")


def read(data: bytes) -> Reply:
    """Return what is read of *data*, after which the server hangs up."""

    async def run() -> Reply:
        reader, reply = asyncio.StreamReader(), Reply()
        reader.feed_data(data)
        reader.feed_eof()
        try:
            await read_reply(reader, reply, chain=True)
        except AnswerError as error:
            reply.fault = error.fault
        return reply

    return asyncio.run(run())


def test_a_hello_and_its_certificates_are_read() -> None:
    reply = read(HELLO)

    assert reply.hello is not None
    assert (reply.hello.version, reply.hello.cipher, reply.hello.compression) == (0x0303, 0xC02F, 0)
    assert (reply.certificates, reply.whole, reply.fault) == ([b"certificate"], True, "")


def test_a_message_may_be_spread_over_records() -> None:
    body = HELLO[5:]
    pieces = [body[at : at + 7] for at in range(0, len(body), 7)]
    spread = b"".join(b"\x16\x03\x03" + len(piece).to_bytes(2, "big") + piece for piece in pieces)

    assert read(spread).certificates == [b"certificate"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00")
@example(b"\x15\x03\x03\x00\x00")
def test_any_bytes_are_an_answer_or_a_fault(data: bytes) -> None:
    reply = read(data)

    assert reply.whole or reply.fault


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(HELLO) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_hello_is_an_answer_or_a_fault(at: int, damage: bytes) -> None:
    reply = read(HELLO[:at] + damage + HELLO[at + len(damage) :])

    assert reply.hello is None or reply.hello.cipher >= 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_a_hello_or_a_certificate(data: bytes) -> None:
    with contextlib.suppress(AnswerError):
        parse_hello(data)

    assert read_certificate(data)[0].error


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=20))
def test_no_bytes_break_the_reader_of_ssl_2(data: bytes) -> None:
    async def run() -> bool:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        try:
            return await read_ssl_2(reader)
        except AnswerError:
            return False

    assert asyncio.run(run()) == (len(data) > 2 and data[0] >= 0x80 and data[2] == 4)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_of_security_txt(text: str) -> None:
    assert all(name == name.lower() for name, _ in parse_security_txt(text).fields)


def test_an_offer_says_its_own_length() -> None:
    for version, host in ((0x0300, ""), (0x0303, "www.example.gov"), (0x0304, "192.0.2.1")):
        record = client_hello(host, version, (*MODERN, *USUAL))

        assert int.from_bytes(record[3:5], "big") == len(record) - 5
        assert int.from_bytes(record[6:9], "big") == len(record) - 9
        assert (b"www.example.gov" in record) == (host == "www.example.gov")
