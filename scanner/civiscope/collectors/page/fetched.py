"""Read the data that scripts of a page fetched, and keep only what they give away about people."""

from __future__ import annotations

from collections.abc import Sequence

from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.network import DataRequest
from civiscope.model import DataAnswer, FetchedData
from civiscope.web.urls import redact_url, same_site

MAX_ANSWERS = 30
"""Answers that are read of one page."""
MAX_BYTES = 1_000_000
"""The largest answer that is read."""
_MAX_TOGETHER = 3_000_000


async def read_fetched(
    tab: PageDriver, fetched: Sequence[DataRequest], page_url: str
) -> FetchedData:
    """Return what *fetched*, asked for by scripts of the page in *tab*, gives away.

    The site's own answers come first. Raises CdpError when the browser does not answer.
    """
    own = [each for each in fetched if same_site(each.url, page_url)]
    others = [each for each in fetched if not same_site(each.url, page_url)]
    results: list[DataAnswer] = []
    read, unread, together = 0, 0, 0
    for number, each in enumerate((*own, *others)):
        body = None
        if read < MAX_ANSWERS and each.size <= MAX_BYTES and together + each.size <= _MAX_TOGETHER:
            body = await _body(tab, each)
        if body is None:
            unread += number < len(own)
            continue
        read += 1
        together += each.size
        from civiscope.detectors.national_ids import find_exposed

        exposed = find_exposed(body, "data")
        if exposed:
            results.append(DataAnswer(redact_url(each.url), exposed))
    return FetchedData(tuple(results), read, unread)


async def _body(tab: PageDriver, asked: DataRequest) -> str | None:
    try:
        return await tab.body(asked.id)
    except (CdpTimeout, Disconnected):
        raise
    except CdpError:
        return None  # the browser keeps bodies only as long as it has room
