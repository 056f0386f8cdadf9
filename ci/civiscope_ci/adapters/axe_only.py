"""Run axe-core alone, through the driver: for Firefox and WebKit, which speak no protocol of ours.

axe-core is put into each frame the page has, asked, and taken out again. Rules of civiscope's own
need a world apart from the page's, and so are not run; whoever asks is told which.
"""

from __future__ import annotations

import json
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol, TypeVar

from civiscope.collectors.page.as_it_stands import LookedAt
from civiscope.collectors.page.axe_json import AxeJson, NotAxe, read_axe
from civiscope.engines import engine_text
from civiscope.model import Evidence, Missing
from civiscope.scan.open_page import PageNotSeen, SeenPage
from civiscope_ci.adapters.playwright_page import awaited

T = TypeVar("T")
MAX_FRAMES = 60
ONLY_AXE = "It needs Chromium: in this browser, only axe-core was run."

# The page finds its own `axe`, or none, as it was.
_BEFORE = "(() => { const had = Object.getOwnPropertyDescriptor(window, 'axe');\n"
_AFTER = """
;window[Symbol.for('civiscope')] = window.axe;
delete window.axe;
if (had) Object.defineProperty(window, 'axe', had);
})()"""
_PARTIAL = """const axe = window[Symbol.for('civiscope')];
const [context, options] = arguments;
const where = context || document;
return axe.runPartial(where, options).then((partial) => JSON.stringify({
  partial, frames: axe.utils.getFrameContexts(where, options),
}));"""
_ELEMENT = """const axe = window[Symbol.for('civiscope')];
return axe.utils.shadowSelect(arguments[0]);"""
_FINISH = """const axe = window[Symbol.for('civiscope')];
const [partials, options] = arguments;
const parsed = partials.map((each) => each && JSON.parse(each));
return axe.finishRun(parsed, options).then((results) => JSON.stringify(results));"""
_TAKE_OUT = "delete window[Symbol.for('civiscope')]; return true;"


class ScriptedFrame(Protocol):
    """A frame in which scripts can be run; `arguments` holds what they are given."""

    async def run(self, script: str, *given: Any) -> Any:  # noqa: ANN401 - plain data
        """Return what *script* returns, or what its promise comes to."""
        ...

    async def load(self, source: str) -> None:
        """Run *source*, which returns nothing."""
        ...

    async def enter(self, script: str, *given: Any) -> ScriptedFrame | None:  # noqa: ANN401 - plain data
        """Return the frame that the element shows that *script* returns; None without one."""
        ...

    async def leave(self) -> None:
        """Go back to the frame that this one is in."""
        ...


async def run_axe_in(
    frame: ScriptedFrame,
    context: Any = None,  # noqa: ANN401 - axe's own
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return axe-core's own results for the page whose topmost frame is *frame*."""
    settings = {"reporter": "v2", **(options or {})}
    partials: list[str | None] = []
    try:
        await _test(frame, context, settings, partials)
        said = await frame.run(_FINISH, partials, settings)
    finally:
        await frame.run(_TAKE_OUT)
    results: dict[str, Any] = json.loads(said)
    return results


async def _test(
    frame: ScriptedFrame,
    context: Any,  # noqa: ANN401 - axe's own
    options: Mapping[str, Any],
    partials: list[str | None],
) -> None:
    await frame.load(_BEFORE + engine_text("axe") + _AFTER)
    said = json.loads(await frame.run(_PARTIAL, context, dict(options)))
    partials.append(json.dumps(said["partial"]))
    for inner in said["frames"]:
        entered = None
        if len(partials) < MAX_FRAMES:
            entered = await frame.enter(_ELEMENT, inner["frameSelector"])
        if entered is None:
            # axe tells of it as of a frame that was not tested.
            partials.append(None)
            continue
        try:
            await _test(entered, inner["frameContext"], options, partials)
            await entered.run(_TAKE_OUT)
        finally:
            await entered.leave()


def axe_context(looked_at: LookedAt) -> dict[str, Any] | None:
    """Return *looked_at* as axe-core takes it."""
    context: dict[str, Any] = {}
    if looked_at.include:
        context["include"] = [[css] for css in looked_at.include]
    if looked_at.exclude:
        context["exclude"] = [[css] for css in looked_at.exclude]
    return context or None


def seen_by_axe(said: Mapping[str, Any], looked_at: LookedAt, browser: str) -> SeenPage:
    """Return what axe-core's results say of a page. Raises PageNotSeen when they cannot be read."""
    try:
        (page,) = read_axe(dict(said))
    except (NotAxe, ValueError) as error:
        raise PageNotSeen("unreadable", f"axe-core's answer cannot be read ({error}).") from error
    return SeenPage(page.url, evidence_of(page, looked_at), browser)


def evidence_of(page: AxeJson, looked_at: LookedAt) -> Evidence:
    """Return evidence that holds axe-core's answers alone."""
    missing = Missing("not-gathered", ONLY_AXE)
    return Evidence.nothing(missing, axe=page.axe, parts=looked_at.parts)


def run_at_once(work: Coroutine[Any, Any, T]) -> T:
    """Return what *work* comes to, which waits for nothing: every step of it is a plain call."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("The driver was waited for where it answers at once.")


class DriverFrame:
    """The frame that a Selenium driver is in."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - duck-typed
        self._driver = driver

    async def run(self, script: str, *given: Any) -> Any:  # noqa: ANN401 - plain data
        """Return what *script* returns, or what its promise comes to."""
        return self._driver.execute_script(script, *given)

    async def load(self, source: str) -> None:
        """Run *source*, which returns nothing."""
        self._driver.execute_script(source)

    async def enter(self, script: str, *given: Any) -> ScriptedFrame | None:  # noqa: ANN401 - plain data
        """Lead the driver into the frame of an element; `leave` leads it back."""
        element = self._driver.execute_script(script, *given)
        if element is None:
            return None
        self._driver.switch_to.frame(element)
        return DriverFrame(self._driver)

    async def leave(self) -> None:
        """Lead the driver back to the frame around this one."""
        self._driver.switch_to.parent_frame()


class PlaywrightFrame:
    """A frame of a page that Playwright has open in Firefox or WebKit."""

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - Playwright's
        self._frame = awaited(frame)

    async def run(self, script: str, *given: Any) -> Any:  # noqa: ANN401 - plain data
        """Return what *script* returns, or what its promise comes to."""
        return await self._frame.evaluate(_as_function(script), list(given))

    async def load(self, source: str) -> None:
        """Run *source*, which returns nothing."""
        await self._frame.evaluate(source)

    async def enter(self, script: str, *given: Any) -> ScriptedFrame | None:  # noqa: ANN401 - plain data
        """Return the frame that the element shows that *script* returns; None without one."""
        handle = await self._frame.evaluate_handle(_as_function(script), list(given))
        found = handle.as_element()
        element = awaited(found) if found is not None else None
        shown = await element.content_frame() if element is not None else None
        return PlaywrightFrame(shown) if shown is not None else None

    async def leave(self) -> None:
        """Do nothing: frames of Playwright stand side by side."""


def _as_function(script: str) -> str:
    return f"(given) => (function () {{ {script} }}).apply(null, given)"
