"""Which addresses belong to a scan."""

from __future__ import annotations

import pytest

from civiscope.config.scan_options import Scope
from civiscope.crawl.scope import ScanScope


def scope(kind: Scope, *targets: str) -> ScanScope:
    made = ScanScope(kind, (), ())
    for target in targets:
        made.add(target)
    return made


@pytest.mark.parametrize(
    ("kind", "target", "url", "belongs"),
    [
        ("host", "https://www.example.gov/", "https://www.example.gov/a", True),
        ("host", "https://www.example.gov/", "http://www.example.gov/a", True),
        ("host", "https://www.example.gov/", "http://www.example.gov:80/a", True),
        ("host", "https://www.example.gov/", "https://WWW.EXAMPLE.GOV./a", True),
        ("host", "https://www.example.gov/", "https://example.gov/", False),
        ("host", "https://www.example.gov/", "https://www.example.gov:8443/", False),
        ("host", "https://www.example.gov:8443/", "https://www.example.gov:8443/a", True),
        ("host", "https://www.example.gov:8443/", "https://www.example.gov/", False),
        ("host", "https://www.example.gov/", "https://www.example.gov.evil.example/", False),
        ("host", "http://[::1]:8000/", "http://[::1]:8000/a", True),
        ("domain", "https://www.example.gov/", "https://data.example.gov/", True),
        ("domain", "https://www.example.gov/", "https://example.gov:8443/", True),
        ("domain", "https://www.example.gov/", "https://other.gov/", False),
        ("domain", "https://www.example.co.uk/", "https://other.co.uk/", False),
        ("path", "https://www.example.gov/en/", "https://www.example.gov/en/a", True),
        ("path", "https://www.example.gov/en/index.html", "http://www.example.gov/en/a", True),
        ("path", "https://www.example.gov/en/", "https://www.example.gov/english/", False),
        ("path", "https://www.example.gov/en/", "https://www.example.gov/", False),
        ("path", "https://www.example.gov", "https://www.example.gov/a/b", True),
    ],
)
def test_an_address_belongs_by_host_domain_or_path(
    kind: Scope, target: str, url: str, belongs: bool
) -> None:
    assert scope(kind, target).covers(url) is belongs


def test_where_a_target_leads_comes_into_scope() -> None:
    grown = scope("host", "https://example.gov/")
    before = grown.covers("https://www.example.gov/a")

    grown.add("https://www.example.gov/")

    assert (before, grown.covers("https://www.example.gov/a")) == (False, True)


@pytest.mark.parametrize(
    ("include", "exclude", "url", "out"),
    [
        ((), (), "https://www.example.gov/a", False),
        (("/en/*",), (), "https://www.example.gov/en/a", False),
        (("/en/*",), (), "https://www.example.gov/fr/a", True),
        (("/en/*", "/fr/*"), (), "https://www.example.gov/fr/a", False),
        ((), ("*/print",), "https://www.example.gov/en/print", True),
        ((), ("*[?]print=*",), "https://www.example.gov/en?print=1", True),
        (("/en/*",), ("*/old/*",), "https://www.example.gov/en/old/a", True),
        ((), ("https://www.example.gov/a*",), "https://www.example.gov/abc", True),
        ((), ("https://data.example.gov/*",), "https://www.example.gov/abc", False),
        ((), ("/A",), "https://www.example.gov/a", False),
    ],
)
def test_patterns_keep_addresses_in_and_out(
    include: tuple[str, ...], exclude: tuple[str, ...], url: str, out: bool
) -> None:
    assert ScanScope("host", include, exclude).excluded(url) is out
