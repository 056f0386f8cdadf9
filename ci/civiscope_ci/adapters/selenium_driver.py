"""Look at the page that a Selenium driver has open, over the debugging port of its browser.

Selenium is not imported here: a driver is whatever has `capabilities` and `current_window_handle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civiscope.errors import UsageError
from civiscope.scan.open_page import PageNotSeen

_CHROMIUM_OPTIONS = ("goog:chromeOptions", "ms:edgeOptions")


@dataclass(frozen=True, slots=True)
class DrivenPage:
    """Where the page of a driver can be looked at."""

    address: str
    target: str


def is_selenium(given: object) -> bool:
    """Say whether *given* is a driver of Selenium, or one that looks the same."""
    return all(hasattr(given, name) for name in ("capabilities", "execute_script", "switch_to"))


def browser_of(driver: Any) -> str:  # noqa: ANN401 - duck-typed
    """Return `chromium`, or the name of another browser."""
    capabilities: dict[str, Any] = driver.capabilities or {}
    if any(name in capabilities for name in _CHROMIUM_OPTIONS) or "se:cdp" in capabilities:
        return "chromium"
    return str(capabilities.get("browserName", "")).lower() or "unknown"


def find_driven_page(driver: Any) -> DrivenPage:  # noqa: ANN401 - duck-typed
    """Return where the page of *driver* can be looked at.

    Raises PageNotSeen when the driver or its window is gone, or an alert is open.
    """
    check_driver(driver)
    capabilities: dict[str, Any] = driver.capabilities or {}
    handle = str(_ask(lambda: driver.current_window_handle))
    address = str(capabilities.get("se:cdp") or "")
    for name in _CHROMIUM_OPTIONS:
        options: dict[str, Any] = capabilities.get(name) or {}
        port = options.get("debuggerAddress")
        address = address or (f"http://{port}" if port else "")
    if not address:
        raise UsageError(
            "The driver does not tell the debugging port of its browser. Start the browser without "
            "--remote-debugging-pipe; on a Grid, let the node pass `se:cdp` on."
        )
    # Older drivers put a word before the id.
    return DrivenPage(address, handle.removeprefix("CDwindow-"))


def check_driver(driver: Any) -> None:  # noqa: ANN401 - duck-typed
    """Raise PageNotSeen when *driver* or its window is gone, or an alert is open."""
    _ask(lambda: driver.current_window_handle)
    try:
        text = str(driver.switch_to.alert.text)
    except Exception as error:
        if type(error).__name__ in {"NoAlertPresentException", "UnexpectedAlertPresentException"}:
            return
        raise _gone(error) from error
    raise PageNotSeen(
        "hung", f"An alert is open on the page ({text[:80]!r}); answer it before the check."
    )


def check_frame(driver: Any) -> None:  # noqa: ANN401 - duck-typed
    """Raise PageNotSeen when the frame that *driver* was led into is not there any more."""
    why = "it has no document"
    try:
        if driver.find_elements("css selector", ":root"):
            return
    except Exception as error:
        why = type(error).__name__
    raise PageNotSeen(
        "left",
        f"The frame that the driver was switched to is gone ({why}); call "
        "driver.switch_to.default_content() first.",
    )


def _ask(question: Any) -> Any:  # noqa: ANN401 - a call of the driver
    try:
        return question()
    except Exception as error:
        raise _gone(error) from error


def _gone(error: Exception) -> PageNotSeen:
    said = str(error).strip().split("\n", maxsplit=1)[0][:160]
    name = type(error).__name__
    return PageNotSeen(
        "crashed",
        f"The driver does not answer, or its window is closed ({name}: {said}); nothing was seen.",
    )
