"""Key figures of results: what leadership asks for, as counts that can be added up over sites.

docs/figures.md defines each. A measure is a whole number, so that the figures of a group of sites
are made from sums and never from means of means. What results do not hold is left out, and a
figure without its counts is "not measured", never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, log2
from typing import Literal

from civiscope.results import PageResult, Results

Unit = Literal["share", "number", "per page", "seconds", "MB"]
SLOW_LINE_BITS = 1_600_000
"""Bits a second of a poor mobile line."""
SLOW_LINE_ROUND_TRIP_S = 0.15
SLOW_LINE_LIMIT_S = 10.0
"""Seconds after which people give up waiting."""
SLOW_LINE_SHARE = 0.75
"""Share of pages that must load in time for a service to count as usable on a slow line."""
CERTIFICATE_DAYS = 30
MAX_CLICKS = 9
_FIRST_WINDOW = 14_600
_VISIT_UNIT = 2_520
"""Can be divided by 1 to 10: weights of visits are whole numbers."""

KEYBOARD = (
    "accessibility/keyboard-reaches-controls",
    "accessibility/keyboard-trap",
    "accessibility/mouse-only",
    "accessibility/scrollable-region-focusable",
)
_KEYBOARD_TRIED = ("accessibility/keyboard-trap", "accessibility/mouse-only")
LANGUAGE = (
    "accessibility/html-has-lang",
    "accessibility/html-lang-valid",
    "accessibility/page-language",
    "accessibility/part-language",
    "accessibility/valid-lang",
)
"""Rules on what screen readers and translators need to know of a text."""
WITHOUT_SCRIPTS = "site/works-without-javascript"
_CONTACT = "site/contact-link"
_HOLES = "security/vulnerable-library"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure: what it is called, and of which counts it is made."""

    key: str
    title: str
    unit: Unit
    top: str
    """The measure that is counted."""
    bottom: str = ""
    """The measure that it is divided by; empty when the count itself is the figure."""
    better: Literal["lower", "higher"] = "lower"
    scale: float = 1.0
    """What the quotient is multiplied by."""
    flow: bool = False
    """Whether it counts what happened in a time, and not how things stand at its end."""
    needs: str = "sites"
    """For a count: the measure without which it was not measured. A sum may be 0 for want of any
    site."""

    def value(self, measures: Mapping[str, int]) -> float | None:
        """Return the figure; None when it was not measured."""
        if self.top not in measures:
            return None
        if not self.bottom:
            return measures[self.top] * self.scale if measures.get(self.needs) else None
        divisor = measures.get(self.bottom, 0)
        return measures[self.top] / divisor * self.scale if divisor else None


