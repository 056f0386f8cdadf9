"""How the browser shows itself to a site, and how long a page may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a page may take, in seconds."""

    load: float = 20.0
    """From the request for the page to the load event; then the page is taken as it stands."""
    quiet: float = 0.1
    """Without changes for this long, the document counts as settled."""
    settle: float = 3.0
    """To wait for fonts and quiet, at most."""
    script: float = 30.0
    """For any one answer of the page; then the tab is given up."""


def _nobody(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class BrowserView:
    """How the browser shows itself."""

    width: int = 1280
    height: int = 900
    user_agent: str = ""
    accept_language: str = "en"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """Extra request headers, for the site's own addresses only."""
    user_name: str = ""
    password: str = ""
    admits_automation: bool = False
    """Whether `navigator.webdriver` says true in visits for privacy as well."""
    own: Callable[[str], bool] = _nobody
    """Says which addresses are the site's own: headers and password go nowhere else."""


def own_user_agent(browser: str) -> str:
    """Return the browser's user agent with our name added, so that a site's operator can tell."""
    return f"{browser.replace('HeadlessChrome', 'Chrome')} civiscope/{version('civiscope')}"
