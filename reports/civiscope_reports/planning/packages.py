"""The packages of work that problems belong to: their names, their rules and what they take."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal

from civiscope_reports.content.plan_settings import Cause, EffortClass


@dataclass(frozen=True, slots=True)
class Package:
    """Work that one person does in one go: rules whose fixes are alike."""

    id: str
    effort: EffortClass
    """What it takes to change it once, in a template or a server. A guess."""
    rules: tuple[str, ...]
    """Patterns for ids; the first package that fits has the rule."""
    after: tuple[str, ...] = ()
    """Packages that have to come first, where they are in the plan, too."""
    by: Literal["pages", "organisation", "platform"] = "pages"
    """Who can do it: told by the pages that have it, those who publish words, or run the server."""


STYLE = {"contrast", "focus", "zoom", "targets", "viewport"}
"""Packages of looks: on several pages they come from a style sheet, whatever the content."""
_A11Y, _PRIVACY, _SECURITY = "accessibility/", "privacy/", "security/"


def _in(area: str, names: str) -> tuple[str, ...]:
    return tuple(f"{area}{name}" for name in names.split())


PACKAGES: tuple[Package, ...] = (
    Package("failures", "M", (), (), "platform"),
    Package("check", "L", (), (), "organisation"),
    Package("documents", "M", ("documents/*",)),
    Package(
        "keyboard",
        "M",
        _in(
            _A11Y,
            "mouse-only keyboard-* scrollable-region-focusable tabindex hover-* focus-order* "
            "focus-on-hidden frame-focusable-content nested-interactive accesskey* dialog-* "
            "character-key-shortcuts pointer-cancellation aria-hidden-focus server-side-image-map",
        ),
    ),
    Package("focus", "S", _in(_A11Y, "focus-visible focus-not-obscured")),
    Package(
        "fields",
        "S",
        _in(
            _A11Y,
            "label label-title-only label-near field-* select-name aria-input-field-name "
            "aria-toggle-field-name aria-option-name placeholder-label form-field-* input-purpose "
            "autocomplete-valid format-told",
        ),
    ),
    Package("errors", "M", _in(_A11Y, "form-errors error-text *-changes-context")),
    Package(
        "pictures",
        "S",
        _in(
            _A11Y,
            "image-* area-alt svg-img-alt role-img-alt object-alt ascii-art input-image-alt "
            "link-to-picture",
        ),
    ),
    Package(
        "names",
        "S",
        _in(
            _A11Y,
            "button-name link-name aria-*-name input-button-name summary-name frame-title* "
            "label-content-name-mismatch",
        ),
    ),
    Package("contrast", "S", _in(_A11Y, "color-contrast* link-in-text-block")),
    Package(
        "zoom",
        "L",
        _in(
            _A11Y,
            "reflow zoom-text-cut text-spacing text-enlarged orientation-lock "
            "css-orientation-lock avoid-inline-spacing",
        ),
    ),
    Package("viewport", "S", _in(_A11Y, "meta-viewport*")),
    Package("targets", "S", _in(_A11Y, "target-size")),
    Package(
        "structure",
        "S",
        (
            *_in(
                _A11Y,
                "region landmark-* bypass skip-link* content-* heading-* empty-heading "
                "p-as-heading page-has-heading-one list list-marks listitem definition-list dlitem "
                "document-title title-text article-content",
            ),
            "site/unique-titles",
        ),
    ),
    Package(
        "language",
        "S",
        _in(
            _A11Y,
            "html-* valid-lang page-language part-language unmarked-language text-direction",
        ),
    ),
    Package(
        "media",
        "L",
        _in(
            _A11Y,
            "video-caption captions-load media-alternative *autoplay* link-to-recording",
        ),
    ),
    Package(
        "motion",
        "M",
        _in(
            _A11Y, "moving-content changing-text flashing blink marquee device-motion meta-refresh*"
        ),
    ),
    Package("tables", "S", _in(_A11Y, "*table* td-* th-* scope-attr-valid")),
    Package("aria", "M", _in(_A11Y, "aria-* duplicate-id* presentation-role-conflict")),
    Package("links", "S", _in(_A11Y, "link-* links-* identical-links-* underlined-text")),
    Package(
        "words",
        "M",
        (
            *_in(_A11Y, "reading-level sensory-words abbreviation capitals text-structure"),
            "site/reading-level",
        ),
    ),
    Package(
        "statement", "M", ("statement/*", "site/accessibility-statement-link"), (), "organisation"
    ),
    Package(
        "notice",
        "M",
        _in(_PRIVACY, "notice-* privacy-link third-parties-named contact-details-listed"),
        ("trackers",),
        "organisation",
    ),
    Package("consent", "M", _in(_PRIVACY, "consent-*")),
    Package(
        "leaks",
        "M",
        (
            *_in(
                _PRIVACY,
                "address-sent-on exposed-identifier typed-text-leaves search-terms-leave "
                "identifier-shared referrer-tells window-name",
            ),
            *_in(_SECURITY, "secret-in-source internal-address"),
        ),
    ),
    Package("trackers", "M", ("privacy/*",), ("consent",)),
    Package("certificates", "S", _in(_SECURITY, "certificate-*"), (), "platform"),
    Package("https", "M", _in(_SECURITY, "https-*"), ("certificates",), "platform"),
    Package("mixed", "S", _in(_SECURITY, "mixed-content form-target"), ("certificates",)),
    Package("tls", "M", _in(_SECURITY, "tls-* transport-http2"), (), "platform"),
    Package(
        "hsts",
        "S",
        _in(_SECURITY, "hsts hsts-* transport-hsts-every-host"),
        ("https", "tls", "mixed"),
        "platform",
    ),
    Package("handlers", "M", _in(_SECURITY, "inline-handlers")),
    Package("csp", "L", _in(_SECURITY, "csp-*"), ("handlers", "libraries"), "platform"),
    Package(
        "cookies", "S", _in(_SECURITY, "cookie-* cache-session-cookie"), ("https",), "platform"
    ),
    Package(
        "libraries", "M", _in(_SECURITY, "vulnerable-library unmaintained-library integrity-*")
    ),
    Package("dns", "S", _in(_SECURITY, "dns-*"), (), "platform"),
    Package(
        "disclosure",
        "S",
        _in(_SECURITY, "security-txt* wellknown-disclosure-policy"),
        (),
        "organisation",
    ),
    Package(
        "files",
        "S",
        _in(
            _SECURITY,
            "leftover-files directory-listing debug-page source-map generator-version "
            "server-version wellknown-robots-secrets",
        ),
        (),
        "platform",
    ),
    Package("headers", "S", ("security/*",), (), "platform"),
    Package("missing", "S", ("site/not-found-status",), (), "platform"),
    Package("broken", "S", ("site/broken-links",)),
    Package("contact", "S", ("site/contact-link", "site/required-links"), (), "organisation"),
    Package("weight", "M", ("site/heavy-page",)),
    Package("scripts", "L", ("site/works-without-javascript",)),
)
"""In the order in which rules are looked for. Rules of nobody's package are one of their own."""

