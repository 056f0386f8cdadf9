"""Roles and states mean the same to every rule in whatever letters they are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope import ScanSettings, audit

pytestmark = pytest.mark.browser

BODY = """
<div role="navigation" aria-label="Help"><span role="link" tabindex="0">click here</span></div>
<p role="none"><strong>Opening hours of the library</strong></p>
<div role="heading" aria-level="2">Streets</div>
<p>Give your street. <span role="link" tabindex="0">more</span></p>
<div role="group"><input type="radio" name="a" aria-label="Yes"><input type="radio" name="a"
 aria-label="No"></div>
<div role="search"><input placeholder="High Street"></div>
<input placeholder="Town"><div role="textbox" tabindex="0" aria-invalid="true"></div>
<div role="list"><span role="listitem">One</span><span role="listitem">Two</span></div>
<div role="table"><div role="row"><span role="columnheader">Day</span></div></div>
<button aria-disabled="true" style="color: #bbb">Send</button>
<div aria-hidden="true"><img src="a.png"><a href="/b">b</a></div>
<div role="img"></div><div role="status">Saved</div><div role="alert">Wrong</div>
<p role="presentation" style="font-weight: bold; font-size: 2em">Prices</p><p>Free.</p>
"""


def test_rules_find_the_same_where_roles_are_written_in_capitals(tmp_path: Path) -> None:
    loud = re.sub(r'(role|aria-(?:hidden|disabled|invalid))="(\w+)"', lambda m: m[0].upper(), BODY)
    assert 'ROLE="NAVIGATION"' in loud
    pages = {"/quiet": page("Streets", body=BODY), "/loud": page("Streets", body=loud)}
    with Site({**pages, "/robots.txt": Answer(status=404)}) as site:
        listed = tmp_path / "urls.txt"
        listed.write_text(f"{site.url('/quiet')}\n{site.url('/loud')}\n", "utf-8")
        results = audit(
            f"@{listed}",
            settings=ScanSettings(depth="quick", missing_page=False),
            evidence=tmp_path / "evidence",
        )

    found = {
        path: sorted(
            (finding.rule, finding.outcome, finding.selector.lower())
            for finding in results.findings
            if finding.page == site.url(path) and finding.rule.startswith("accessibility/")
        )
        for path in pages
    }
    assert len(found["/quiet"]) > 7
    assert found["/loud"] == found["/quiet"]
