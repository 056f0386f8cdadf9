"""A public site cannot lead the scan into a private network, however it spells the address."""

from __future__ import annotations

import asyncio
import ipaddress
from fnmatch import fnmatchcase

import pytest

from civiscope.fetch.address_guard import Address, AddressGuard, Kind, kind_of

NAMES = {
    "www.example.gov": ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
    "intranet.example.gov": ("10.1.2.3",),
    "both.example.gov": ("93.184.215.14", "192.168.0.1"),
    "home.example.gov": ("127.0.0.1",),
}


async def look_up(host: str) -> tuple[Address, ...]:
    return tuple(map(ipaddress.ip_address, NAMES.get(host, ())))


def refusals(guard: AddressGuard, *urls: str) -> dict[str, str]:
    async def ask() -> dict[str, str]:
        return {url: (await guard.refusal(url)).partition(":")[0] for url in urls}

    return asyncio.run(ask())


def guard_for(*targets: str, pinned: dict[str, str] | None = None) -> AddressGuard:
    async def make() -> AddressGuard:
        guard = AddressGuard(pinned, look_up)
        for target in targets:
            await guard.allow_kind_of(target)
        return guard

    return asyncio.run(make())


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("93.184.215.14", "public"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.1", "public"),
        ("192.168.0.1", "private"),
        ("169.254.169.254", "private"),
        ("100.64.0.1", "private"),
        ("192.0.0.1", "private"),
        ("198.18.0.1", "private"),
        ("224.0.0.1", "private"),
        ("240.0.0.1", "private"),
        ("255.255.255.255", "private"),
        ("127.0.0.1", "loopback"),
        ("127.255.0.3", "loopback"),
        ("0.0.0.0", "loopback"),  # noqa: S104 - not bound to
        ("::1", "loopback"),
        ("::", "loopback"),
        ("2606:2800::1", "public"),
        ("fd00::1", "private"),
        ("fe80::1", "private"),
        ("fec0::1", "private"),
        ("ff02::1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:93.184.215.14", "public"),
        ("::10.0.0.1", "private"),
        ("::ffff:0:10.0.0.1", "private"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::127.0.0.1", "loopback"),
        ("64:ff9b::93.184.215.14", "public"),
        ("64:ff9b:1::10.0.0.1", "private"),
        ("2002:0a00:0001::1", "private"),
        ("2002:7f00:0001::1", "loopback"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "private"),
    ],
)
def test_each_address_is_of_a_kind(address: str, kind: Kind) -> None:
    assert kind_of(ipaddress.ip_address(address)) == kind


PRIVATE = (
    "http://10.0.0.1/",
    "http://intranet.example.gov/",
    "http://both.example.gov/",
    "http://0x0a000001/",
    "http://167772161/",
    "http://10.1/",
    "http://012.0.0.1/",
    "http://1\uff10.0.0.1/",
    "http://%31%30.0.0.1/",
    "http://[::ffff:10.0.0.1]/",
    "http://[fd00::1]:8080/",
    "http://10.0.0.1.:80/",
    "http://clerk:secret@10.0.0.1/",
)
LOOPBACK = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://localhost/",
    "http://a.localhost/",
    "http://home.example.gov/",
)


def test_a_public_target_leads_to_no_private_address() -> None:
    guard = guard_for("https://www.example.gov/")

    found = refusals(guard, *PRIVATE, *LOOPBACK)

    # The system's own lookup knows localhost without asking anybody; here a table stands for it.
    named = {url: "" for url in LOOPBACK if "localhost" in url}
    assert found == {**dict.fromkeys((*PRIVATE, *LOOPBACK), "private"), **named}
    assert guard.strict


def test_a_target_on_this_machine_opens_this_machine_only() -> None:
    guard = guard_for("http://127.0.0.1:8000/")

    found = refusals(
        guard, *PRIVATE, "http://127.0.0.2/", "http://[::1]/", "http://www.example.gov"
    )

    assert found == {
        **dict.fromkeys(PRIVATE, "private"),
        "http://127.0.0.2/": "",
        "http://[::1]/": "",
        "http://www.example.gov": "",
    }


