"""Judge whether a statement says whom to turn to next. See enforcement.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement import Jurisdiction
from civiscope.detectors.statement.parts import links_body, names_body
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement whose law names a body."""
    for seen in statements(site):
        law = seen.law
        if law is not None and (law.names.pattern != "(?!)" or law.hosts):
            yield _judge(seen, law)


def _judge(seen: StatementSeen, law: Jurisdiction) -> Outcome:
    named, linked = names_body(seen.text, law), links_body(seen.text, law)
    # Länder, regions and communities have bodies of their own, with hosts that no list has.
    if linked or (named and not law.hosts):
        return passed(seen.place)
    if named:
        return seen.lacks("not-linked", read=False, country=law.name)
    return seen.lacks("missing", read=law.enforcement_read, country=law.name)
