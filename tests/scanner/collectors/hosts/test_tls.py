"""Every kind of TLS server is named for what it is, and none can hold the scan up."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.certificates import HOST, make, sha1_signed
from tests.scanner.collectors.hosts.conftest import Kit
from tests.scanner.collectors.hosts.servers import (
    alert,
    listening,
    old,
    says,
    server_hello,
    silent,
    ssl_2,
    tls,
)

from civiscope.collectors.hosts.handshake import Handshaker
from civiscope.collectors.hosts.tls import ask_tls
from civiscope.collectors.hosts.tls_offers import TlsEndpoint
from civiscope.model.transport import TlsServer, Trust

ALL_WEAK = ("RC4", "3DES", "DES", "NULL", "export", "anonymous", "no forward secrecy")


def asked(port: int, ca: Path | None = None, *, host: str = HOST, deadline: float = 5) -> TlsServer:
    return asyncio.run(ask_tls(TlsEndpoint(host, "127.0.0.1", port, deadline), Handshaker(ca)))


def accepted(found: TlsServer) -> list[str]:
    return [one.name for one in (*found.versions, *found.weak) if one.answer == "accepted"]


def test_a_server_done_right_is_told_as_it_is(kit: Kit) -> None:
    pem = kit.authority.issue(HOST, "*.api.example.gov").write(kit.folder, "good")

    with tls(pem, alpn=("h2", "http/1.1")) as port:
        found = asked(port, kit.ca)

    assert (found.state, found.names_host, found.trust) == (
        "answers",
        True,
        Trust("trusted", by="given"),
    )
    assert accepted(found) == ["TLS 1.2", "TLS 1.3"]
    assert {one.answer for one in found.weak} == {"refused"}
    assert [one.subject for one in found.chain] == [HOST, "Example Intermediate"]
    leaf = found.chain[0]
    assert (leaf.names, leaf.key, leaf.bits, leaf.signature, leaf.self_signed) == (
        (HOST, "*.api.example.gov"),
        "EC",
        256,
        "sha256",
        False,
    )
    assert leaf.valid_from < time.time() < leaf.valid_to
    assert (found.protocol, found.stapled, found.secure_renegotiation) == ("h2", False, True)


def test_without_its_root_the_chain_is_not_trusted(kit: Kit) -> None:
    with tls(kit.authority.issue(HOST).write(kit.folder, "unknown")) as port:
        found = asked(port)

    assert (found.trust.state, found.trust.reason) == ("untrusted", "unknown-issuer")


def test_a_chain_without_its_intermediate_is_not_trusted(kit: Kit) -> None:
    with tls(kit.authority.issue(HOST, send=False).write(kit.folder, "gap")) as port:
        found = asked(port, kit.ca)

    assert (found.trust.state, found.trust.reason) == ("untrusted", "unknown-issuer")
    assert (len(found.chain), found.chain_whole) == (1, True)


def test_an_expired_certificate_is_told_apart_from_one_that_nobody_trusts(kit: Kit) -> None:
    with tls(kit.authority.issue(HOST, days=-1, age=30).write(kit.folder, "expired")) as port:
        found = asked(port, kit.ca)

    assert found.trust.state == "trusted"
    assert found.chain[0].valid_to < time.time()


def test_a_certificate_for_another_host_is_seen(kit: Kit) -> None:
    with tls(kit.authority.issue("other.example.gov").write(kit.folder, "other")) as port:
        found = asked(port, kit.ca)

    assert (found.names_host, found.trust.state) == (False, "trusted")


def test_a_self_signed_certificate_is_named(kit: Kit) -> None:
    with tls(make(HOST, names=[HOST]).write(kit.folder, "self")) as port:
        found = asked(port, kit.ca)

    assert (found.trust.state, found.trust.reason) == ("untrusted", "self-signed")
    assert found.chain[0].self_signed


def test_a_sha_1_signature_and_a_short_key_are_seen(kit: Kit) -> None:
    with tls(sha1_signed(kit.folder)) as port:
        sha1 = asked(port)
    with tls(kit.authority.issue(HOST, bits=1024).write(kit.folder, "short")) as port:
        short = asked(port, kit.ca)

    assert sha1.chain[0].signature == "sha1"
    assert (short.chain[0].key, short.chain[0].bits, short.trust.state) == ("RSA", 1024, "trusted")


def test_must_staple_without_a_staple_is_seen(kit: Kit) -> None:
    made = make(HOST, names=[HOST], must_staple=True)
    with tls(made.write(kit.folder, "staple")) as port:
        found = asked(port)

    leaf = found.chain[0]
    assert (leaf.must_staple, leaf.ocsp, found.stapled) == (True, "http://ocsp.example.org/", False)


@pytest.mark.parametrize(
    ("version", "name"),
    [(ssl.TLSVersion.TLSv1, "TLS 1.0"), (ssl.TLSVersion.TLSv1_1, "TLS 1.1")],
)
def test_a_server_of_one_old_version_is_named(kit: Kit, version: ssl.TLSVersion, name: str) -> None:
    pem = kit.authority.issue(HOST).write(kit.folder, "old")
    with tls(pem, least=version, most=version) as port:
        found = asked(port, kit.ca)

    assert accepted(found) == [name]
    assert (found.trust.state, len(found.chain)) == ("trusted", 2)


def test_a_server_of_tls_1_3_only_is_not_asked_for_old_ciphers(kit: Kit) -> None:
    pem = kit.authority.issue(HOST).write(kit.folder, "new")
    with tls(pem, least=ssl.TLSVersion.TLSv1_3) as port:
        found = asked(port, kit.ca)

    assert (accepted(found), found.weak, found.stapled) == (["TLS 1.3"], (), None)
    assert found.names_host is True


def test_a_cipher_without_encryption_is_named(kit: Kit) -> None:
    pem = kit.authority.issue(HOST, bits=2048).write(kit.folder, "null")
    with tls(pem, most=ssl.TLSVersion.TLSv1_2, ciphers="NULL:AES128-SHA:@SECLEVEL=0") as port:
        found = asked(port, kit.ca)

    assert found.offer("NULL").answer == "accepted"
    assert found.offer("no forward secrecy").answer == "accepted"
    assert found.offer("3DES").answer == "refused"


@pytest.mark.parametrize("family", ALL_WEAK)
def test_a_server_with_one_weak_family_is_named(family: str) -> None:
    with listening(old(0x0303, family)) as port:
        found = asked(port)

    assert [one.name for one in found.weak if one.answer == "accepted"] == [family]
    assert found.trust.state == "unknown"


def test_ssl_3_and_ssl_2_are_named() -> None:
    with listening(old(0x0300)) as port:
        three = asked(port)
    with listening(ssl_2) as port:
        two = asked(port)

    assert three.offer("SSL 3").answer == "accepted"
    assert [one.name for one in three.versions if one.answer == "accepted"] == ["SSL 3"]
    assert accepted(two) == ["SSL 2"]


def test_a_handshake_that_hangs_costs_its_deadline_and_is_no_answer() -> None:
    begun = time.monotonic()
    with listening(silent) as port:
        found = asked(port, deadline=0.5)

    assert (found.state, found.detail) == ("silent", "The server did not answer in time.")
    assert {one.answer for one in found.versions} == {"unknown"}
    assert time.monotonic() - begun < 5


def test_nobody_there_and_no_tls_are_told_apart(kit: Kit) -> None:
    with listening(lambda connection: connection.close()) as port:
        pass
    nobody = asked(port)
    with listening(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        plain = asked(port)
    with listening(lambda connection: connection.close()) as port:
        hangs_up = asked(port)

    assert (nobody.state, plain.state, hangs_up.state) == ("closed", "not-tls", "silent")


def test_ten_thousand_names_are_read_and_a_hundred_kept(kit: Kit) -> None:
    names = [f"host{number}.example.gov" for number in range(9_999)]
    pem = kit.authority.issue(*names, HOST).write(kit.folder, "many")
    with tls(pem) as port:
        found = asked(port, kit.ca)

    leaf = found.chain[0]
    assert (leaf.names_total, len(leaf.names), found.names_host) == (10_000, 100, True)
    # OpenSSL takes no message of that size, so that nothing can be said of trust.
    assert found.trust.state == "unknown"


def test_a_chain_without_end_is_given_up() -> None:
    endless = server_hello(0x0303, 0xC02F) + (b"\x16\x03\x03\x40\x00" + b"\x0b\xff\xff\xff" * 4096)

    with listening(says(endless)) as port:
        found = asked(port)

    assert (found.state, found.chain) == ("answers", ())
    assert "bytes" in found.chain_error


def test_a_certificate_of_noise_is_an_error_and_no_crash() -> None:
    with listening(old(0x0303, chain=b"\x30\x82\x01\x00" + b"noise" * 50)) as port:
        found = asked(port)

    assert "cannot be read" in found.chain[0].error
    assert found.names_host is None


def test_warnings_before_the_hello_are_passed_over() -> None:
    known = old(0x0303)

    def talk(connection: socket.socket) -> None:
        connection.sendall(alert(0x0303, 112, level=1))
        known(connection)

    with listening(talk) as port:
        found = asked(port)

    assert found.offer("TLS 1.2").answer == "accepted"


def test_a_server_that_stops_answering_has_not_refused() -> None:
    count = iter(range(100))
    known = old(0x0303)

    with listening(lambda c: known(c) if next(count) < 3 else c.close()) as port:
        found = asked(port)

    assert found.offer("TLS 1.2").answer == "accepted"
    assert (found.offer("SSL 3").answer, found.offer("RC4").answer) == ("unknown", "unknown")
