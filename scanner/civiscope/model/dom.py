"""What a page's document looked like once it had settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.model.exposed import Exposed
from civiscope.model.leaks import DebugSign, Leak
from civiscope.model.reading import ReadingLevel
from civiscope.model.statement import StatementText

Region = str
"""The landmark something stands in: `header`, `nav`, `main`, `aside`, `footer` or empty."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS pixels from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink in the rendered page."""

    url: str
    """Resolved against the base URL; as written when it is not an URL."""
    text: str
    region: Region = ""
    rel: str = ""
    target: str = ""
    hreflang: str = ""
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A form field. Its value is never kept."""

    type: str
    name: str = ""
    autocomplete: str = ""
    label: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form and its fields."""

    action: str
    """Resolved URL the form is sent to."""
    method: str
    region: Region = ""
    label: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level, 1 to 6 or as aria-level says."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Landmark:
    """A landmark region."""

    role: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class FrameElement:
    """An iframe or frame element."""

    url: str
    title: str = ""
    sandbox: str | None = None
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Meta:
    """A meta element: its name, property or http-equiv, in lower case, and its content."""

    name: str
    content: str
    http_equiv: bool = False
    in_head: bool = True
    """Whether it is a child of the head; elsewhere browsers follow no policy of it."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script element. The code of inline scripts is not kept, only its length."""

    url: str = ""
    """Empty for inline scripts."""
    type: str = ""
    integrity: str = ""
    crossorigin: str | None = None
    nonce: bool = False
    inline_length: int = 0


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A linked style sheet."""

    url: str
    integrity: str = ""
    crossorigin: str | None = None
    media: str = ""


@dataclass(frozen=True, slots=True)
class StorageItem:
    """An item of local or session storage. The value is replaced by what can be said of it."""

    area: str
    """`local` or `session`."""
    key: str
    length: int
    entropy: float
    """Shannon entropy of the value, bits per character."""


@dataclass(frozen=True, slots=True)
class Dom:
    """Facts of the rendered document."""

    title: str
    url: str
    """`document.URL` when the facts were taken."""
    lang: str | None = None
    """The root element's lang as written; None when there is none."""
    direction: str = ""
    quirks_mode: bool = False
    charset: str = ""
    media_type: str = "text/html"
    root: str = "html"
    canonical: str = ""
    description: str = ""
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    headings: tuple[Heading, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    frames: tuple[FrameElement, ...] = ()
    meta: tuple[Meta, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    """hreflang and URL of each `link rel=alternate`."""
    scripts: tuple[Script, ...] = ()
    stylesheets: tuple[Stylesheet, ...] = ()
    pinned: tuple[tuple[str, str], ...] = ()
    """Addresses of modules with the fingerprints that an import map or a preload gives them."""
    storage: tuple[StorageItem, ...] = ()
    handlers: int = 0
    """Elements with inline event handler attributes."""
    speculation: tuple[str, ...] = ()
    """Speculation rules of the page, each cut to 2,000 characters; those for its own site were
    taken away before they could act."""
    elements: int = 0
    words: int = 0
    """Words of visible text in the page."""
    main_words: int = 0
    """Words of visible text in the main content."""
    text_hash: str = ""
    """Hash of the main content's words, to tell pages with the same content."""
    notice: str = ""
    """Text of the main content, up to 40,000 characters and without e-mail addresses, when the page
    calls itself a privacy notice; empty for all other pages."""
    statement: StatementText | None = None
    """The text of the page when it calls itself an accessibility statement."""
    reading: ReadingLevel | None = None
    """How hard its running text is; None when it has none, or was not looked at."""
    shape: tuple[int, ...] = ()
    """Hashes of the tag paths of the page, sampled; pages of one template share most."""
    truncated: bool = False
    """Whether lists were cut at their bound (a page with 100,000 links)."""

    def meta_content(self, name: str) -> str | None:
        """Return the content of the first meta element called *name*, or None."""
        return next((m.content for m in self.meta if m.name == name and not m.http_equiv), None)


@dataclass(frozen=True, slots=True)
class RawHtml:
    """Facts of the HTML as the server sent it, before any script ran."""

    length: int
    """Characters."""
    title: str = ""
    lang: str | None = None
    words: int = 0
    links: tuple[str, ...] = ()
    """Resolved URLs of links that the rendered page does not have."""
    coverage: float | None = None
    """Share (0 to 1) of the rendered main content's distinct words that this HTML already holds;
    None when the rendered page has too few words to tell."""
    noscript: bool = False
    exposed: Exposed = field(default_factory=Exposed)
    """What the source gives away about people."""
    leaks: tuple[Leak, ...] = ()
    """Keys and inner addresses in the source, up to a bound."""
    debugging: tuple[DebugSign, ...] = ()
    """Signs of debugging pages and listings of folders."""
