"""A public page reaches no private network by names, which only the browser resolves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.config.scan_options import ScanSettings
from civiscope.scan.scan import scan

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOWN, INNER = "town.example.gov", "inner.partner.example"
PARTS = """<img src="HTTP/img"><link rel="stylesheet" href="HTTP/css">
<script src="HTTP/js"></script>
<iframe src="HTTP/frame"></iframe><video src="HTTP/video"></video>
<link rel="preload" as="fetch" href="HTTP/preload"><script>
fetch('HTTP/fetch', { mode: 'no-cors' }); fetch('HTTP/cors'); navigator.sendBeacon('HTTP/beacon');
new WebSocket('WS/socket'); new EventSource('HTTP/events');
new Worker(URL.createObjectURL(new Blob(["fetch('HTTP/worker', { mode: 'no-cors' })"])));
</script>"""


def browser_that_resolves(folder: Path, *flags: str) -> Path:
    """Return a browser to which INNER is another address of this machine."""
    browser = folder / "browser"
    browser.write_text(
        "#!/bin/bash\n"
        'for word in "$@"; do\n'
        f'  [[ "$word" == --host-resolver-rules=* ]] && word="$word, MAP {INNER} 127.0.0.2"\n'
        '  words+=("$word")\ndone\n'
        f'exec "{find_browser().path}" "${{words[@]}}" {" ".join(flags)}\n'
    )
    browser.chmod(0o755)
    return browser


@pytest.mark.parametrize("public", [True, False], ids=["public", "on this machine"])
def test_parts_by_name_are_the_browsers_to_refuse(public: bool, tmp_path: Path) -> None:
    with Site({"*": Answer("x")}, address="127.0.0.2") as inner:
        base = f"://{INNER}:{inner.port}"
        parts = PARTS.replace("HTTP", f"http{base}").replace("WS", f"ws{base}")
        with Site({"/": page("Home", body=parts)}) as site:
            space = f"--ip-address-space-overrides=127.0.0.1:{site.port}=public"
            settings = ScanSettings(
                tabs=1,
                browser=browser_that_resolves(tmp_path, *([space] if public else [])),
                max_pages=1,
                missing_page=False,
                sitemaps=False,
                resolve={TOWN: "127.0.0.1"},
            )
            target = f"http://{TOWN}:{site.port}/"
            reader = asyncio.run(scan([target], settings, tmp_path / "evidence"))
            (home,) = (one for one in reader.pages() if one.kind == "page")

    assert home.visit.state == "complete"
    reached = {path.lstrip("/") for path in inner.paths()}
    # Without the wall between networks all of them would have been: the page does ask.
    assert reached == set() if public else {"img", "css", "js", "fetch", "socket"} <= reached
