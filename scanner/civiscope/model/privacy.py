"""What visits for privacy saw: no choice, no, yes, and Global Privacy Control, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.dom import Box
from civiscope.model.network import Request

PrivacyMode = Literal["none", "reject", "accept", "gpc"]
"""How a visit goes: choosing nothing, saying no, saying yes, with Global Privacy Control on."""
KeptArea = Literal["cookie", "local", "session", "database", "cache", "service-worker"]


@dataclass(frozen=True, slots=True)
class KeptItem:
    """Something that is on the visitor's device, without its value."""

    area: KeptArea
    name: str
    host: str
    """A cookie's domain, or the host that the item belongs to."""
    lifetime: float | None = None
    """Seconds, for cookies that outlive the browser's session."""
    length: int = 0
    entropy: float = 0.0
    """Shannon entropy of the value, bits per character."""
    by: tuple[str, ...] = ()
    """Scripts on the stack when it was set, or the address whose answer set it; the nearest first.
    Empty when that was not seen."""
    own: bool | None = None
    """Whether its value differs from one fresh browser to the next and stays from page to page, as
    that of an identifier does; None when it was not seen twice."""
    sent_to: tuple[str, ...] = ()
    """Registrable domains, besides its own, that were sent its value in a request."""
    choice: bool = False
    """Whether it came with the answer to the banner and its value says that answer."""
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    """`Strict`, `Lax` or `None` when a cookie says so; empty otherwise."""


@dataclass(frozen=True, slots=True)
class BannerChoice:
    """A button or link of a consent banner."""

    text: str
    label: str
    """What pressing it does: `accept`, `reject`, `settings` or `acknowledge`."""
    layer: int = 1
    selector: str = ""
    link: bool = False
    """Whether it looks like a link: no border, and no background of its own."""
    width: float = 0.0
    height: float = 0.0
    contrast: float | None = None
    """Contrast of its text; None when the background cannot be told."""
    saves: bool = False
    """Whether it keeps what the boxes beside it say."""


@dataclass(frozen=True, slots=True)
class BannerBox:
    """A box of a consent banner that is ticked before the visitor has touched it."""

    text: str
    layer: int = 1
    selector: str = ""
    needed: bool = False
    """Whether its text says that it is about what the site cannot do without."""


@dataclass(frozen=True, slots=True)
class BannerOption:
    """A box, a switch or a radio button of a consent banner that visitors can change."""

    text: str
    kind: Literal["box", "radio"] = "box"
    on: bool = False
    """Whether it was ticked or chosen before the visitor touched it."""
    layer: int = 1
    selector: str = ""
    needed: bool = False
    """Whether its text says that it is about what the site cannot do without."""
    says: Literal["", "accept", "reject"] = ""
    """What a radio button answers; empty when that is not known, and for boxes."""
    group: int = -1
    """Number of the radio buttons' group on its layer; -1 for boxes."""


@dataclass(frozen=True, slots=True)
class ConsentBanner:
    """The place where a page asks about cookies."""

    kind: Literal["dialog", "bar", "inline"]
    """A dialog, something that stays in place when the page is scrolled, or part of the page."""
    text: str = ""
    platform: str = ""
    """The consent platform, when it is a known one."""
    selector: str = ""
    snippet: str = ""
    box: Box | None = None
    frame: str = ""
    """Address of the frame it is in; empty when it is in the page's own document."""
    covers: float = 0.0
    """Share of the window, at nine times nine points, that it and its backdrop cover."""
    choices: tuple[BannerChoice, ...] = ()
    ticked: tuple[BannerBox, ...] = ()
    layers: int = 1
    """How many layers were looked at; 2 when one was opened with a button for settings."""

    options: tuple[BannerOption, ...] = ()
    """The boxes, switches and radio buttons that visitors can change."""

    def on(self, layer: int, label: str) -> tuple[BannerChoice, ...]:
        """Return the choices on *layer* that are labelled *label*."""
        return tuple(c for c in self.choices if c.layer == layer and c.label == label)

    @property
    def agreements(self) -> tuple[BannerChoice, ...]:
        """What says yes on the first layer, and does not only keep what boxes say."""
        return tuple(c for c in self.on(1, "accept") if not c.saves)

    @property
    def refusals(self) -> tuple[BannerChoice, ...]:
        """Every way to say no: by name, or by keeping what boxes and radio buttons say."""
        saved = (c for c in self.choices if c.saves and (c.layer > 1 or self.options_on(c.layer)))
        return (*(c for c in self.choices if c.label == "reject"), *saved)

    def options_on(self, layer: int) -> tuple[BannerOption, ...]:
        """Return what can be ticked or chosen on *layer*."""
        return tuple(option for option in self.options if option.layer == layer)

    def saving(self, layer: int) -> BannerChoice | None:
        """Return what keeps the boxes and radio buttons of *layer*, None when nothing does."""
        if not self.options_on(layer):
            return None
        return next((c for c in self.choices if c.layer == layer and c.saves), None)

    def changes(
        self, layer: int, says: Literal["accept", "reject"]
    ) -> tuple[BannerOption, ...] | None:
        """Return the options of *layer* to press so that saving says yes or no.

        None when saving cannot say it, or a group of radio buttons is not understood.
        """
        options = self.options_on(layer)
        groups = {option.group for option in options if option.kind == "radio"}
        answered = {option.group for option in options if option.says == says}
        if self.saving(layer) is None or groups != answered:
            return None
        boxes = (o for o in options if o.kind == "box" and not o.needed)
        wrong = [box for box in boxes if box.on == (says == "reject")]
        return (*wrong, *(o for o in options if o.says == says and not o.on))


