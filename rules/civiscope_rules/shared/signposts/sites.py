"""Judge whether each host of a scan has a signpost where people look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.model import Dom, Outcome, Page, Place, Site, cannot_tell, failed, passed
from civiscope_rules.shared.signposts.language import Topic, knows_language
from civiscope_rules.shared.signposts.pages import (
    authority,
    has_all_links,
    has_navigation,
    html_pages,
)
from civiscope_rules.shared.signposts.search import find_signpost

_HOME = re.compile(
    r"(/[a-z]{2}(-[a-z]{2,4})?)?/?((index|home|default)(\.\w{1,5})?)?/?", re.IGNORECASE
)
_MIN_PAGES = 3
"""Pages without a signpost before a host whose home page was not seen is said to lack it."""


def judge_hosts(site: Site, topic: Topic) -> Iterator[Outcome]:
    """Yield one outcome per host and port.

    Its message is `missing`, `not-on-home`, `home-unseen` or `unknown-language`.
    People find a signpost on the home page or, failing that, on whatever page they are on.
    """
    hosts: dict[str, list[tuple[Page, Dom]]] = {}
    for page, dom in html_pages(site):
        if has_navigation(page, dom):
            hosts.setdefault(authority(page), []).append((page, dom))
    for host, pages in sorted(hosts.items()):
        yield _judge(host, sorted(pages, key=lambda entry: entry[0].order), topic)


def _judge(host: str, pages: list[tuple[Page, Dom]], topic: Topic) -> Outcome:
    having = [page for page, dom in pages if find_signpost(dom.links, topic)]
    home = next((entry for entry in pages if _is_home(entry[0])), None)
    page, dom = home or pages[0]
    place = Place(host, url=page.url)
    if page in having or len(having) == len(pages):
        return passed(place)
    if not has_all_links(page, dom):
        return cannot_tell(place, "home-unseen", host=host, pages=len(pages))
    if home is not None and having:
        return failed(place, "not-on-home", host=host, example=having[0].final_url)
    if not having and not any(knows_language(found.lang) for _, found in pages):
        return cannot_tell(place, "unknown-language", host=host, language=dom.lang or "none")
    if having or (home is None and len(pages) < _MIN_PAGES):
        return cannot_tell(place, "home-unseen", host=host, pages=len(pages))
    return failed(place, "missing", host=host, pages=len(pages))


def _is_home(page: Page) -> bool:
    try:
        return bool(_HOME.fullmatch(urlsplit(page.final_url).path or "/"))
    except ValueError:
        return False
