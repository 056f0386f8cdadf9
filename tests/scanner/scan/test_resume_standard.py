"""A scan at `standard` that is killed at any moment ends with the results of one that was not."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.plain_results import plain_results
from tests.scanner.crawl.site import Answer, Site, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KILLS = int(os.environ.get("CIVISCOPE_TEST_STANDARD_KILLS", "1"))
"""How many scans are killed; each takes half a minute. 20 before a release."""
BANNER = """<div id="banner" role="dialog" aria-label="Cookies" style="position:fixed;bottom:0">
<p>We use cookies to measure how you use this site.</p>
<button onclick="answer('yes')">Accept all cookies</button>
<button onclick="answer('no')">Reject all cookies</button></div><script>
const banner = document.querySelector('#banner');
if (document.cookie.includes('answer=')) banner.remove();
function answer(what) { document.cookie = 'answer=' + what + '; max-age=9999'; banner.remove() }
</script>"""
MENU = """<button aria-expanded="false" onclick="list.hidden = !list.hidden;
this.setAttribute('aria-expanded', !list.hidden)">Menu</button>
<ul id="list" hidden><li><a href="/hours">Hours</a> <li><a href="/bins">Bins</a></ul>"""
FORM = """<form novalidate><label>Name <input required name="n"></label>
<label for="m">E-mail</label><input id="m" type="email" name="m"><button>Send</button></form>
<style>#bare:focus { outline: none }</style><button id="bare">Print</button>"""
PALE = '<p style="color:#bbb">Too pale.</p><img src="data:," width="9"><div onclick="1">Go</div>'


KEPT_APART = ("finished", "started", "id")
"""What differs between any two scans."""


class Office(Site):
    """Six pages with what probes and visits for privacy press; rings when asked often enough."""

    def __init__(self) -> None:
        names = ["hours", "bins", "register", "pale", "mayor"]
        links = [f"/{name}" for name in names]
        super().__init__(
            {
                "/": page("Home", *links, "/gone", "/report", body=MENU + BANNER),
                "/hours": page("Hours", *links, body=BANNER),
                "/bins": page("Bins", *links, body=MENU),
                "/register": page("Register", *links, body=FORM),
                "/pale": page("Pale", *links, body=PALE),
                "/mayor": page("Mayor", *links, body="<h3>Office</h3><p>First floor, left."),
                "/report": Answer("%PDF-", type="application/pdf"),
            }
        )
        self._ring_at = 0
        self._rung = threading.Event()

    def ring_at(self, number: int) -> threading.Event:
        """Return an event that is set when the *number*th request from now comes."""
        self.asked.clear()
        self._ring_at = number
        self._rung = threading.Event()
        return self._rung

    def answer(self, method: str, path: str, headers: Any) -> Answer:  # noqa: ANN401 - as in Site
        found = super().answer(method, path, headers)
        if len(self.asked) >= self._ring_at:
            self._rung.set()
        return found


@dataclass(frozen=True)
class Undisturbed:
    """What a scan brought that nobody disturbed, and how many requests it made."""

    results: dict[str, Any]
    requests: int


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office() as site:
        yield site


@pytest.fixture(scope="module")
def undisturbed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    office.asked.clear()
    assert start(office, folder).wait() == 0
    return Undisturbed(results_of(folder), len(office.asked))


def start(site: Office, folder: Path, *, resume: bool = False) -> subprocess.Popen[bytes]:
    # What the scan was told stands in its evidence, and is not told again.
    what = ["--resume"] if resume else [site.url("/"), "--depth", "standard"]
    words = ["scan", *what, "--out", str(folder), "--tabs", "2", "--quiet"]
    return subprocess.Popen([sys.executable, "-m", "civiscope", *words])  # noqa: S603 - ourselves


def results_of(folder: Path) -> dict[str, Any]:
    """Return the results but for what differs between any two scans."""
    words = ["judge", str(folder / "evidence"), "--out", str(folder), "--quiet"]
    subprocess.run([sys.executable, "-m", "civiscope", *words], check=True)  # noqa: S603 - ourselves
    found: dict[str, Any] = plain_results(folder)
    for key in KEPT_APART:
        del found["scan"][key]
    return found


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_scan_killed_at_any_moment_brings_the_same_results(
    office: Office, undisturbed: Undisturbed, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    rung = office.ring_at(chance.randint(1, undisturbed.requests))
    scan = start(office, tmp_path)
    assert rung.wait(timeout=300)
    # At any moment between two requests, too.
    with contextlib.suppress(subprocess.TimeoutExpired):
        scan.wait(chance.random() * 2)

    scan.send_signal(signal.SIGKILL)

    assert scan.wait() in {-signal.SIGKILL, 0}
    assert start(office, tmp_path, resume=True).wait() == 0
    assert results_of(tmp_path) == undisturbed.results