TITLES = {
    "failures": "Keep pages within reach: the server failed while the scan ran",
    "documents": "Repair documents, or replace them by pages",
    "keyboard": "Make everything work by keyboard",
    "focus": "Show where the keyboard focus is",
    "fields": "Label the fields of forms",
    "errors": "Tell people what went wrong in forms, and leave them in control",
    "pictures": "Give pictures a text alternative",
    "names": "Give buttons, links and frames a name",
    "contrast": "Raise the contrast of text",
    "zoom": "Let text grow and fit narrow windows",
    "viewport": "Let people zoom",
    "targets": "Make buttons and links large enough to hit",
    "structure": "Mark headings, lists and regions as what they are",
    "language": "Say in which language a text is",
    "media": "Give video and sound captions and alternatives",
    "motion": "Let people stop what moves or changes by itself",
    "tables": "Give tables their headers",
    "aria": "Correct the ARIA roles and states",
    "links": "Write links that say where they lead",
    "words": "Write text in plain words",
    "statement": "Complete the accessibility statement",
    "notice": "Complete the privacy notice",
    "consent": "Make refusing cookies as easy as accepting, and keep to it",
    "leaks": "Stop personal data and secrets from leaking",
    "trackers": "Remove trackers and third parties that nothing needs",
    "certificates": "Put the certificates in order",
    "https": "Serve everything over HTTPS",
    "tls": "Turn off old encryption",
    "mixed": "Load everything that pages hold over HTTPS",
    "handlers": "Move code out of attributes",
    "hsts": "Tell browsers to stay on HTTPS",
    "csp": "Limit what may run in pages (Content Security Policy)",
    "cookies": "Protect the cookies",
    "libraries": "Update or remove script libraries",
    "dns": "Protect the domain and its mail",
    "disclosure": "Say where to report security problems",
    "files": "Take away what the server should not show",
    "headers": "Set the security headers",
    "missing": "Answer 404 for what does not exist",
    "broken": "Repair broken links",
    "contact": "Show how to reach you",
    "weight": "Make pages lighter",
    "scripts": "Let the main text arrive without JavaScript",
    "check": "Have people test what no scan can decide",
}
CAUSES: dict[Cause, str] = {
    "shared": "a part of many pages (header, footer, menu, style)",
    "template": "a template",
    "content": "the content of single pages",
    "supplier": "a part that a supplier brings",
    "platform": "the server and its settings",
    "documents": "documents",
    "organisation": "what the body publishes about itself",
}
SHORT_CAUSES: dict[Cause, str] = {
    "shared": "Shared part",
    "template": "Template",
    "content": "Content",
    "supplier": "Supplier",
    "platform": "Server",
    "documents": "Documents",
    "organisation": "Organisation",
}
_PLACES_AN_HOUR = 12
"""Repairs of content in an hour: five minutes for a text alternative."""
_DOCUMENTS_AN_HOUR = 0.8
_BY_SIZE: tuple[EffortClass, ...] = ("S", "M")
_BY_ID = {package.id: package for package in PACKAGES}


@cache
def package_of(rule: str) -> Package:
    """Return the package that *rule* belongs to; one of its own where nobody has it."""
    for package in PACKAGES:
        if any(fnmatchcase(rule, pattern) for pattern in package.rules):
            return package
    return Package(rule, "M", (rule,))


def find_package(name: str) -> Package | None:
    """Return the package called *name*."""
    return _BY_ID.get(name)


def guessed_effort(
    package: Package, cause: Cause, places: int, hours: dict[EffortClass, int]
) -> EffortClass:
    """Return the class of *package* by its cause: content and documents cost by the piece."""
    if cause == "supplier":
        return "X"
    if cause == "content" and package.effort != "S":
        # One widget on one page is no small change because it is one place.
        return "M"
    if cause in {"content", "documents"}:
        needed = places / (_PLACES_AN_HOUR if cause == "content" else _DOCUMENTS_AN_HOUR)
        fitting: list[EffortClass] = [name for name in _BY_SIZE if needed <= hours[name]]
        return fitting[0] if fitting else "L"
    return package.effort
