"""Use civiscope from Python: scan and judge in one call, typed results back."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from civiscope.config.scan_options import ScanSettings
from civiscope.judge.engine import judge
from civiscope.model.page_script import PageScript
from civiscope.results import Results
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.rulebook.select import choose_rules
from civiscope.scan import Listener, scan


async def audit_async(
    *targets: str,
    settings: ScanSettings | None = None,
    evidence: Path | None = None,
    only: Sequence[str] = (),
    rulebooks: Sequence[Path] = (),
    trust_rulebooks: bool = False,
    force: bool = False,
    listener: Listener | None = None,
) -> Results:
    """Scan *targets*, apply the rules, and return the results.

    Targets are URLs, `@file` with a URL a line, sitemaps or folders of built HTML. *evidence* is
    the folder to keep what was seen in (a temporary one when not given); *only* names the rules to
    apply (all when empty). Raises CiviscopeError with a sentence that says what to do.
    """
    books = load_rulebooks(rulebooks, trust_python=trust_rulebooks)
    rules = choose_rules(all_rules(books), {}, only=only)
    with contextlib.ExitStack() as stack:
        folder = evidence or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="civiscope-evidence-"))
        )
        found = await scan(
            targets,
            settings or ScanSettings(),
            folder,
            scripts=page_scripts(rules),
            probes=probes_of(rules),
            force=force,
            listener=listener,
        )
        return judge(found, rules, books)


def audit(
    *targets: str,
    settings: ScanSettings | None = None,
    evidence: Path | None = None,
    only: Sequence[str] = (),
    rulebooks: Sequence[Path] = (),
    trust_rulebooks: bool = False,
    force: bool = False,
    listener: Listener | None = None,
) -> Results:
    """Do what `audit_async` does, and wait for it. Not for use inside a running event loop."""
    return asyncio.run(
        audit_async(
            *targets,
            settings=settings,
            evidence=evidence,
            only=only,
            rulebooks=rulebooks,
            trust_rulebooks=trust_rulebooks,
            force=force,
            listener=listener,
        )
    )


def page_scripts(rules: Sequence[Rule]) -> tuple[PageScript, ...]:
    """Return the in-page scripts of *rules*, for the scan to run on each page."""
    return tuple(
        PageScript(rule.id, rule.script, dict(rule.options))
        for rule in rules
        if rule.script is not None
    )


def probes_of(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the names of the probes whose evidence *rules* read, for the scan to run them."""
    names = {name for rule in rules for name in rule.facts.probes}
    # What these say of a page, they say of the parts that have to be opened as well.
    if any(rule.facts.axe or rule.script for rule in rules):
        names.add("opened")
    return tuple(sorted(names))
