"""Use civiscope from Python: scan and judge in one call, typed results back."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from civiscope.audit.gather import ScanRequest, gather
from civiscope.audit.judging import judge_by
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.config import Config
from civiscope.config.scan_options import ScanSettings
from civiscope.results import Results
from civiscope.scan import Listener


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
    choice = RuleChoice(only=tuple(only), folders=tuple(rulebooks), trust_python=trust_rulebooks)
    request = ScanRequest(
        targets=targets,
        rules=read_rules(Config(), choice),
        settings=settings or ScanSettings(),
        force=force,
    )
    with contextlib.ExitStack() as stack:
        folder = evidence or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="civiscope-evidence-"))
        )
        found = await gather(request, folder, listener)
        return judge_by(request.rules, found)


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
