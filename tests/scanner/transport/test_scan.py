"""A whole scan of a host with a bad certificate: what is wrong stands on the page that was lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scanner.transport.certificates import HOST, make
from tests.scanner.transport.servers import tls

from civiscope import ScanSettings, audit
from civiscope.evidence import EvidenceReader

pytestmark = pytest.mark.browser

RULES = ("certificate-trusted", "certificate-host", "certificate-dates", "tls-old-versions")


def test_a_bad_certificate_is_told_where_the_page_was_lost(tmp_path: Path) -> None:
    made = make(HOST, names=["other.example.gov"], days=-1, age=30)
    with tls(made.write(tmp_path, "bad")) as port:
        url = f"https://{HOST}:{port}/"
        results = audit(
            url,
            settings=ScanSettings(resolve={HOST: "127.0.0.1"}, missing_page=False, sitemaps=False),
            evidence=tmp_path / "evidence",
            only=[f"security/{rule}" for rule in RULES],
        )

    (page,) = results.pages
    assert (page.state, page.url) == ("failed", url)
    assert {name.partition("/")[2]: one.outcome for name, one in page.outcomes.items()} == {
        "certificate-trusted": "failed",
        "certificate-host": "failed",
        "certificate-dates": "failed",
        "tls-old-versions": "passed",
    }
    assert {(one.page, one.component) for one in results.findings} == {(url, f"{HOST}:{port}")}
    (host,) = EvidenceReader(tmp_path / "evidence").end.hosts
    assert (host.name, host.https_port, host.tls and host.tls.names_host) == (HOST, port, False)
