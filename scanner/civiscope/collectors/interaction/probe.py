"""The form of a probe, and what it works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.model import Page

Answer = Mapping[str, Any]


class NotShown(Exception):
    """A page could not be shown. The message says why, as a sentence."""


async def _nowhere(url: str) -> None:
    raise NotShown(f"There is no way to {url} from here.")


@dataclass(slots=True)
class Probing:
    """A page that stands loaded and settled in a tab, ready to be acted on.

    The tab is guarded while probes work: a request that is not a GET and a step to another document
    are stopped and noted in `tab.attempts`, so that nothing is submitted and the page is not left.
    """

    tab: Tab
    page: Page
    """What the ordinary visit saw of it."""
    reload: Callable[[], Awaitable[None]]
    """Show the page anew, as a first visit and in the ordinary window."""
    started: float = 0.0
    """When the probe began, by the monotonic clock."""
    notes: list[str] = field(default_factory=list[str])
    show: Callable[[str], Awaitable[None]] = _nowhere
    """Show another address of the site in place of the page; NotShown when it cannot be."""
    still: bool = False
    """Whether the page was one on which nothing comes by itself, before it was acted on, as long as
    slides take; and none of its scripts asked whether its visitor wants movement."""
    spoilt: bool = False
    """Whether something was done to the page since it was last shown anew. A probe that is `tidy`
    says so with it, when it was to do something, and need not show the page anew for the next."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One way to act on a page. Rules ask for it by name in their facts (`probes: [name]`)."""

    name: str
    run: Callable[[Probing], Awaitable[Answer]]
    """Acts, and returns what happened as plain data that JSON can hold. Decides nothing."""
    seconds: float = 30.0
    """After this the probe is given up; its evidence is then missing, with that as the reason."""
    tidy: bool = False
    """Whether the page is afterwards as it was, unless it is said to be spoilt, so that the next
    probe needs no new load."""
    restores: bool = False
    """Whether it gives back the page as it got it, as far as it knows. The page is then compared
    with how it stood, and serves the next probe as well when it stands the same."""
    presses: bool = False
    """Whether what it restores has had keys pressed in it, by which the browser keeps where the
    focus was: it serves only probes that do not mind."""
    takes_used: bool = False
    """Whether it does not mind that keys were pressed before, where nothing was changed by that."""
    at_rest: bool = False
    """Whether it is to find the page with all movement ended, as the ordinary visit does."""
