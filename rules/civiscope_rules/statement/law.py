"""Judge how a statement names the law. See law.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import misspelt_laws, plain_text
from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement of a law that asks for a status."""
    for seen in statements(site):
        if seen.asks_for_status:
            yield _judge(seen)


def _judge(seen: StatementSeen) -> Outcome:
    wrong = misspelt_laws(seen.text)
    if wrong:
        return failed(seen.place, "misspelt", written=wrong[0])
    if seen.law is None:
        return seen.lacks("missing")
    plain = plain_text(seen.text)
    if not seen.law.law.search(plain):
        named = "2016/2102" in plain
        return passed(seen.place) if named else seen.lacks("missing", read=seen.law.read)
    if seen.law.code in {"GB", "NI"} and "(no. 2)" not in plain and "no 2" not in plain:
        return seen.lacks("not-number-two")
    return passed(seen.place)