@dataclass(frozen=True, slots=True)
class ScriptCall:
    """A use of an interface that says something of the visitor's device or behaviour."""

    api: str
    script: str
    """The script that called it: the top of the stack that has an address."""
    detail: str = ""
    count: int = 1
    stack: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecoratedLink:
    """A link to another site that carries an identifier of the visitor."""

    host: str
    """Where it leads."""
    url: str
    """Without what comes after the path."""
    parameter: str
    """The part of the address that holds the identifier; empty when it has no name."""
    area: KeptArea
    name: str
    """Name of the item on the device whose value it carries."""


@dataclass(frozen=True, slots=True)
class Instruments:
    """How completely a visit could watch what scripts do."""

    documents: int = 0
    """Documents that were watched from before their first script."""
    workers: int = 0
    gaps: tuple[str, ...] = ()
    """What was not watched, as sentences."""


@dataclass(frozen=True, slots=True)
class BannerSearch:
    """How a banner was looked for."""

    seconds: float = 0.0
    """How long after the page had loaded it was waited for; 0 when it was found."""
    scrolled: bool = False
    """Whether the pointer was moved and the page scrolled, to bring it."""
    passed_over: tuple[str, ...] = ()
    """Dialogs that mention cookies or data and were left alone, and why, as sentences."""
    not_searched: tuple[str, ...] = ()
    """Parts of the page in which it would not have been found, as sentences."""


@dataclass(frozen=True, slots=True)
class PrivacyPass:
    """One of the visits, in a browser that had nothing on it."""

    mode: PrivacyMode
    state: Literal["complete", "partial", "failed"] = "complete"
    detail: str = ""
    """A sentence on what went wrong or was not looked at; empty when nothing."""
    requests: tuple[Request, ...] = ()
    """Before any choice. Header fields are left out."""
    kept: tuple[KeptItem, ...] = ()
    """On the device before any choice."""
    banner: ConsentBanner | None = None
    search: BannerSearch | None = None
    """How a banner was looked for; None in visits of which that is not told."""
    pressed: tuple[str, ...] = ()
    """Texts of what was pressed, in order."""
    chosen: bool = False
    """Whether there was a way to make the choice, and it was taken."""
    closed: bool = False
    """Whether the banner was gone after the choice."""
    requests_after: tuple[Request, ...] = ()
    """After the choice, those of the next page included."""
    kept_after: tuple[KeptItem, ...] = ()
    """On the device at the end of a visit with a choice."""
    next_url: str = ""
    """The page that was visited after the choice; empty when none was."""
    asked_again: bool | None = None
    """Whether that page asked again; None when it was not seen."""
    ways_back: tuple[str, ...] = ()
    """Texts of what leads back to the choice on that page."""
    decorated: tuple[DecoratedLink, ...] = ()
    """Links of the page to other sites that carry the visitor's identifiers, before any choice."""
    referred: tuple[str, ...] = ()
    """Registrable domains of others that were told the page's whole address as the referrer."""
    instruments: Instruments = Instruments()
    calls: tuple[ScriptCall, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether there is anything to judge."""
        return self.state != "failed"


@dataclass(frozen=True, slots=True)
class SentAway:
    """Something typed that left the browser without being submitted."""

    what: str
    """The field it was typed into, by its label or name; or the search form."""
    kind: str
    """`email`, `tel`, `password`, `text` or `search`."""
    host: str
    url: str
    """Without what comes after the path."""
    form: str
    """`plain`, `base64`, `sha256`, …"""
    where: Literal["url", "body", "socket", "referrer"]
    script: str = ""
    """The script that sent it; empty when that is not known."""


@dataclass(frozen=True, slots=True)
class PrivacyVisit:
    """What the visits for privacy saw of one page."""

    passes: tuple[PrivacyPass, ...]
    fields: int = 0
    """Fields that something was typed into."""
    fields_shown: int = 0
    """Fields that were shown, whether or not they could be typed into."""
    typed: tuple[SentAway, ...] = ()
    """What left the browser while it was typed."""
    searched: bool = False
    """Whether the page's search form was tried."""
    search_failed: str = ""
    """Why the answer to that search was not seen, as a sentence; empty when it was."""
    search_terms: tuple[SentAway, ...] = ()
    """Where the words of that search went besides the site."""

    def of(self, mode: PrivacyMode) -> PrivacyPass | None:
        """Return the visit in *mode*, None when it was not made or showed nothing."""
        return next((one for one in self.passes if one.mode == mode and one.seen), None)

    @property
    def banner(self) -> ConsentBanner | None:
        """The banner as the visit that chose nothing saw it."""
        first = self.of("none")
        return first.banner if first else None
