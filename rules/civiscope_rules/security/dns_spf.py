"""Judge whether a domain says who sends its mail. Why is told in dns_spf.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Place, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records

MECHANISMS = frozenset({"all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"})
MAX_LOOKUPS = 10
_ASKING = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})


def check(site: Site) -> Iterator[Outcome]:
    """Apply to registrable domains; one that sends no mail says so with `v=spf1 -all`."""
    unknown = Unknown()
    for name, record, place in records(site, "SPF", unknown):
        first = next(iter(record.values), "")
        if not first:
            yield failed(place, "missing", name=name)
        elif len(record.values) > 1:
            yield failed(place, "many", name=name, count=len(record.values))
        else:
            yield _judged(first, name, place)
    unknown.tell()


def _judged(value: str, name: str, place: Place) -> Outcome:
    terms = value.split()[1:]
    words = [_mechanism(term) for term in terms]
    for term, word in zip(terms, words, strict=True):
        if "=" not in term and word not in MECHANISMS:
            return failed(place, "unreadable", name=name, term=term[:60])
    lookups = sum(word in _ASKING for word in words)
    if lookups > MAX_LOOKUPS:
        return failed(place, "lookups", name=name, count=lookups)
    last = next((term for term, word in zip(terms, words, strict=True) if word == "all"), "")
    if last[:1] in {"-", "~"} or (not last and "redirect" in words):
        return passed(place)
    return failed(place, "open", name=name, ending=last or "nothing")


def _mechanism(term: str) -> str:
    name = term.lstrip("+-~?").lower()
    for mark in ":/=":
        name = name.partition(mark)[0]
    return name