def test_a_target_in_a_private_network_opens_that_network_and_not_this_machine() -> None:
    guard = guard_for("http://intranet.example.gov/")

    found = refusals(guard, "http://10.9.9.9/", "http://127.0.0.1/")

    assert found == {"http://10.9.9.9/": "", "http://127.0.0.1/": "private"}


def test_a_pinned_host_stays_public_wherever_it_is() -> None:
    guard = guard_for("http://www.example.gov/", pinned={"www.example.gov": "127.0.0.1"})

    found = refusals(guard, "http://www.example.gov:8000/", "http://127.0.0.1:8000/")

    assert found == {"http://www.example.gov:8000/": "", "http://127.0.0.1:8000/": "private"}
    assert asyncio.run(guard.resolve("www.example.gov")) == (ipaddress.ip_address("127.0.0.1"),)


def test_schemes_that_are_not_of_the_web_are_always_refused() -> None:
    guard = guard_for("http://127.0.0.1/")
    urls = ("file:///etc/passwd", "ftp://www.example.gov/", "chrome://version/", "ws://127.0.0.1/")

    assert refusals(guard, *urls) == dict.fromkeys(urls, "scheme")
    assert refusals(guard, "http://[::1") == {"http://[::1": "malformed"}


def test_what_has_no_address_of_its_own_may_be_shown() -> None:
    urls = ("about:blank", "about:srcdoc", "data:text/html,x", "blob:https://www.example.gov/1")

    assert refusals(guard_for("https://www.example.gov/"), *urls) == dict.fromkeys(urls, "")


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind() -> None:
    asked: list[str] = []

    async def changing(host: str) -> tuple[Address, ...]:
        asked.append(host)
        return (ipaddress.ip_address("93.184.215.14" if len(asked) == 1 else "10.0.0.1"),)

    guard = AddressGuard(None, changing)

    found = [
        refusals(guard, "http://www.example.gov/a"),
        refusals(guard, "http://www.example.gov/"),
    ]

    assert found == [{"http://www.example.gov/a": ""}, {"http://www.example.gov/": ""}]
    assert asked == ["www.example.gov"]


def blocked(guard: AddressGuard, host: str, port: int = 443) -> bool:
    # As the browser compares: the host, or host and port.
    return any(
        fnmatchcase(host, pattern) or fnmatchcase(f"{host}:{port}", pattern)
        for pattern in (name.replace("[", "[[]") for name in guard.blocked_hosts())
    )


PRIVATE_HOSTS = """
    localhost a.localhost 127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.20.1.1 192.168.1.1
    169.254.169.254 100.100.1.1 239.1.1.1 ::1 :: fd00::1 fe80::1 ::ffff:a00:1 64:ff9b::a00:1
    2002:a00:1::1
"""
PUBLIC_HOSTS = """
    www.example.gov fda.gov fcc.gov fdic.gov ffiec.gov 172.32.0.1 100.1.1.1 8.8.8.8
    2606:2800::1 2001:db8::1 10.example.gov localhost.example.gov
"""


@pytest.mark.parametrize("host", PRIVATE_HOSTS.split())
def test_the_browser_of_a_public_target_resolves_no_private_literal(host: str) -> None:
    assert blocked(guard_for("https://www.example.gov/"), host)


@pytest.mark.parametrize("host", PUBLIC_HOSTS.split())
def test_the_browser_of_a_public_target_resolves_every_public_host(host: str) -> None:
    assert not blocked(guard_for("https://www.example.gov/"), host)


def test_the_browser_of_a_target_on_this_machine_resolves_this_machine() -> None:
    guard = guard_for("http://127.0.0.1/")

    assert not blocked(guard, "127.0.0.1")
    assert not blocked(guard, "::1")
    assert not blocked(guard, "localhost")
    assert blocked(guard, "10.0.0.1")
