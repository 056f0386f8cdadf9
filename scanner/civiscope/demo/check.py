"""Compare an audit of the demo with its manifest: every planted defect, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.demo.manifest import Defect, Manifest, NearMiss, address
from civiscope.demo.messages import DemoOrigins
from civiscope.results import Finding, PageResult, Results
from civiscope.web.urls import canonical_url, origin_of

MADE_UP = "/no-such-page/"
"""In the manifest: the address that a scan makes up to see an origin's error page."""
_RAN = {"passed", "failed", "cantTell", "inapplicable"}


@dataclass(frozen=True, slots=True)
class DemoComparison:
    """What an audit of the demo found, measured by what is known of it."""

    found: tuple[Defect, ...]
    """Planted defects that were reported as they should be."""
    differences: tuple[str, ...]
    """A sentence for each thing that is otherwise than the manifest says; none when all agrees."""
    clean_pages: int
    """Pages fully scanned on which nothing is planted."""

    @property
    def agrees(self) -> bool:
        """Whether the audit says what the manifest says."""
        return not self.differences


def compare(results: Results, manifest: Manifest, origins: DemoOrigins) -> DemoComparison:
    """Compare *results* of the demo that answered at *origins* with its *manifest*."""
    demo = _Demo(results, manifest, origins)
    missed = demo.missed()
    differences = (
        *(f"Not found: {_defect(defect)}" for defect in missed),
        *demo.false_alarms(),
        *demo.near_misses_not_tried(),
        *demo.pages_not_seen(),
        *demo.find_forbidden_visits(),
    )
    found = tuple(defect for defect in manifest.defects if defect not in missed)
    return DemoComparison(found, differences, demo.clean_pages())


class _Demo:
    """One audit of the demo, with its findings by the page they are on."""

    def __init__(self, results: Results, manifest: Manifest, origins: DemoOrigins) -> None:
        self._results = results
        self._manifest = manifest
        self._origins = origins
        self._pages = {page.url: page for page in results.pages}

    def missed(self) -> tuple[Defect, ...]:
        """Return the planted defects that were not reported."""
        return tuple(
            defect
            for defect in self._manifest.defects
            if not any(self._is(finding, defect) for finding in self._results.findings)
        )

    def false_alarms(self) -> Iterator[str]:
        """Yield a sentence for each failure that nobody planted."""
        for finding in self._results.findings:
            planted = any(self._is(finding, defect) for defect in self._manifest.defects)
            if finding.outcome != "failed" or planted:
                continue
            place = finding.component or finding.selector
            where = f" ({place})" if place else ""
            page = finding.page or "the site as a whole"
            said = finding.message.rstrip(".")
            yield f"False alarm: {finding.rule} on {page}{where}: {said}.{self._why_not(finding)}"

    def _why_not(self, finding: Finding) -> str:
        for near in self._manifest.looks_like_but_is_not:
            if self._at(finding, near):
                return f" {near.note}"
        return ""

    def near_misses_not_tried(self) -> Iterator[str]:
        """Yield a sentence where a rule kept quiet only because it did not run."""
        for near in self._manifest.looks_like_but_is_not:
            seen = self._find_page(near.page)
            # Where nothing was seen, pages_not_seen has said so.
            if seen is None or seen.state != "complete":
                continue
            outcome = seen.outcomes.get(near.rule)
            if outcome is None or outcome.outcome not in _RAN:
                yield f"Not tried: {near.rule} gave no response on {near.page}. {near.note}"

    def pages_not_seen(self) -> Iterator[str]:
        """Yield a sentence for each page and state that a scan has to see and this one did not."""
        for name in (*self._manifest.pages, *self._manifest.states):
            seen = self._find_page(name)
            if seen is None:
                yield f"Not visited: {name} is linked or in the sitemap and was not found."
            elif seen.state != "complete":
                yield f"Not fully scanned: {name} ({seen.state}): {seen.detail}"

    def find_forbidden_visits(self) -> Iterator[str]:
        """Yield a sentence for each address that a scan has to leave alone and did not."""
        skipped = {(skip.url, skip.reason) for skip in self._results.coverage.skipped}
        for left_alone in self._manifest.not_visited:
            page, reason = left_alone.page, left_alone.reason
            if self._find_page(page) is not None:
                yield f"Visited: {page}, which a scan has to leave alone ({reason})."
            elif (canonical_url(address(page, self._origins)), reason) not in skipped:
                yield f"Not listed: {page}, as left alone for the reason “{reason}”."

    def clean_pages(self) -> int:
        """Count the pages fully scanned on which nothing is planted."""
        planted = {
            page.url
            for d in self._manifest.defects
            if (page := self._find_page(d.page)) is not None
        }
        return sum(
            page.state == "complete" and page.url not in planted for page in self._results.pages
        )

    def _is(self, finding: Finding, defect: Defect) -> bool:
        return (
            finding.outcome == defect.outcome
            and (not defect.message or finding.message_id == defect.message)
            and self._at(finding, defect)
        )

    def _at(self, finding: Finding, planted: Defect | NearMiss) -> bool:
        """Say whether a finding is of the rule, on the page and at the place of an entry."""
        if finding.rule != planted.rule:
            return False
        page = self._find_page(planted.page)
        if page is None or finding.page != page.url:
            return False
        places = (finding.selector, finding.snippet, finding.url, finding.component)
        return any(planted.where in place for place in places)

    def _find_page(self, name: str) -> PageResult | None:
        """Return the page that an address of the manifest was seen as.

        A page may be met first under an old address that redirects to it.
        """
        url = canonical_url(address(name, self._origins))
        if name.endswith(MADE_UP):
            return next((page for page in self._pages.values() if _stands_for(page, url)), None)
        direct = self._pages.get(url)
        if direct is not None:
            return direct
        return next(
            (page for page in self._pages.values() if canonical_url(page.final_url) == url), None
        )


def _stands_for(page: PageResult, url: str) -> bool:
    return page.kind == "missing" and origin_of(page.url) == origin_of(url)


def _defect(defect: Defect) -> str:
    where = f" ({defect.where})" if defect.where else ""
    asked = "has failed" if defect.outcome == "failed" else "is for a person to check"
    return f"on {defect.page}, {defect.rule}{where} {asked}. {defect.note}"
