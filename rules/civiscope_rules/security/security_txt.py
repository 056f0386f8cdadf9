"""Judge security.txt by RFC 9116. What it is for is told in security_txt.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import is_plain_local
from civiscope.model import Host, Outcome, Place, Site, cannot_tell, failed, passed
from civiscope.model.transport import TextFile
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.hosts import Unknown, label, later, place_of
from civiscope_rules.shared.hosts.days import day
from civiscope_rules.shared.hosts.security_txt import (
    SecurityTxt,
    bad_languages,
    bad_links,
    parse_expires,
    parse_security_txt,
)

_PLAIN = re.compile(r"text/plain(?:\s*;\s*charset\s*=\s*\"?utf-8\"?)?\s*", re.IGNORECASE)
PART = "security.txt"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every host that was asked for the file; not to plain HTTP on this very machine."""
    unknown = Unknown()
    for host in site.hosts:
        text = host.text("security.txt")
        if text is None or is_plain_local(text.url):
            continue
        place = place_of(site, host, part=PART)
        if text.status is None or later(text.status):
            unknown.note(host, text.error or f"{text.url} answers {text.status}.")
        elif not text.there:
            yield _not_there(host, text, place)
        elif not text.body.strip():
            yield failed(place, "page", host=label(host))
        else:
            found = list(_faults(host, text, place))
            yield from found or [passed(place)]
    unknown.tell()


def _not_there(host: Host, text: TextFile, place: Place) -> Outcome:
    if text.status is not None and 300 <= text.status < 400 and text.final_url:
        return cannot_tell(place, "elsewhere", host=label(host), target=text.final_url)
    old = host.text("security.txt at the root")
    if old is not None and old.there and parse_security_txt(old.body).all("contact"):
        return failed(place, "old-place", host=label(host))
    return failed(place, "missing", host=label(host), status=text.status)


def _faults(host: Host, text: TextFile, place: Place) -> Iterator[Outcome]:
    found = parse_security_txt(text.body)
    # Plain HTTP that only redirects gives nothing; the file comes from where that leads.
    if (text.final_url or text.url).startswith("http://"):
        yield failed(place, "insecure", host=label(host))
    if not _PLAIN.fullmatch(text.media_type.strip()):
        yield failed(place, "media-type", media_type=text.media_type or "no Content-Type at all")
    if found.outside is not None:
        line = found.outside[:100] or "(an empty line)"
        yield failed(place, "outside", line=line)
    if found.problem:
        yield failed(place, "armour", problem=found.problem)
    if found.broken:
        yield failed(place, "signature")
    elif found.unreadable:
        yield failed(place, "line", line=found.unreadable[0])
    if not found.all("contact"):
        yield failed(place, "no-contact")
    yield from _expiry(host, found, place)
    languages = bad_languages(found)
    if languages:
        yield failed(place, "languages", problem=languages)
    for name, value in bad_links(found):
        yield failed(place, "link", field=name, value=value)
    addresses = {canonical_url(value) for value in found.all("canonical")}
    if addresses and not addresses & {canonical_url(text.url), canonical_url(text.final_url)}:
        yield failed(place, "canonical", url=text.url)


def _expiry(host: Host, found: SecurityTxt, place: Place) -> Iterator[Outcome]:
    values = found.all("expires")
    if len(values) != 1:
        yield failed(place, "expires-count", count=len(values))
        return
    until = parse_expires(values[0])
    if until is None:
        yield failed(place, "expires-unreadable", value=values[0][:60])
    elif until < host.asked:
        yield failed(place, "expired", day=day(until))
