"""Judge whether a statement says whom to turn to next. See enforcement.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import links_body, names_body
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement whose law names a body."""
    for seen in statements(site):
        if seen.law is not None and (seen.law.names.pattern != "(?!)" or seen.law.hosts):
            yield _judge(seen)


def _judge(seen: StatementSeen) -> Outcome:
    law = seen.law
    assert law is not None  # noqa: S101 - asked for above
    named, linked = names_body(seen.text, law), links_body(seen.text, law)
    if named and (linked or not law.hosts):
        return passed(seen.place)
    if not (named or linked):
        return seen.lacks("missing", read=law.enforcement_read, country=law.name)
    # Länder, regions and communities have bodies of their own, with hosts that no list has.
    return passed(seen.place) if linked else seen.lacks("not-linked", read=False, country=law.name)
