"""Servers on loopback: real TLS of any version, and sockets that say whatever a test wants."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from civiscope.collectors.hosts.ciphers import WEAK

Talk = Callable[[socket.socket], None]


def answer(body: str = "", *, status: int = 200, type: str = "text/plain", **fields: str) -> bytes:
    """Return a whole HTTP answer; `_` in the name of a field stands for `-`."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {type}"]
    sent = {"Content_Length": str(len(body.encode())), "Connection": "close", **fields}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in sent.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@contextlib.contextmanager
def listening(talk: Talk) -> Generator[int]:
    """Serve every connection with *talk*, each in its thread; give the port."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    open_connections: list[socket.socket] = []

    def one(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            talk(connection)
        connection.close()

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.settimeout(20)
            open_connections.append(connection)
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for connection in open_connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        thread.join(5)


@contextlib.contextmanager
def tls(
    pem: Path,
    *,
    least: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
    most: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    ciphers: str = "",
    alpn: tuple[str, ...] = (),
    answers: Mapping[str, bytes] | None = None,
) -> Generator[int]:
    """Serve HTTP over TLS with the key and chain in *pem*: by path, and 404 for all others."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # Level 0 lets old versions, hashes and short keys through, as old servers do.
    context.set_ciphers(ciphers or "DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(pem)
    with warnings.catch_warnings():
        # Python warns of old versions; here they are what is wanted.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = least, most
    if alpn:
        context.set_alpn_protocols(list(alpn))

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            path = secure.recv(65536).partition(b" ")[2].partition(b" ")[0].decode()
            if path:
                secure.sendall((answers or {"/": answer()}).get(path, answer(status=404)))

    with listening(talk) as port:
        yield port


def old(version: int, family: str = "", *, chain: bytes = b"") -> Talk:
    """Return a server that speaks *version* only, and of ciphers only *family* when one is named.

    It is played by hand, because no library here speaks SSL 3 or has RC4, DES and 3DES any more.
    """

    def talk(connection: socket.socket) -> None:
        hello = _record(connection)
        if hello is None or int.from_bytes(hello[4:6], "big") < version:
            connection.sendall(alert(version, 70))
            return
        offered = _offered(hello)
        known = WEAK[family] if family else {0x002F: ""}
        chosen = next((code for code in known if code in offered), None)
        if chosen is None:
            connection.sendall(alert(version, 40))
            return
        connection.sendall(server_hello(version, chosen, chain))

    return talk


def silent(connection: socket.socket) -> None:
    """Take everything and say nothing, until the other side goes."""
    while connection.recv(65536):
        pass


def says(data: bytes) -> Talk:
    """Return a server that answers the first bytes with *data*."""

    def talk(connection: socket.socket) -> None:
        connection.recv(9)
        connection.sendall(data)

    return talk


def ssl_2(connection: socket.socket) -> None:
    """Answer an SSL 2 hello, and hang up on everything else."""
    head = connection.recv(3)
    if len(head) == 3 and head[0] & 0x80 and head[2] == 1:
        body = b"\x04\x00\x01\x00\x02" + (0).to_bytes(2, "big") * 3
        connection.sendall((0x8000 | len(body)).to_bytes(2, "big") + body)


def server_hello(version: int, cipher: int, chain: bytes = b"") -> bytes:
    """Return the records of a server's first answer, with *chain* as its certificate message."""
    hello = version.to_bytes(2, "big") + bytes(32) + b"\x00" + cipher.to_bytes(2, "big") + b"\x00"
    messages = b"\x02" + len(hello).to_bytes(3, "big") + hello
    if chain:
        listed = len(chain).to_bytes(3, "big") + chain
        body = len(listed).to_bytes(3, "big") + listed
        messages += b"\x0b" + len(body).to_bytes(3, "big") + body + b"\x0e\x00\x00\x00"
    return _in_records(version, messages)


def alert(version: int, number: int, level: int = 2) -> bytes:
    """Return an alert record."""
    return b"\x15" + version.to_bytes(2, "big") + b"\x00\x02" + bytes([level, number])


def _in_records(version: int, data: bytes) -> bytes:
    parts = [data[at : at + 16000] for at in range(0, len(data), 16000)]
    head = b"\x16" + version.to_bytes(2, "big")
    return b"".join(head + len(part).to_bytes(2, "big") + part for part in parts)


def _record(connection: socket.socket) -> bytes | None:
    head = _exactly(connection, 5)
    if len(head) < 5 or head[0] != 0x16:
        return None
    return _exactly(connection, int.from_bytes(head[3:5], "big"))


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            break
        data += more
    return data


def _offered(hello: bytes) -> set[int]:
    at = 39 + hello[38]
    size = int.from_bytes(hello[at : at + 2], "big")
    codes = hello[at + 2 : at + 2 + size]
    return {int.from_bytes(codes[n : n + 2], "big") for n in range(0, size, 2)}
