"""The page of a Selenium driver is checked as it stands, and the driver goes on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchWindowException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.expected_conditions import alert_is_present
from selenium.webdriver.support.wait import WebDriverWait
from tests.ci.adapters.conftest import browser_path
from tests.ci.adapters.pages import DEFECTS, PageServer, defects

from civiscope.errors import UsageError
from civiscope.scan.open_page import PageNotSeen
from civiscope.testing import Axe
from civiscope_ci.adapters.axe_only import ONLY_AXE
from civiscope_ci.adapters.check import check
from civiscope_ci.adapters.page_check import PageCheck

DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not DRIVER, reason="there is no chromedriver (Debian: chromium-driver)"),
]


def start_driver() -> WebDriver:
    """Start a driver on the browser of this machine, as a suite does."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(browser_path())
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(word)
    # An alert that a test leaves open stays, and is no reason to end anything.
    options.set_capability("unhandledPromptBehavior", "ignore")
    return webdriver.Chrome(options=options, service=Service(DRIVER))


@pytest.fixture(scope="module")
def driver() -> Iterator[WebDriver]:
    """Start one driver for all tests."""
    started = start_driver()
    yield started
    started.quit()


@pytest.mark.parametrize("path", DEFECTS)
def test_defects_in_shadow_roots_frames_and_under_a_strict_policy_are_found(
    driver: WebDriver, pages: PageServer, path: str
) -> None:
    driver.get(pages.url + path)

    found = check(driver, "as opened")

    assert defects(found) == DEFECTS[path]
    assert found.results.coverage.frames_not_tested == ()
    assert found.page.url == f"http://127.0.0.1{path}#/as%20opened"
    assert found.url == pages.url + path
    assert len(driver.find_elements("css selector", "main")) == 1


def test_rules_that_need_the_network_are_not_run_and_named(
    driver: WebDriver, pages: PageServer
) -> None:
    driver.get(f"{pages.url}/clean")

    found = check(driver)

    assert "as it stood open" in found.not_run["security/hsts"]
    assert "accessibility/image-alt" not in found.not_run
    found.assert_no_new()


@pytest.mark.slow
def test_twenty_checks_leave_nothing_open(driver: WebDriver, pages: PageServer) -> None:
    driver.get(f"{pages.url}/csp")
    check(driver)
    before = _sockets()

    for _ in range(20):
        check(driver)

    assert _sockets() == before
    assert driver.title == "Strict"


def test_an_open_alert_is_an_error_at_once(driver: WebDriver, pages: PageServer) -> None:
    driver.get(f"{pages.url}/clean")
    run_script(driver, "setTimeout(() => alert('Save first?'), 0)")
    alert = WebDriverWait(driver, 20).until(alert_is_present())

    try:
        with pytest.raises(PageNotSeen, match=r"An alert is open on the page \('Save first\?'\)"):
            check(driver)
    finally:
        alert.accept()

    assert check(driver).url == f"{pages.url}/clean"


def test_all_of_the_page_is_looked_at_whatever_frame_the_driver_is_in(
    driver: WebDriver, pages: PageServer
) -> None:
    driver.get(f"{pages.url}/frames")
    driver.switch_to.frame(0)
    inside = check(driver)
    assert driver.find_element("css selector", "h1").text == "Own"
    run_script(driver, "parent.document.querySelector('iframe[title=own]')?.remove()")

    # chromedriver is then back in the page itself without a word, and runs the script once more.
    left = check(driver)

    assert defects(inside) == DEFECTS["/frames"]
    assert defects(left) == {("accessibility/label", "#q")}


def test_a_frame_that_is_gone_is_an_error(driver: WebDriver, pages: PageServer) -> None:
    driver.get(f"{pages.url}/clean")
    lost = OtherBrowser(driver, capabilities_of(driver))

    def find_elements(*_: object) -> None:
        raise NoSuchWindowException("Browsing context has been discarded")

    lost.find_elements = find_elements

    with pytest.raises(PageNotSeen, match="frame that the driver was switched to is gone"):
        check_stand_in(lost)


