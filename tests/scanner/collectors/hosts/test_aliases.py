"""Names of the site's own that lead to somebody else: asked of DNS, and judged."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.test_dns import Zone, answers, served, servfail
from tests.scanner.crawl.site import Answer, Site, page

from civiscope import ScanSettings, audit
from civiscope.collectors.hosts import DnsResolver
from civiscope.evidence import EvidenceReader
from civiscope.model import Alias

HOME, COUNTER, FILES = "www.example.gov", "metrics.example.gov", "static.example.gov"
ZONE: Zone = {
    (COUNTER, "CNAME"): ["example-gov.data.adobedc.net."],
    ("example-gov.data.adobedc.net", "CNAME"): ["edge.adobedc.net."],
    ("edge.adobedc.net", "A"): ["192.0.2.7"],
    (FILES, "A"): ["192.0.2.8"],
    ("loop.example.gov", "CNAME"): ["loop2.example.gov."],
    ("loop2.example.gov", "CNAME"): ["loop.example.gov."],
}


def alias(host: str, resolver: str) -> Alias:
    async def run() -> Alias:
        return await DnsResolver(resolver).alias(host, "/")

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("host", "targets"),
    [
        (COUNTER, ("example-gov.data.adobedc.net", "edge.adobedc.net")),
        (FILES, ()),
        ("nowhere.example.gov", ()),
        ("loop.example.gov", ("loop2.example.gov",)),
    ],
)
def test_a_name_is_followed_to_its_end(host: str, targets: tuple[str, ...]) -> None:
    with served(answers(ZONE)) as resolver:
        assert alias(host, resolver) == Alias(host, targets, "/")


def test_a_resolver_that_fails_is_no_clean_name() -> None:
    with served(servfail) as resolver:
        found = alias(COUNTER, resolver)

    assert (found.targets, found.error != "") == ((), True)


@pytest.mark.browser
def test_a_scan_finds_a_tracker_behind_a_name_of_the_sites_own(tmp_path: Path) -> None:
    site = Site({"/x.js": Answer("", type="text/javascript")}, host=HOME)
    with site, served(answers(ZONE)) as resolver:
        script = "".join(
            f'<script src="http://{host}:{site.port}/x.js"></script>' for host in (COUNTER, FILES)
        )
        site.answers = {**site.answers, "/": page("Home", body=script)}
        results = audit(
            site.url("/"),
            settings=ScanSettings(
                resolve=dict.fromkeys((HOME, COUNTER, FILES), "127.0.0.1"),
                missing_page=False,
                sitemaps=False,
                max_pages=1,
                dns=True,
                resolver=resolver,
            ),
            evidence=tmp_path / "evidence",
            only=["privacy/cloaked-tracker"],
        )

    assert [one.host for one in EvidenceReader(tmp_path / "evidence").end.aliases] == [
        COUNTER,
        FILES,
    ]
    (finding,) = results.findings
    assert (finding.component, finding.outcome, finding.page) == (COUNTER, "failed", site.url("/"))
    assert "Adobe Experience Cloud" in finding.message
