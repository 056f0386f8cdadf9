"""Grade the origins of a scan from what was seen there."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.grade.grading import Grade, grade_with
from civiscope.grade.markup import Markup, MarkupScript
from civiscope.grade.saved import Hop, SavedResponse
from civiscope.headers.scope import document_response, is_plain_local
from civiscope.lists import Lists
from civiscope.model import Dom, EvidenceMissing, Headers, Host, Page, Response, Site
from civiscope.web.urls import host_of, origin_of


def grades(site: Site, lists: Lists) -> Iterator[tuple[Page, Grade]]:
    """Yield the grade of each origin that HTML pages were seen on, with the page it is made of.

    That is the page at the root, else the first that was seen. Scripts are those of the rendered
    page, of which the Observatory sees the ones in the HTML as sent. Whether a host is preloaded is
    looked up when the user has brought the list (`civiscope lists update hsts-preload`).
    """
    preloaded = lists.preloaded
    chosen: dict[str, tuple[Page, Response]] = {}
    for page in site.visited:
        try:
            response = document_response(page)
        except EvidenceMissing:
            continue
        if (
            response is None
            or is_plain_local(response.url)
            or not isinstance(page.evidence.dom, Dom)
        ):
            continue
        origin = origin_of(response.url)
        if origin not in chosen or (_is_root(response) and not _is_root(chosen[origin][1])):
            chosen[origin] = (page, response)
    hosts = {host.name: host for host in site.hosts}
    for page, response in chosen.values():
        saved = _as_saved(page, response, hosts.get(host_of(response.url)))
        found = grade_with(saved, _markup(page.dom), preloaded=preloaded)
        if isinstance(found, Grade):
            yield page, found


def _is_root(response: Response) -> bool:
    return urlsplit(response.url).path in {"", "/"}


def _as_saved(page: Page, response: Response, host: Host | None) -> SavedResponse:
    # The jar of a visit holds what the redirects on the way set, too.
    before = tuple(
        field
        for hop in page.hops
        if hop is not response
        for field in hop.headers.fields
        if field[0] == "set-cookie"
    )
    redirects = None
    if host is not None and host.http is not None:
        hops = tuple(Hop(hop.url, hop.status) for hop in host.http.hops)
        redirects = hops if hops or host.http.closed else None
    return SavedResponse(
        response.url,
        Headers(before + response.headers.fields),
        status=response.status,
        verified=_is_verified(host),
        redirects=redirects,
    )


def _is_verified(host: Host | None) -> bool:
    if host is None or host.tls is None:
        return True
    return host.tls.trust.state != "untrusted" and host.tls.names_host is not False


def _markup(dom: Dom) -> Markup:
    found = Markup()
    for script in dom.scripts:
        found.scripts.append(MarkupScript(script.url, script.integrity, script.crossorigin))
    for meta in dom.meta:
        if meta.http_equiv and meta.name == "content-security-policy" and meta.content:
            found.csp.append(meta.content)
            if meta.in_head:
                found.csp_in_head.append(meta.content)
        elif not meta.http_equiv and meta.name == "referrer" and meta.content:
            found.referrer = meta.content
    return found
