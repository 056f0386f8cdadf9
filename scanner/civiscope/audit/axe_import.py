"""Results of axe-core that somebody else has gathered, judged and kept as our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from civiscope.audit.checks import CheckFacts, CheckSetup, keep_and_judge, state_url
from civiscope.audit.output_folder import check_room
from civiscope.collectors.page.axe_json import AxeJson, NotAxe, read_axe
from civiscope.errors import UsageError
from civiscope.model import AxeResults, AxeRule, Evidence, Missing, Page
from civiscope.results import Results
from civiscope.scan.preparation import now

MAX_FILE_BYTES = 200_000_000
IMPORTED = Missing("not-gathered", "Only results of axe-core were imported of this page.")
_NOT_TOLD = "The results that were imported do not say whether this rule was run on the page."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """Which files are to be imported."""

    files: tuple[Path, ...]
    url: str = ""
    """Address of the page, where the files do not name it."""
    setup: CheckSetup
    force: bool = False


def import_axe(request: ImportRequest) -> Results:
    """Return what the rules say of axe-core's results, with evidence kept in the output folder.

    Raises UsageError for files that cannot be read.
    """
    check_room(request.setup.folder, force=request.force)
    found = [page for path in request.files for page in _read(path, request.url)]
    told = frozenset[str]().union(*(page.told for page in found))
    setup = request.setup
    # A rule that axe-core's results cannot speak for was not applied, rather than passed.
    rules = tuple(rule for rule in setup.rules.rules if rule.facts.axe in told)
    if not rules:
        raise UsageError("None of the rules chosen is one that these results speak of.")
    chosen = replace(setup, rules=replace(setup.rules, rules=rules))
    times = sorted(page.time for page in found if page.time) or [now()]
    versions = ", ".join(sorted({page.axe.version for page in found if page.axe.version}))
    facts = CheckFacts(times[0], times[-1], "", {"axe-core": versions or "unknown"})
    pages = [_page(each, [rule.facts.axe or "" for rule in rules]) for each in found]
    return keep_and_judge(pages, chosen, facts, force=request.force)


def _read(path: Path, url: str) -> Sequence[AxeJson]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UsageError(f"{path} is larger than 200 MB; import its parts one by one.")
        said: Any = json.loads(path.read_bytes())
        pages = read_axe(said)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}).") from error
    except NotAxe as error:
        raise UsageError(
            f"{path} is not what axe-core writes: {error}. Give the JSON of axe.run() or of a tool "
            "that keeps it."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON ({str(error)[:100]}).") from error
    named = tuple(replace(page, url=page.url or url) for page in pages)
    if not all(page.url for page in named):
        raise UsageError(f"{path} does not say which page it is of; name its address with --url.")
    return named


def _page(found: AxeJson, wanted: Sequence[str]) -> Page:
    missing = [AxeRule(name, error=_NOT_TOLD) for name in wanted if name not in found.told]
    rules = sorted((*found.axe.rules, *missing), key=lambda rule: rule.id)
    axe = AxeResults(found.axe.version, tuple(rules))
    return Page(state_url(found.url), replace(Evidence.nothing(IMPORTED), axe=axe))
