"""Judge whether a statement stands where its law wants it. See register.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement import Jurisdiction
from civiscope.detectors.statement.parts import is_below
from civiscope.model import Outcome, Site, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.signposts import html_pages
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to statements of countries that keep a register or a generator for them."""
    for seen in statements(site):
        law = seen.law
        if law is None or not law.register:
            continue
        if _is_registered(seen, law, site):
            yield passed(seen.place)
        else:
            yield seen.lacks("missing", register=law.register[0], country=law.name)


def _is_registered(seen: StatementSeen, law: Jurisdiction, site: Site) -> bool:
    hosts = [host_of(seen.page.final_url)]
    hosts += [host_of(link.url) for block in seen.text.blocks for link in block.links]
    hosts += [host_of(link.url) for _, dom in html_pages(site) for link in dom.links]
    return any(is_below(host, known) for host in hosts for known in law.register)
