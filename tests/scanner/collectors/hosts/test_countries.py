"""Countries of addresses, by a small database in MaxMind's format that is written here."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import cast

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope import ScanSettings, audit
from civiscope.collectors.hosts import Countries, endpoints_of
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.model import Endpoint, Host

HOME, OTHER = "www.example.gov.ie", "fonts.example.org"
NETWORKS: dict[str, dict[str, object]] = {
    "127.0.0.0/8": {"country": {"iso_code": "US"}},
    "192.0.2.0/24": {"registered_country": {"iso_code": "DE"}},
    "198.51.100.0/24": {"country_code": "ee"},
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("geo") / "countries.mmdb"
    path.write_bytes(_database(NETWORKS))
    return path


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("127.0.0.1", "US"),
        ("192.0.2.200", "DE"),
        ("198.51.100.3", "EE"),
        ("203.0.113.1", ""),
        ("2001:db8::1", ""),
        ("no address", ""),
    ],
)
def test_an_address_has_the_country_that_the_database_says(
    book: Path, address: str, country: str
) -> None:
    assert Countries(book).of(address) == country


def test_each_host_is_told_with_its_country(book: Path) -> None:
    answered = {OTHER: ("127.0.0.1", "/"), "a.example.org": ("203.0.113.1", "/x")}

    assert endpoints_of(answered, Countries(book)) == (
        Endpoint("a.example.org", "203.0.113.1", "", "/x"),
        Endpoint(OTHER, "127.0.0.1", "US", "/"),
    )


@pytest.mark.parametrize("content", [None, b"", b"no database", b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "wrong.mmdb"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match=r"wrong\.mmdb"):
        Countries(path)


@pytest.mark.browser
def test_a_scan_with_a_database_tells_where_third_parties_answer(
    book: Path, tmp_path: Path
) -> None:
    site = Site({"/x.css": Answer("", type="text/css")}, host=HOME)
    with site:
        head = f'<link rel="stylesheet" href="http://{OTHER}:{site.port}/x.css">'
        site.answers = {**site.answers, "/": page("Home", head=head)}
        results = audit(
            site.url("/"),
            settings=ScanSettings(
                resolve={HOME: "127.0.0.1", OTHER: "127.0.0.1"},
                missing_page=False,
                sitemaps=False,
                max_pages=1,
                geo=book,
            ),
            evidence=tmp_path / "evidence",
            only=["privacy/endpoint-country"],
        )

    end = EvidenceReader(tmp_path / "evidence").end
    assert [(one.host, one.country) for one in end.endpoints] == [(OTHER, "US")]
    assert "Countries are told by the database Test-Country of 2026-11-01." in end.notes
    (finding,) = results.findings
    assert (finding.component, finding.severity) == ("example.org (US)", "info")
    assert all(isinstance(host, Host) for host in end.hosts)


def _database(networks: dict[str, dict[str, object]]) -> bytes:
    """Write *networks* as a database: a binary tree of bits, then the data, then what it is."""
    nodes: list[list[int | None]] = [[None, None]]
    data, leaves = b"", dict[tuple[int, int], int]()
    for network, entry in networks.items():
        net = ipaddress.ip_network(network)
        bits = f"{int(net.network_address):032b}"[: net.prefixlen]
        at = 0
        for bit in bits[:-1]:
            following = nodes[at][int(bit)]
            if following is None:
                nodes.append([None, None])
                following = nodes[at][int(bit)] = len(nodes) - 1
            at = following
        leaves[at, int(bits[-1])] = len(data)
        data += _value(entry)
    count = len(nodes)
    tree = b"".join(
        (
            count + 16 + leaves[at, side]
            if (at, side) in leaves
            else count
            if following is None
            else following
        ).to_bytes(3, "big")
        for at, pair in enumerate(nodes)
        for side, following in enumerate(pair)
    )
    about: dict[str, object] = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": 1_793_491_200,
        "database_type": "Test-Country",
        "description": {"en": "For a test"},
        "ip_version": 4,
        "languages": [],
        "node_count": count,
        "record_size": 24,
    }
    return tree + b"\0" * 16 + data + b"\xab\xcd\xefMaxMind.com" + _value(about)


def _value(value: object) -> bytes:
    if isinstance(value, dict):
        pairs = list(cast("dict[str, object]", value).items())
        return bytes([7 << 5 | len(pairs)]) + b"".join(_value(k) + _value(v) for k, v in pairs)
    if isinstance(value, list):
        return bytes([0, 4])  # none of our lists has anything in it
    if isinstance(value, int):
        # Readers insist on sizes: 64 bits for the time, 32 for the count of nodes, else 16.
        return _number(value, 8 if value > 1_000_000_000 else 4 if value > 24 else 2)
    text = str(value).encode()
    assert len(text) < 29
    return bytes([2 << 5 | len(text)]) + text


def _number(value: int, size: int) -> bytes:
    head = {2: bytes([5 << 5 | 2]), 4: bytes([6 << 5 | 4]), 8: bytes([8, 2])}[size]
    return head + value.to_bytes(size, "big")
