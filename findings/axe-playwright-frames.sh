#!/bin/sh
# What the axe wrapper for Playwright in Python tests of a page with a frame.
#
# One would guess that it tests frames as axe-core's own packages do, at least those of the page's origin, or says that
# it did not. Seen with axe-playwright-python 0.1.8, Playwright 1.58.0 and Chromium 156: of two pictures
# without an alternative, one in the page and one in a `srcdoc` frame, it reports one. The engine is put into the page
# alone; the one trace of the rest is the rule frame-tested among what is incomplete, which its report of violations
# leaves out. A form in a frame passes whatever it holds.
#
# Needs Python and Chromium. Fails when the frame is tested.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check axe-playwright-python==0.1.8 playwright==1.58.0
cat > frames.py <<'PY'
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGE = """<!doctype html><html lang=en><title>Form</title><main><h1>Form</h1><img src="data:,">
<iframe title="Map" srcdoc="<!doctype html><html lang=en><title>Map</title><main><h1>Map</h1><img src='data:,'></main>"></iframe>
</main>"""
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.set_content(PAGE, wait_until="load")
    results = Axe().run(page)
    print(browser.version)
    browser.close()
pictures = [node["target"] for rule in results.response["violations"] if rule["id"] == "image-alt" for node in rule["nodes"]]
unsure = [rule["id"] for rule in results.response["incomplete"]]
report = results.generate_report()
seen = {
    "pictures without alternative": len(pictures),
    "frame-tested is incomplete": "frame-tested" in unsure,
    "the report names the frame": "frame-tested" in report or "iframe" in report,
}
print(seen)
expected = {"pictures without alternative": 1, "frame-tested is incomplete": True, "the report names the frame": False}
if seen != expected:
    sys.exit(f"This is not what was seen before: {expected}")
PY
.venv/bin/python frames.py "$browser"
