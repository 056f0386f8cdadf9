"""Whole scans: what is wrong with a host stands on its page, and hosts pages load from count."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.certificates import HOST, make
from tests.scanner.collectors.hosts.servers import tls
from tests.scanner.crawl.site import Answer, Asked, Site, page

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


def test_a_host_that_scripts_ask_for_data_is_asked_as_well(tmp_path: Path) -> None:
    def repeats(asked: Asked) -> Answer:
        fields = {
            "Access-Control-Allow-Origin": asked.headers.get("origin", ""),
            "Access-Control-Allow-Credentials": "true",
        }
        return Answer("{}", type="application/json", headers=fields)

    api = "api.example.gov"
    with Site({"/me": repeats}, host=api) as data:
        script = f"<script>fetch('{data.url('/me')}', {{credentials: 'include'}})</script>"
        with Site({"/": page("Home", body=script)}, host=HOST) as site:
            results = audit(
                site.url("/"),
                settings=ScanSettings(
                    scope="domain",
                    resolve={HOST: "127.0.0.1", api: "127.0.0.1"},
                    missing_page=False,
                    sitemaps=False,
                ),
                evidence=tmp_path / "evidence",
                only=["security/cors-reflects-origin"],
            )

    end = EvidenceReader(tmp_path / "evidence").end
    assert {(host.name, host.http_port) for host in end.hosts} == {
        (HOST, site.port),
        (api, data.port),
    }
    (found,) = results.findings
    assert found.component == f"{api}:{data.port} /me"
    assert found.message.startswith(f"{data.url('/me')} was requested with the origin")
