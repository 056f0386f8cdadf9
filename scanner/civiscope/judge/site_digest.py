"""Say in one short text what rules find in a site beyond its single pages, to compare two days."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from civiscope.evidence import EvidenceReader
from civiscope.judge.apply import apply_rule
from civiscope.judge.coverage import Judged
from civiscope.judge.documents import judge_documents
from civiscope.judge.statements import statements_of
from civiscope.lists import Lists
from civiscope.model import Page, ProvedFailure, Site
from civiscope.rulebook import Rule


def site_of(
    evidence: EvidenceReader, pages: Sequence[Page], failures: tuple[ProvedFailure, ...] | None
) -> Site:
    """Return the site that *evidence* shows, with *pages* as rules over a site see them."""
    end = evidence.end
    return Site(
        pages=tuple(pages),
        documents=end.documents,
        skipped=end.skipped,
        targets=evidence.scan.pages,
        hosts=end.hosts,
        aliases=end.aliases,
        endpoints=end.endpoints,
        day=evidence.scan.started[:10],
        jurisdiction=str(evidence.scan.settings.get("jurisdiction") or ""),
        failures=failures,
    )


def site_digest(site: Site, rules: Sequence[Rule], lists: Lists) -> str:
    """Return a text that is the same for two sites of which the same is said.

    The pages themselves, and whether they were visited or reused, are not part of it.
    """
    site = replace(site, pages=tuple(replace(page, reused_from="") for page in site.pages))
    said: list[object] = []
    for rule in rules:
        if rule.scope == "site":
            run = apply_rule(rule, site, lists)
            said.append(
                (rule.id, run.missing, run.crash, run.passed, sorted(run.passed_at.items()))
            )
            said.extend(run.outcomes)
    judged = Judged()
    of_documents = [rule for rule in rules if rule.scope == "document"]
    said.append(judge_documents(site, of_documents, judged, lists))
    said += [(one.rule.id, one.outcome) for one in judged.found]
    said.append(tuple(statements_of(site)))
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
