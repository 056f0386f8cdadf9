"""Judge what RFC 9116 only recommends of security.txt. Why is told in security_txt_quality.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import is_plain_local
from civiscope.model import Host, Outcome, Place, Site, failed, passed
from civiscope_rules.shared.hosts import place_of
from civiscope_rules.shared.hosts.days import DAY, day
from civiscope_rules.shared.hosts.security_txt import SecurityTxt, parse_expires, parse_security_txt

# A leap year and a day's grace: a file that is written anew once a year is in order.
_YEAR = 367 * DAY


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every security.txt that names a contact; what is wrong elsewhere is not repeated."""
    for host in site.hosts:
        text = host.text("security.txt")
        if text is None or not text.there or is_plain_local(text.url):
            continue
        read = parse_security_txt(text.body)
        if not read.all("contact"):
            continue
        place = place_of(site, host, part="security.txt")
        found = list(_shortcomings(host, read, place))
        yield from found or [passed(place)]


def _shortcomings(host: Host, read: SecurityTxt, place: Place) -> Iterator[Outcome]:
    for value in read.all("expires")[:1]:
        until = parse_expires(value)
        if until is not None and until - host.asked > _YEAR:
            yield failed(place, "far", day=day(until))
    if read.broken or read.problem or read.outside is not None:
        # What is wrong with the signature, security-txt tells.
        pass
    elif not read.signed:
        # Hardly any site signs it, and it is no worse for that; whether to is for people to say.
        yield failed(place, "unsigned", confidence="tentative")
    elif not read.all("canonical"):
        yield failed(place, "no-canonical")
    if not read.all("policy"):
        yield failed(place, "no-policy")
