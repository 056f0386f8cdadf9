"""Our own requests: bounded in size, time and hops, and only to the address that was checked."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Asked, Site, redirect

from civiscope.errors import UsageError
from civiscope.fetch.address_guard import Address, AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.fetched import Fetched

Use = Callable[[Fetcher], Awaitable[Fetched]]


def fetch(
    use: Use,
    *allowed: str,
    guard: AddressGuard | None = None,
    deadline: float = 30,
    headers_for: Callable[[str], Mapping[str, str]] | None = None,
) -> Fetched:
    async def run() -> Fetched:
        asked = guard or AddressGuard()
        for url in allowed:
            await asked.allow_kind_of(url)
        fetcher = Fetcher(asked, user_agent="tests", deadline=deadline, headers_for=headers_for)
        async with fetcher:
            return await use(fetcher)

    return asyncio.run(run())


def get(url: str, *, limit: int = 1000, deadline: float = 30) -> Fetched:
    return fetch(lambda fetcher: fetcher.get(url, limit=limit), url, deadline=deadline)


def test_an_answer_is_brought_back_whole() -> None:
    with Site({"/a?b=c": Answer("hello", headers={"X-Two": "2"}, type="text/plain")}) as site:
        found = get(site.url("/a?b=c"))

    assert (found.url, found.status, found.body, found.truncated, found.error, found.ok) == (
        site.url("/a?b=c"),
        200,
        b"hello",
        False,
        "",
        True,
    )
    assert found.headers.all("x-two") == ("2",)
    assert site.asked[0].headers["host"] == f"127.0.0.1:{site.port}"
    assert site.asked[0].headers["user-agent"] == "tests"


def test_a_body_is_read_up_to_the_limit() -> None:
    with Site({"/": Answer("x" * 5000)}) as site:
        found = get(site.url())

    assert (len(found.body), found.truncated) == (1000, True)


def test_a_compressed_body_is_unpacked_up_to_the_limit() -> None:
    packed = {"Content-Encoding": "gzip"}
    with Site({"/": Answer(gzip.compress(b"hello"), headers=packed)}) as site:
        whole = get(site.url())
        site.answers = {"/": Answer(gzip.compress(bytes(100_000_000), 1), headers=packed)}
        begun = time.process_time()
        bomb = get(site.url(), limit=500_000)

    assert whole.body == b"hello"
    assert (len(bomb.body), bomb.truncated) == (500_000, True)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "nonsense"])
def test_an_encoding_that_was_not_asked_for_is_no_answer(encoding: str) -> None:
    with Site({"/": Answer("x", headers={"Content-Encoding": encoding})}) as site:
        found = get(site.url())

    assert (found.status, found.ok, found.connected) == (None, False, True)
    assert "was not asked for" in found.error


def test_a_broken_compression_is_no_answer() -> None:
    with Site({"/": Answer("plain", headers={"Content-Encoding": "gzip"})}) as site:
        found = get(site.url())

    assert "the compressed body is broken" in found.error


def test_deflate_is_read_as_servers_send_it() -> None:
    body = zlib.compress(b"hello")
    with Site({"/": Answer(body, headers={"Content-Encoding": "deflate"})}) as site:
        assert get(site.url()).body == b"hello"


def test_a_length_that_promises_too_much_is_no_answer() -> None:
    with Site({"/": Answer("short", headers={"Content-Length": "5000"})}) as site:
        found = get(site.url())

    assert (found.ok, found.connected) == (False, True)


def test_redirects_are_followed_to_the_end() -> None:
    answers = {"/a": redirect("/b", 301), "/b": redirect("c?d=e", 308), "/c": Answer("here")}
    with Site(answers) as site:
        found = get(site.url("/a"))

    assert (found.url, found.body) == (site.url("/c?d=e"), b"here")


def test_redirects_without_end_are_given_up() -> None:
    with Site({"/a": redirect("/a")}) as site:
        found = get(site.url("/a"))

    assert (found.error, len(site.asked)) == ("More than 10 redirects.", 11)


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    with Site({"/": redirect("http://10.0.0.1/secret")}) as site:
        found = get(site.url())

    assert found.error.startswith("10.0.0.1 is at 10.0.0.1, a private address;")
    assert (found.url, found.connected) == ("http://10.0.0.1/secret", False)


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x"])
def test_a_redirect_to_another_scheme_is_not_followed(to: str) -> None:
    with Site({"/": redirect(to)}) as site:
        found = get(site.url())

    assert (found.status, found.body) == (None, b"")
    assert found.error != ""


def test_a_server_that_never_answers_costs_its_time_and_no_more() -> None:
    with Site({"/": Answer("late", delay=20)}) as site:
        begun = time.monotonic()
        found = get(site.url(), deadline=0.3)
        seconds = time.monotonic() - begun

    assert found.error == "No whole response within 0.3 seconds."
    # Far from the server's own time, and far from what a busy machine adds.
    assert seconds < 10


def test_the_time_is_for_all_redirects_together() -> None:
    def on(asked: Asked) -> Answer:
        return Answer(status=302, headers={"Location": asked.path + "x"}, delay=0.2)

    with Site({f"/{'x' * n}": on for n in range(12)}) as site:
        found = get(site.url("/"), deadline=0.7)

    assert found.error == "No whole response within 0.7 seconds."


def test_a_port_where_nobody_listens_is_told_from_a_broken_server() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        found = get(f"http://127.0.0.1:{closed.getsockname()[1]}/")

    assert found.error.startswith("No connection (")
    assert not found.connected


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    async def look_up(host: str) -> tuple[Address, ...]:
        return tuple(map(ipaddress.ip_address, ("127.0.0.9", "127.0.0.1")))

    # Nobody listens at the first address; the name itself does not exist outside this lookup.
    with Site({"/": Answer("here")}, host="www.example.gov") as site:
        guard = AddressGuard(None, look_up)
        found = fetch(lambda fetcher: fetcher.get(site.url()), site.url(), guard=guard)

    assert (found.body, found.url) == (b"here", site.url())
    assert site.asked[0].headers["host"] == f"www.example.gov:{site.port}"


def test_a_name_without_an_address_is_said() -> None:
    found = get("http://no-such-host.invalid/")

    assert found.error == "No connection (the host name does not resolve)."
    assert not found.connected


def test_headers_are_asked_for_with_head_and_with_get_where_head_is_unknown() -> None:
    def only_get(asked: Asked) -> Answer:
        return Answer("%PDF-", 405 if asked.method == "HEAD" else 200, "application/pdf")

    with Site({"/a.pdf": Answer("%PDF-", type="application/pdf"), "/b.pdf": only_get}) as site:
        known = fetch(lambda fetcher: fetcher.head(site.url("/a.pdf")), site.url())
        unknown = fetch(lambda fetcher: fetcher.head(site.url("/b.pdf")), site.url())

    assert [(f.status, f.headers.get("content-type"), f.body) for f in (known, unknown)] == [
        (200, "application/pdf", b"")
    ] * 2
    assert [(asked.method, asked.path) for asked in site.asked] == [
        ("HEAD", "/a.pdf"),
        ("HEAD", "/b.pdf"),
        ("GET", "/b.pdf"),
    ]


def test_what_signs_us_in_goes_along_with_each_hop_only_where_it_belongs() -> None:
    with Site({"/": Answer("end")}, address="127.0.0.2") as other, Site({}) as site:
        site.answers = {"/": redirect("/b"), "/b": redirect(other.url())}

        def headers_for(url: str) -> Mapping[str, str]:
            return {"x-key": "secret"} if url.startswith(site.url()) else {}

        fetch(lambda fetcher: fetcher.get(site.url()), site.url(), headers_for=headers_for)

    assert [asked.headers.get("x-key") for asked in (*site.asked, *other.asked)] == [
        "secret",
        "secret",
        None,
    ]


def test_cookies_of_one_answer_are_not_sent_with_the_next() -> None:
    with Site({"/": Answer("x", headers={"Set-Cookie": "a=b; Path=/"})}) as site:

        async def twice(fetcher: Fetcher) -> Fetched:
            await fetcher.get(site.url())
            return await fetcher.get(site.url())

        fetch(twice, site.url())

    assert [asked.headers.get("cookie") for asked in site.asked] == [None, None]


def test_certificates_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate", encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        Fetcher(AddressGuard(), user_agent="tests", ca=path)

    assert str(caught.value) == f"--ca {path} cannot be read as PEM certificates."
