"""Search the site for a made-up word, and see who else gets to know what was searched for."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from civiscope.browser.tab import Tab
from civiscope.collectors.consent.making import Making
from civiscope.collectors.consent.outgoing import Canary
from civiscope.collectors.consent.pass_runner import show
from civiscope.collectors.consent.typing import make_word
from civiscope.model import Dom, Form, Page
from civiscope.model.privacy import SentAway
from civiscope.web.urls import host_of, is_web_url

_NAMES = frozenset(
    {"q", "s", "query", "search", "keys", "keyword", "keywords", "term", "text", "searchterm"}
)


def search_address(page: Page) -> tuple[str, Canary | None]:
    """Return where the page's own search form leads with a made-up word, and that word.

    Empty, and no word, when the page has no form that asks with GET on its own host.
    """
    dom = page.evidence.dom
    for form in dom.forms if isinstance(dom, Dom) else ():
        name = _field(form)
        if name and form.method == "get" and host_of(form.action) == page.host:
            canary = Canary(make_word(), form.label or "the site's search", "search")
            parts = urlsplit(form.action if is_web_url(form.action) else page.final_url)
            query = urlencode({name: canary.word})
            return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), canary
    return "", None


def _field(form: Form) -> str:
    for field in form.fields:
        typed = field.type in {"search", "text"}
        if field.name and (field.type == "search" or (typed and field.name.lower() in _NAMES)):
            return field.name
    return ""


async def search_for_canary(
    making: Making, tab: Tab, address: str, canary: Canary
) -> tuple[SentAway, ...]:
    """Open the results at *address* and return where else the word went. Raises NothingSeen."""
    making.network.main_frame = tab.main_frame
    making.network.begin()
    making.outgoing.expect(canary)
    tab.may_leave(False)
    await show(making, tab, address)
    await making.quiet()
    own = host_of(address)
    return tuple(sent for sent in making.sent() if sent.host != own)
