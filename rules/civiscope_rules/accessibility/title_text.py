"""Find titles that do not tell what the page is about. Why: title_text.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import content_words, is_placeholder, shared_words

_HOME = re.compile(
    r"(?:home|home ?page|start|welcome.*|accueil|bienvenue.*|startseite|willkommen.*|inicio|início"
    r"|home ?pagina|forside|hjem|etusivu|strona główna|domů|hafan)",
    re.IGNORECASE,
)
_MIN_WORDS = 8
"""Words of the page's own before its title is held against them."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages with a title."""
    for result in page.script_results("accessibility/title-text"):
        place, title, heading = place_of(result), str(result["title"]), str(result["heading"])
        if is_placeholder("title", title):
            yield failed(place, "nothing", title=title[:120])
            continue
        words = set(content_words(title))
        address = unquote(urlsplit(page.final_url).path)
        body = set(content_words(f"{result['body']} {address}"))
        if (
            len(words) < 2
            or len(body) < _MIN_WORDS
            or any(_HOME.fullmatch(p) for p in _parts(title))
        ):
            yield passed(place)
            continue
        met = shared_words(words, body)
        # Before a site's name, a topic is put in other words than the page itself chooses.
        if not met and len([part for part in _parts(title) if part]) == 1:
            yield failed(place, "elsewhere", title=title[:120])
        elif (len(words) > 2 or not met) and not any(
            len(part & met) * 2 > len(part) for part in map(_words, _parts(title))
        ):
            yield cannot_tell(place, "little", title=title[:120])
        elif _says_less(words, set(content_words(heading))):
            yield cannot_tell(place, "less", title=title[:120], heading=heading[:120])
        else:
            yield passed(place)


def _parts(title: str) -> list[str]:
    """Return what stands between dashes and bars: the page's own part, and the site's name."""
    return re.split(r"\s+[-\u2013\u2014|·•:>»/]+\s+|\s*\|\s*", title)


def _words(text: str) -> set[str]:
    return set(content_words(text))


def _says_less(title: set[str], heading: set[str]) -> bool:
    """Say whether the main heading holds all the title says and as much again."""
    return title < heading and len(heading) >= 2 * len(title)