FIGURES: tuple[KeyFigure, ...] = (
    KeyFigure("pages_reached", "Addresses fully scanned", "share", "pages", "found", "higher"),
    KeyFigure("barriers_per_page", "Barriers on a page", "per page", "page_barriers", "pages"),
    KeyFigure(
        "barriers_per_visit", "Barriers met by a visit", "per page", "visit_barriers", "visits"
    ),
    KeyFigure("pages_with_failures", "Pages with failures", "share", "pages_failing", "pages"),
    KeyFigure("problems_severe", "Critical and serious problems", "number", "problems_severe"),
    KeyFigure("problems", "Problems", "number", "problems"),
    KeyFigure(
        "usable_by_keyboard",
        "Services usable by keyboard",
        "share",
        "keyboard_usable",
        "keyboard_measured",
        "higher",
    ),
    KeyFigure(
        "usable_on_slow_line",
        "Services usable on a slow line",
        "share",
        "slow_usable",
        "slow_measured",
        "higher",
    ),
    KeyFigure(
        "usable_without_javascript",
        "Services usable without JavaScript",
        "share",
        "scripts_usable",
        "scripts_measured",
        "higher",
    ),
    KeyFigure(
        "refusal_kept",
        "Services that keep a refusal of cookies",
        "share",
        "refusal_kept",
        "refusal_measured",
        "higher",
    ),
    KeyFigure(
        "usable_in_readers_language",
        "Services whose pages say their language right",
        "share",
        "language_usable",
        "language_measured",
        "higher",
    ),
    KeyFigure(
        "names_other_way",
        "Services that name another way than the web",
        "share",
        "other_way",
        "other_way_measured",
        "higher",
    ),
    KeyFigure(
        "hard_text", "Pages with text that is hard to read", "share", "text_hard", "text_read"
    ),
    KeyFigure(
        "response_seconds",
        "Time until the server responds",
        "seconds",
        "response_ms",
        "response_pages",
        scale=0.001,
    ),
    KeyFigure(
        "slow_line_seconds",
        "Load time on a slow line, at least",
        "seconds",
        "slow_line_ms",
        "pages_weighed",
        scale=0.001,
    ),
    KeyFigure("page_weight", "Weight of a page", "MB", "bytes", "pages_weighed", scale=1e-6),
    KeyFigure(
        "uptime_seen",
        "Runs that reached the site",
        "share",
        "reached",
        "asked",
        "higher",
        flow=True,
    ),
    KeyFigure(
        "feedback_link",
        "Sites with a way to contact people",
        "share",
        "contact_present",
        "contact_measured",
        "higher",
    ),
    KeyFigure(
        "certificates_ending",
        f"Certificates that end within {CERTIFICATE_DAYS} days",
        "share",
        "certificates_ending",
        "certificates",
    ),
    KeyFigure(
        "known_holes",
        "Libraries with known vulnerabilities",
        "number",
        "known_holes",
        needs="holes_measured",
    ),
    KeyFigure("opened", "Problems opened", "number", "opened", flow=True, needs="asked"),
    KeyFigure("fixed", "Problems fixed", "number", "fixed", "", "higher", flow=True, needs="asked"),
    KeyFigure("regressed", "Problems back again", "number", "regressed", flow=True, needs="asked"),
)
"""All figures that are made from counts, in the order in which they are shown."""


def measure(results: Results) -> dict[str, int]:
    """Return the counts of *results*, without those that they hold nothing for.

    Empty when no page was fully scanned: then nothing is known.
    """
    pages = [page for page in results.pages if page.kind == "page" and page.state == "complete"]
    if not pages:
        return {}
    return {
        "sites": 1,
        "pages": len(pages),
        "found": max(results.coverage.found, len(pages)),
        **_count_barriers(results, pages),
        **_count_severe(results),
        **_judge_keyboard(results, pages),
        **_weigh(pages),
        **_judge_scripts(pages),
        **_judge_refusal(pages),
        **_judge_language(results),
        **_judge_text(pages),
        **_judge_other_ways(pages),
        **_judge_contact(results),
        **_count_certificates(results),
        **_count_holes(results),
    }


def slow_line_seconds(transferred: int) -> float:
    """Return how long *transferred* bytes take at least on a slow line.

    Name, connection, encryption and request cost a round trip each; then the line's rate bounds
    it, or the rounds in which a connection grows. No server takes time in it, and no script.
    """
    rounds = max(ceil(log2(transferred / _FIRST_WINDOW + 1)) - 1, 0)
    rate = transferred * 8 / SLOW_LINE_BITS
    return 4 * SLOW_LINE_ROUND_TRIP_S + max(rounds * SLOW_LINE_ROUND_TRIP_S, rate)


