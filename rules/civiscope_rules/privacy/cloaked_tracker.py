"""Find trackers behind names of the site's own. See cloaked_tracker.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.lists.filters import Filters
from civiscope.lists.parties import party_at
from civiscope.model import Alias, EvidenceMissing, Missing, Outcome, Place, Site, failed, passed
from civiscope.web.urls import registrable_domain


def check(site: Site, lists: Lists) -> Iterator[Outcome]:
    """Apply to other hosts of the site's domain that pages load from, when DNS was asked."""
    filters, _ = lists.filters
    unknown = ""
    for alias in site.aliases:
        outcome = _judge(alias, filters)
        if outcome.verdict == "passed" and alias.error:
            unknown = alias.error
        else:
            yield outcome
    if unknown:
        raise EvidenceMissing(Missing("not-gathered", unknown))


def _judge(alias: Alias, filters: Filters) -> Outcome:
    own = registrable_domain(alias.host)
    place = Place(alias.host, url=alias.page, snippet=" → ".join((alias.host, *alias.targets)))
    for target in alias.targets:
        if registrable_domain(target) == own:
            continue
        party = party_at(target)
        if party is not None and party.tracks:
            return failed(
                place,
                "tracker",
                host=alias.host,
                target=target,
                owner=party.name,
                purpose=party.known_for,
            )
        match = filters.match(f"https://{target}/", "script", alias.page)
        if match is not None:
            rule = printable(match.rule, 120)
            return failed(place, "listed", host=alias.host, target=target, rule=rule)
    return passed(place)
