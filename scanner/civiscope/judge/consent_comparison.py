"""Put the visits for privacy of a page side by side, as results show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from civiscope.detectors.necessity import (
    Trace,
    compare,
    find_unneeded,
    kind_of_item,
    like_an_id,
    serves,
)
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Missing, Page
from civiscope.model.network import Request
from civiscope.model.privacy import (
    BannerChoice,
    BannerSearch,
    ConsentBanner,
    KeptItem,
    PrivacyPass,
)
from civiscope.results import ConsentComparison, ConsentPass
from civiscope.web.urls import registrable_domain

_MAX_NAMES = 300
"""Names in one list. A page that talks to more is reported by its count of requests."""
_NOT_CHOSEN = {"reject": "There was no way to say no.", "accept": "There was no way to say yes."}
_KINDS = {
    "dialog": "A dialog",
    "bar": "A bar that stays in place",
    "inline": "A part of the page",
}
_MAX_CHOICES = 6
_MAX_GAPS = 3


def comparison_of(page: Page, lists: Lists) -> ConsentComparison | None:
    """Return what the visits for privacy saw side by side, None when *page* was not visited so."""
    visit = page.evidence.privacy
    if isinstance(visit, Missing):
        return None
    url = page.final_url
    compared = compare(visit, url, lists, page.own_domains)
    banner = next((one.banner for one in visit.passes if one.banner), None)
    search = next((one.search for one in visit.passes if one.search), None)
    return ConsentComparison(
        passes=tuple(_told(one, page, lists) for one in visit.passes),
        banner=banner_sentence(banner, search),
        platform=banner.platform if banner else "",
        before=_traces(compared.before),
        despite_no=None if compared.despite is None else _traces(compared.despite),
        only_after_yes=_traces(compared.accepted),
    )


def banner_sentence(banner: ConsentBanner | None, search: BannerSearch | None) -> str:
    """Say what *banner* is and what it lets visitors choose, or how it was looked for in vain."""
    if banner is None:
        return _not_found(search)
    where = " in a frame" if banner.frame else ""
    said = f"{_KINDS[banner.kind]}{where} asks about cookies"
    first = [choice for choice in banner.choices if choice.layer == 1]
    second = [choice for choice in banner.choices if choice.layer > 1]
    if first:
        said += f" and offers {_texts(first)}"
    if second:
        said += f"; behind that, {_texts(second)}"
    return f"{said}."


def _not_found(search: BannerSearch | None) -> str:
    if search is None:
        return "No banner was found."
    scrolled = "the page was scrolled meanwhile" if search.scrolled else "the page was not scrolled"
    how = f"No banner was found within {search.seconds:g} seconds of loading; {scrolled}."
    return " ".join((how, *search.passed_over, *search.not_searched))


def _texts(choices: Iterable[BannerChoice]) -> str:
    texts = list(dict.fromkeys(f"“{printable(choice.text, 60)}”" for choice in choices))
    more = len(texts) - _MAX_CHOICES
    return ", ".join(texts[:_MAX_CHOICES]) + (f" and {more} more" if more > 0 else "")


def _told(one: PrivacyPass, page: Page, lists: Lists) -> ConsentPass:
    if one.state == "failed":
        return ConsentPass(one.mode, "failed", one.detail)
    requests, kept = one.requests, one.kept
    if one.mode in _NOT_CHOSEN:
        if not one.chosen:
            return ConsentPass(one.mode, "failed", one.detail or _NOT_CHOSEN[one.mode])
        requests, kept = one.requests_after, one.kept_after
    traces = find_unneeded(requests, kept, page.final_url, lists, page.own_domains)
    return ConsentPass(
        mode=one.mode,
        state=one.state,
        # What of the scripts was not watched belongs to what the visit did not see.
        detail=" ".join(filter(None, (one.detail, *one.instruments.gaps[:_MAX_GAPS]))),
        requests=sum(not request.blocked for request in requests),
        third_parties=_list_names(_others(requests, page.own_domains)),
        trackers=_list_names(t.owner for t in traces if t.listed or t.standing == "tracking"),
        cookies=_list_names(_name_of(item) for item in kept if item.area == "cookie"),
        storage=_list_names(_name_of(item) for item in kept if item.area != "cookie"),
        identifiers=_list_names(_name_of(i) for i in kept if like_an_id(i) and not serves(i)),
    )


def _others(requests: Iterable[Request], own: Collection[str]) -> Iterator[str]:
    for request in requests:
        if not request.blocked and request.url.startswith(("http", "ws")):
            domain = registrable_domain(request.host)
            if domain not in own:
                yield domain


def _name_of(item: KeptItem) -> str:
    name = printable(steady_name(item.name), 80)
    kind = "" if item.area == "cookie" else f"{kind_of_item(item)}: "
    return f"{kind}{name} ({item.host})"


def _traces(traces: Iterable[Trace]) -> tuple[str, ...]:
    return _list_names(f"{trace.owner}: {trace.what}" for trace in traces)


def _list_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names))[:_MAX_NAMES])
