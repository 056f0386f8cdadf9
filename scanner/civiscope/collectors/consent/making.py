"""What one of the visits for privacy works with: its pace, and all that watches its tab."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from civiscope.browser.activity import Activity
from civiscope.browser.tab import Watch
from civiscope.collectors.consent.bodies import Bodies
from civiscope.collectors.consent.instrument import Instrument
from civiscope.collectors.consent.outgoing import Outgoing
from civiscope.collectors.consent.values import Values
from civiscope.collectors.page.network import NetworkRecorder, SizeMemo
from civiscope.model.network import Request
from civiscope.model.privacy import PrivacyMode, SentAway


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait for what a page does by itself, in seconds."""

    load: float = 1.0
    """After a page has loaded, at least; then until the network is quiet."""
    choice: float = 0.6
    """After a choice, at least."""
    most: float = 4.0
    """For the network to be quiet, at most."""
    scroll: float = 3.5
    """After the page has loaded, until it is scrolled if no banner has come."""
    banner: float = 8.0
    """After the page has loaded, for a banner to come, scrolled or not."""
    layer: float = 2.5
    """After the settings were opened, for what they show."""
    closing: float = 2.5
    """After a choice, for the banner to go."""
    again: float = 2.5
    """After the next page has loaded, at least, for the banner to come back."""


ORDINARY = Pace()


class NothingSeen(Exception):
    """The page showed nothing in this visit. The message says what happened, as a sentence."""


@dataclass(slots=True)
class Making:
    """A visit under way: the tab, and all that watches it."""

    mode: PrivacyMode
    instrument: Instrument
    network: NetworkRecorder = field(default_factory=lambda: NetworkRecorder(SizeMemo()))
    activity: Activity = field(default_factory=Activity)
    outgoing: Outgoing = field(default_factory=Outgoing)
    values: Values = field(default_factory=Values)
    ours: Collection[tuple[str, str]] = ()
    pace: Pace = ORDINARY
    problems: list[str] = field(default_factory=list[str])
    scrolled: float | None = None
    """Seconds after the page had loaded at which it was scrolled; None when it was not."""
    came: float = 0.0
    """Seconds after the page had loaded at which its banner was found."""
    not_opened: tuple[str, ...] = ()
    """What of the page's closed shadow roots was not searched, as sentences."""
    _loaded: float = 0.0
    _opened: float = -1.0
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        """Have bodies told to those who look at them."""
        self.bodies = Bodies(self.outgoing.body, self.values.body)

    async def quiet(self, *, after_choice: bool = False) -> bool:
        """Wait for the network to be quiet; say whether it became so."""
        least = self.pace.choice if after_choice else self.pace.load
        became = await self.activity.quiet(least=least, most=self.pace.most)
        await self.bodies.settled()
        return became

    def with_makers(self, requests: Iterable[Request]) -> tuple[Request, ...]:
        """Return *requests* with scripts in blobs named by those that made them."""
        return tuple(
            replace(
                request,
                initiator=replace(
                    request.initiator,
                    url=self.instrument.maker_of(request.initiator.url),
                    stack=tuple(map(self.instrument.maker_of, request.initiator.stack)),
                ),
            )
            if "blob:" in " ".join((request.initiator.url, *request.initiator.stack))
            else request
            for request in requests
        )

    def sent(self) -> tuple[SentAway, ...]:
        """Return what of the words that were typed or searched for left the browser."""
        return tuple(
            replace(sent, script=self.instrument.maker_of(sent.script))
            for sent in self.outgoing.sent()
        )

    def note_load(self) -> None:
        """Begin to count the seconds for which a banner is waited for."""
        self._loaded = time.monotonic()
        self._opened = -1.0

    def since_load(self) -> float:
        """Return the seconds since the page had loaded."""
        return time.monotonic() - self._loaded

    def roots_due(self, between: float) -> bool:
        """Say whether closed roots were last listed *between* seconds ago or more, and note it."""
        now = time.monotonic()
        if self._opened >= 0 and now - self._opened < between:
            return False
        self._opened = now
        return True

    @property
    def watchers(self) -> tuple[Watch, ...]:
        """What the tab is to be opened with."""
        return (
            self.instrument.watch,
            self.network.watch,
            self.activity.watch,
            self.outgoing.watch,
            self.values.watch,
            self.bodies.watch,
        )
