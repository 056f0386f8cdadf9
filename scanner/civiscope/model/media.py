"""Sound and film on a page, as they behave when nobody touches them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from civiscope.model.element_ref import ElementRef
from civiscope.model.outcome import Place


@dataclass(frozen=True, slots=True)
class Track:
    """A file of captions or subtitles."""

    spot: ElementRef
    kind: str
    """`captions` or `subtitles`."""
    state: int
    """0 not asked for, 1 on its way, 2 loaded, 3 failed."""
    source: bool
    """Whether it names a file at all."""
    cues: int
    """Captions in it."""


@dataclass(frozen=True, slots=True)
class Medium:
    """One audio or video element."""

    spot: ElementRef
    tag: str
    autoplay: bool
    muted: bool
    controls: bool
    """Whether the browser shows its own controls."""
    loop: bool
    visible: bool
    area: int
    """CSS pixels it covers."""
    loaded: bool
    """Whether the browser knows how long it is."""
    error: int
    length: float | None
    """Seconds that it plays; None when not known."""
    endless: bool
    plays: bool
    """Whether it plays without being asked."""
    moved: float
    """Seconds it went on while it was watched."""
    sounds: bool
    """Whether it has sound, muted or not."""
    tracks: tuple[Track, ...]
    stopped_by: tuple[str, ...]
    """Names of buttons that stopped or muted it."""
    tried: int
    """Buttons that were pressed."""
    frame: str

    def place(self) -> Place:
        """Return the element as the place of an outcome."""
        return replace(self.spot.place(), frame=self.frame)

    @property
    def is_heard(self) -> bool:
        """Whether it starts by itself and people hear it."""
        return self.plays and not self.muted and self.sounds

    def lasts_longer_than(self, seconds: float) -> bool:
        """Say whether it plays longer than *seconds* when nobody stops it."""
        return self.endless or (self.length is not None and self.length > seconds)


@dataclass(frozen=True, slots=True)
class Media:
    """All of them, in frames too."""

    media: tuple[Medium, ...]
