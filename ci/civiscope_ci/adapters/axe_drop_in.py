"""A stand-in for the class of axe-selenium-python, on our engine: frames, strict policies, rules.

The calls are those of that package, so that a suite keeps its code and changes one import. axe-core
is run in a world apart from the page's, in every frame, and options travel as data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from civiscope.browser.attached_page import AttachedPage
from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.errors import UsageError
from civiscope.results import Finding, RuleFacts
from civiscope.scan.open_page import WATCHDOG_S, attached, explaining
from civiscope_ci.adapters import selenium_driver
from civiscope_ci.adapters.axe_only import DriverFrame, ScriptedFrame, run_at_once, run_axe_in
from civiscope_ci.adapters.check import check, run_apart
from civiscope_ci.adapters.page_check import PageCheck
from civiscope_ci.adapters.selenium_driver import DrivenPage

OWN = "civiscope"
"""Where the results hold what rules of our own have found, in the form of axe-core."""
RESULTS_NAME = "results.json"


class Axe:
    """Runs axe-core and the rules of civiscope over the page of a Selenium driver."""

    def __init__(self, selenium: Any, script_url: str | None = None) -> None:  # noqa: ANN401 - a driver
        """Make ready for the page of *selenium*. The engine is ours: *script_url* is not read."""
        self.selenium = selenium
        self.script_url = script_url
        self.check: PageCheck | None = None
        """What the rules of civiscope say of the page that `run` looked at last."""

    def inject(self) -> None:
        """Do nothing: `run` puts the engine where the page does not see it, and takes it away."""

    def run(self, context: Any = None, options: Any = None) -> dict[str, Any]:  # noqa: ANN401 - axe's own
        """Return the results of axe-core; *context* and *options* are those of `axe.run`.

        What rules of civiscope found besides stands under `civiscope`, in the same form. Raises
        PageNotSeen when the page cannot be looked at.
        """
        settings = _options(options)
        driver: object = self.selenium
        found = check(driver)
        self.check = found
        if selenium_driver.browser_of(self.selenium) == "chromium":
            driven = selenium_driver.find_driven_page(self.selenium)
            results = run_apart(_run_apart_from_page(driven, context, settings))
        else:
            frame = DriverFrame(self.selenium)
            results = run_at_once(run_axe_in(frame, context, settings))
        return {**results, OWN: list(_own_findings(found))}

    def report(self, violations: Sequence[Mapping[str, Any]]) -> str:
        """Return *violations* as text for people."""
        lines = [f"Found {len(violations)} accessibility violations:"]
        for each in violations:
            lines += _told(each)
        return "\n".join(lines)

    def write_results(self, data: Any, name: str | None = None) -> None:  # noqa: ANN401 - JSON
        """Write *data* as JSON to the file *name*, or to results.json in the current folder."""
        path = Path(name) if name else Path(RESULTS_NAME)
        path.write_text(json.dumps(data, indent=4), encoding="utf-8")


class WorldFrame:
    """A frame of a page that we are attached to, with our own world in it."""

    def __init__(self, page: AttachedPage, frame: str) -> None:
        self._page = page
        self._frame = frame

    async def run(self, script: str, *given: Any) -> Any:  # noqa: ANN401 - plain data
        """Return what *script* returns, or what its promise comes to."""
        return await self._page.evaluate(_call(script, given), frame=self._frame)

    async def load(self, source: str) -> None:
        """Run *source*, which returns nothing."""
        await self._page.evaluate(f"{source};null", frame=self._frame)

    async def enter(self, script: str, *given: Any) -> ScriptedFrame | None:  # noqa: ANN401 - plain data
        """Return the frame that the element shows that *script* returns; None without one."""
        try:
            element = await self._page.evaluate(
                _call(script, given), frame=self._frame, by_value=False
            )
            shown = await self._page.frame_of(self._frame, str(element.get("objectId", "")))
        except (CdpError, PageLeft):
            return None
        return WorldFrame(self._page, shown) if self._page.has_world(shown) else None

    async def leave(self) -> None:
        """Do nothing: all frames can be asked at any time."""


async def _run_apart_from_page(
    driven: DrivenPage,
    context: Any,  # noqa: ANN401 - axe's own
    options: Mapping[str, Any],
) -> dict[str, Any]:
    async with (
        attached(driven.address, driven.target, "", WATCHDOG_S) as (page, session),
        explaining(page, WATCHDOG_S),
    ):
        await page.enter(session, ())
        return await run_axe_in(WorldFrame(page, page.main_frame), context, options)


def _call(script: str, given: Sequence[Any]) -> str:
    # What is given is data: JSON is an expression of JavaScript as it is.
    return f"(function () {{ {script} }}).apply(null, {json.dumps(list(given))})"


def _options(given: Any) -> dict[str, Any]:  # noqa: ANN401 - axe's own
    """Return options as data. Raises UsageError for text that is not JSON."""
    if given is None:
        return {}
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise UsageError(
                f"The options {given[:100]!r} are not JSON; hand over a dict, such as "
                '{"runOnly": ["wcag2a"]}.'
            ) from None
    if not isinstance(given, Mapping):
        raise UsageError(f"The options of axe are a dict, not a {type(given).__name__}.")
    return dict(given)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _own_findings(found: PageCheck) -> Iterator[dict[str, Any]]:
    """Yield what rules have failed that axe-core does not know, as axe-core would tell it."""
    facts = {rule.id: rule for rule in found.results.rules if rule.checked_by != "axe-core"}
    failed: dict[str, list[Finding]] = {}
    for each in found.results.findings:
        if each.rule in facts and each.outcome == "failed" and not each.needs_review:
            failed.setdefault(each.rule, []).append(each)
    for name, findings in sorted(failed.items()):
        yield _as_axe(facts[name], findings)


def _as_axe(rule: RuleFacts, findings: Iterable[Finding]) -> dict[str, Any]:
    nodes = [
        {
            "target": [each.selector],
            "html": each.snippet,
            "impact": each.severity,
            "any": [{"id": each.message_id or rule.id, "message": each.message, "data": None}],
            "all": [],
            "none": [],
            "failureSummary": each.message,
        }
        for each in findings
    ]
    return {
        "id": rule.id,
        "impact": rule.severity,
        "tags": [f"{name} {key}" for name, keys in rule.standards.items() for key in keys],
        "description": rule.title,
        "help": rule.title,
        "helpUrl": "",
        "nodes": nodes,
    }


def _told(violation: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"Rule Violated:\n{violation.get('id', '')} - {violation.get('description', '')}"
    yield f"\tURL: {violation.get('helpUrl', '')}"
    yield f"\tImpact Level: {violation.get('impact') or ''}"
    yield f"\tTags: {' '.join(map(str, violation.get('tags', ())))}"
    yield "\tElements Affected:"
    for number, node in enumerate(violation.get("nodes", ()), 1):
        yield f"\t{number}) Target: {' >>> '.join(_steps(node.get('target', ())))}"
        for kind in ("all", "any", "none"):
            for each in node.get(kind, ()):
                yield f"\t\t{each.get('message', '')}"


def _steps(target: Iterable[Any]) -> Iterator[str]:
    """Yield the way to an element; a step through shadow roots is a list of its own."""
    for step in target:
        if isinstance(step, str):
            yield step
        else:
            yield from map(str, step)