def _count_barriers(results: Results, pages: list[PageResult]) -> dict[str, int]:
    problems = {issue.id: issue for issue in results.failures}
    on: defaultdict[str, set[str]] = defaultdict(set)
    for finding in results.findings:
        if finding.issue in problems and finding.page:
            on[finding.page].add(finding.issue)
    area = {rule.id: rule.area for rule in results.rules}
    barriers = {
        issue.id
        for issue in problems.values()
        if area[issue.rule] == "accessibility" and issue.severity in {"critical", "serious"}
    }
    counted = {page.url: len(on[page.url] & barriers) for page in pages}
    weights = {page.url: _VISIT_UNIT // (1 + min(page.depth, MAX_CLICKS)) for page in pages}
    return {
        "page_barriers": sum(counted.values()),
        "visits": sum(weights.values()),
        "visit_barriers": sum(weights[url] * number for url, number in counted.items()),
        "pages_failing": sum(bool(on[page.url]) for page in pages),
    }


def _count_severe(results: Results) -> dict[str, int]:
    severe = Counter(issue.severity in {"critical", "serious"} for issue in results.failures)
    return {"problems": severe.total(), "problems_severe": severe[True]}


def _judge_keyboard(results: Results, pages: list[PageResult]) -> dict[str, int]:
    if any(issue.rule in KEYBOARD for issue in results.failures):
        return {"keyboard_measured": 1, "keyboard_usable": 0}
    tried = any(
        page.behaviour and _outcome(page, rule) in {"passed", "inapplicable"}
        for page in pages
        for rule in _KEYBOARD_TRIED
    )
    # What a person must decide may shut people out, or not.
    unclear = any(issue.rule in KEYBOARD for issue in results.reviews)
    return {"keyboard_measured": 1, "keyboard_usable": 1} if tried and not unclear else {}


def _weigh(pages: list[PageResult]) -> dict[str, int]:
    weighed = [page.weight for page in pages if page.weight]
    if not weighed:
        return {}
    seconds = [slow_line_seconds(weight) for weight in weighed]
    in_time = sum(each <= SLOW_LINE_LIMIT_S for each in seconds)
    return {
        "pages_weighed": len(weighed),
        "bytes": sum(weighed),
        "slow_line_ms": sum(round(each * 1000) for each in seconds),
        "slow_measured": 1,
        "slow_usable": int(in_time >= SLOW_LINE_SHARE * len(weighed)),
    }


def _judge_scripts(pages: list[PageResult]) -> dict[str, int]:
    outcomes = {_outcome(page, WITHOUT_SCRIPTS) for page in pages}
    if "failed" in outcomes:
        return {"scripts_measured": 1, "scripts_usable": 0}
    if "passed" in outcomes and "cantTell" not in outcomes:
        return {"scripts_measured": 1, "scripts_usable": 1}
    return {}


def _judge_refusal(pages: list[PageResult]) -> dict[str, int]:
    after_no = [
        page.consent.despite_no
        for page in pages
        if page.consent is not None and page.consent.despite_no is not None
    ]
    if not after_no:
        return {}
    return {"refusal_measured": 1, "refusal_kept": int(not any(after_no))}


def _judge_language(results: Results) -> dict[str, int]:
    if all(rule.id not in LANGUAGE for rule in results.rules):
        return {}
    wrong = any(issue.rule in LANGUAGE for issue in results.failures)
    return {"language_measured": 1, "language_usable": int(not wrong)}


def _judge_text(pages: list[PageResult]) -> dict[str, int]:
    bands = [page.reading.band for page in pages if page.reading is not None]
    read = [band for band in bands if band]
    return {"text_read": len(read), "text_hard": read.count("hard")} if read else {}


def _judge_other_ways(pages: list[PageResult]) -> dict[str, int]:
    measured = [page.divide for page in pages if page.divide is not None]
    if not measured:
        return {}
    return {
        "other_way_measured": 1,
        "other_way": int(any(each.other_ways for each in measured)),
    }


def _judge_contact(results: Results) -> dict[str, int]:
    if all(rule.id != _CONTACT for rule in results.rules):
        return {}
    said = [finding for finding in results.findings if finding.rule == _CONTACT]
    if any(finding.needs_review and finding.message_id != "not-on-home" for finding in said):
        return {}
    missing = any(finding.message_id == "missing" for finding in said)
    return {"contact_measured": 1, "contact_present": int(not missing)}


def _count_certificates(results: Results) -> dict[str, int]:
    began = _day(results.scan.started)
    ends = [day for host in results.inventory.hosts if (day := _day(host.valid_to)) is not None]
    if began is None or not ends:
        return {}
    soon = began + timedelta(days=CERTIFICATE_DAYS)
    return {"certificates": len(ends), "certificates_ending": sum(day <= soon for day in ends)}


def _count_holes(results: Results) -> dict[str, int]:
    if all(rule.id != _HOLES for rule in results.rules):
        return {}
    return {
        "holes_measured": 1,
        "known_holes": sum(issue.rule == _HOLES for issue in results.failures),
    }


def _outcome(page: PageResult, rule: str) -> str:
    found = page.outcomes.get(rule)
    return found.outcome if found is not None else "untested"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