def test_axe_alone_is_run_where_the_browser_is_not_chromium(
    driver: WebDriver, pages: PageServer
) -> None:
    driver.get(f"{pages.url}/frames")

    found = check_stand_in(OtherBrowser(driver))

    assert defects(found) == DEFECTS["/frames"]
    assert found.results.tool.browser == "firefox"
    own = [rule for rule, why in found.not_run.items() if why == ONLY_AXE]
    assert len(own) > 20
    assert not any(found.not_run.get(f"accessibility/{name}") for name in ("label", "image-alt"))
    assert run_script(driver, "return typeof window.axe") == "undefined"
    # The driver is in the topmost document again.
    assert driver.find_element("css selector", "h1").text == "Frames"


def test_a_driver_that_does_not_tell_its_port_is_told_of(driver: WebDriver) -> None:
    piped = OtherBrowser(driver, {"browserName": "chrome", "goog:chromeOptions": {}})

    with pytest.raises(UsageError, match="does not tell the debugging port"):
        check_stand_in(piped)


def test_a_driver_that_died_is_an_error(pages: PageServer) -> None:
    driver = start_driver()
    driver.get(f"{pages.url}/clean")
    driver.quit()

    with pytest.raises(PageNotSeen, match="does not answer, or its window is closed"):
        check(driver)


def test_a_closed_window_is_an_error(driver: WebDriver) -> None:
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    driver.close()

    with pytest.raises(PageNotSeen, match=r"window is closed \(NoSuchWindowException"):
        check(driver)

    driver.switch_to.window(first)


def test_results_are_those_of_axe_with_frames_and_what_own_rules_found(
    driver: WebDriver, pages: PageServer
) -> None:
    driver.get(f"{pages.url}/frames")
    axe = Axe(driver)

    axe.inject()
    found = axe.run()
    options = {
        "runOnly": {"type": "rule", "values": ["label"]},
        "rules": {"label": {"enabled": True}},
    }
    limited = axe.run({"exclude": [["iframe[title=own]"]]}, options)

    lists = {"violations", "passes", "incomplete", "inapplicable", "civiscope"}
    assert lists <= set(found)
    targets = {each["id"]: each["nodes"][0]["target"] for each in found["violations"]}
    assert targets["image-alt"] == ['iframe[title="own"]', "img"]
    assert targets["label"] == ['iframe[title="other"]', "#q"]
    assert "frame-tested" not in {each["id"] for each in found["incomplete"]}
    assert [each["id"] for each in limited["violations"]] == ["label"]
    assert axe.check is not None
    assert "label" in axe.report(found["violations"])
    assert driver.title == "Frames"


def test_shadow_roots_and_strict_policies_are_no_hindrance(
    driver: WebDriver, pages: PageServer
) -> None:
    axe = Axe(driver)

    driver.get(f"{pages.url}/shadow")
    shadow = axe.run(options='{"runOnly": ["wcag2a"]}')
    driver.get(f"{pages.url}/csp")
    strict = axe.run()

    assert "#host >>> #x" in axe.report(shadow["violations"])
    assert {"button-name", "image-alt"} <= {each["id"] for each in strict["violations"]}
    with pytest.raises(UsageError, match="are not JSON; hand over a dict"):
        axe.run(options="{runOnly: ['wcag2a']}")


def test_results_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    axe = Axe(None)

    axe.write_results({"a": 1}, "named.json")
    axe.write_results([])

    assert json.loads((tmp_path / "named.json").read_bytes()) == {"a": 1}
    assert json.loads((tmp_path / "results.json").read_bytes()) == []


def run_script(driver: Any, script: str) -> Any:  # noqa: ANN401 - Selenium's
    """Return what *script* returns in the page of *driver*."""
    return driver.execute_script(script)


def capabilities_of(driver: Any) -> dict[str, Any]:  # noqa: ANN401 - Selenium's
    """Return what *driver* says of itself."""
    return dict(driver.capabilities)


def check_stand_in(driver: object) -> PageCheck:
    """Return what `check` does: a stand-in could be anything, an awaited page too."""
    return check(driver)


class OtherBrowser:
    """Stands in for the driver of a browser that is not Chromium, which cannot be had here."""

    def __init__(self, driver: WebDriver, capabilities: dict[str, Any] | None = None) -> None:
        self._driver = driver
        self.capabilities = capabilities or {"browserName": "firefox"}
        self.find_elements: Any = driver.find_elements

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the driver's own
        return getattr(self._driver, name)


def _sockets() -> int:
    """Return how many sockets this process has open."""
    found = 0
    for each in Path("/proc/self/fd").iterdir():
        try:
            found += os.readlink(each).startswith("socket:")  # noqa: PTH115 - of no file
        except OSError:
            continue
    return found
