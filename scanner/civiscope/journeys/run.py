"""Make one journey, step by step, and hand over each state that it names."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.page.state_visit import StateVisitor
from civiscope.journeys.acting import Actor, Used
from civiscope.journeys.guard import JourneyGuard
from civiscope.journeys.journey import Journey, Step
from civiscope.journeys.locate import put_in
from civiscope.journeys.noted import Noted, StateSeen, StateWatcher
from civiscope.journeys.process import Process
from civiscope.journeys.stopped import JourneyStopped
from civiscope.journeys.values import JourneyValues
from civiscope.model import Missing, Visit
from civiscope.model.adapters import adapter_of
from civiscope.model.journeys import Commitment, JourneyRun, StepSeen, TimeLimit
from civiscope.web.urls import redact_url

_OBSTACLES = {
    "captcha": " A CAPTCHA stands in the way, which no program is to solve: use a test account or "
    "a test key without it, or a stored session (login.storage).",
    "device": " The page asks for a second device or a code: use a test account with one-time "
    "codes ({ totp = … }), or a stored session (login.storage).",
}


Keep = Callable[[StateSeen], Awaitable[None]]
KeepPicture = Callable[[bytes], str]
"""Keeps a picture, and returns its name."""
KeepSecrets = Callable[[], None]
"""Has what is secret by now kept out of all that is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a journey is made with."""

    visitor: StateVisitor
    guard: JourneyGuard
    values: JourneyValues
    keep: Keep
    keep_picture: KeepPicture
    keep_secrets: KeepSecrets
    watcher: StateWatcher
    sign_in: Callable[[JourneyRunner], Awaitable[str]]
    """Signs in, where the journey asks for it; returns how, in words."""


class JourneyRunner:
    """One journey on its way."""

    def __init__(self, journey: Journey, means: Means) -> None:
        self.journey = journey
        self.means = means
        self.visitor = means.visitor
        self.actor = Actor(means.visitor)
        self._process = Process()
        self._visit = Visit("complete")
        self._document = 0
        self._boxes_checked = 0
        self._checked: bool | None = None
        self._state: StateSeen | None = None
        """The last state, as long as its page stands."""
        self._waiting = Noted()
        """What was noted before the next state."""
        self.states: list[StateSeen] = []
        means.visitor.cover_secrets = self._cover
        means.visitor.uncover_secrets = self._uncover

    async def run(self) -> JourneyRun:
        """Return what became of the journey; never raises for what a page does."""
        journey = self.journey
        seen: list[StepSeen] = []
        login = ""
        stopped: JourneyStopped | None = None
        try:
            login = await self._guarded(self.means.sign_in(self))
            await self._guarded(self._go(journey.start))
        except JourneyStopped as error:
            stopped = error
        for step in journey.steps:
            if stopped is not None:
                seen.append(StepSeen(step.number, step.words, "not-reached", _state_name(step)))
                continue
            try:
                seen.append(await self._guarded(self._do(step)))
            except JourneyStopped as error:
                stopped = await self.explain(step, error)
                seen.append(await self._failed(step, stopped))
        if stopped is not None and not any(s.outcome == "failed" for s in seen) and seen:
            seen[0] = replace(seen[0], detail=stopped.sentence, picture=await self._picture())
        for state in self.states[-1:]:
            state.noted.take(self._waiting)
        guard = self.means.guard
        return JourneyRun(
            name=journey.name,
            title=journey.title,
            file=journey.path.name,
            start=journey.start,
            end="completed" if stopped is None else "stopped",
            reason="" if stopped is None else stopped.reason,
            detail="" if stopped is None else stopped.sentence,
            login=login,
            steps=tuple(seen),
            sent=tuple(guard.sent),
            held=tuple(guard.held),
        )

    async def _guarded(self, work: Awaitable[Any]) -> Any:  # noqa: ANN401 - as *work*
        try:
            return await work
        except TabLost as lost:
            raise JourneyStopped("lost", f"the tab was lost: {lost.detail}") from lost
        except (PageLeft, CdpError) as error:
            raise JourneyStopped("left", f"the page went on while it was used ({error})") from error

    async def explain(self, step: Step, error: JourneyStopped, of: str = "") -> JourneyStopped:
        """Return *error* with the step, the page, and what else stands in the way."""
        title, url = await self.actor.where()
        named = f"“{title}” ({redact_url(url).partition('?')[0]})" if url else "a page that is gone"
        obstacle = await self._obstacle()
        sentence = (
            f"Step {step.number} of {of}{self.journey.path.name} ({step.words}) could not be done "
            f"on {named}: {error.sentence}.{_OBSTACLES.get(obstacle, '')}"
        )
        return JourneyStopped(obstacle or error.reason, sentence)

    async def obstacle_words(self) -> str:
        """Return what else stands in the way, as a sentence; empty when nothing is known."""
        return _OBSTACLES.get(await self._obstacle(), "")

    async def _obstacle(self) -> str:
        try:
            await put_in(self.visitor.tab)
            return str(await self.visitor.tab.evaluate("civiscopeJourney.obstacle()"))
        except (PageLeft, CdpError, TabLost):
            return ""

    async def _failed(self, step: Step, error: JourneyStopped) -> StepSeen:
        _, url = await self.actor.where()
        return StepSeen(
            number=step.number,
            words=step.words,
            outcome="failed",
            state=_state_name(step),
            url=redact_url(url),
            detail=error.sentence,
            picture=await self._picture(),
        )

    async def _picture(self) -> str:
        try:
            shot = await self.visitor.picture()
        except TabLost:
            return ""
        return "" if isinstance(shot, Missing) else self.means.keep_picture(base64.b64decode(shot))

    async def _go(self, url: str) -> None:
        visit = await self.visitor.go(url)
        self._document += 1
        self._state = None
        if visit.state == "failed":
            why = self.means.guard.stopped or visit.detail.rstrip(".")
            raise JourneyStopped(visit.reason or "not-shown", f"{url} could not be shown: {why}")
        self._visit = visit
        await self._check_status()

    async def do_quietly(self, step: Step) -> None:
        """Do a step of a login: what is typed there is no part of the process."""
        process, self._process = self._process, Process()
        try:
            await self._act(step)
        finally:
            self._process, self._waiting = process, Noted()

    async def open(self, url: str) -> None:
        """Open an address."""
        await self._go(url)

    async def _do(self, step: Step) -> StepSeen:
        if step.verb == "state":
            await self._see(step)
        else:
            await self._act(step)
        await self._check_signed_in()
        _, url = await self.actor.where()
        state = self._state
        return StepSeen(
            number=step.number,
            words=step.words,
            outcome="done",
            state=_state_name(step),
            page=state.address if step.verb == "state" and state is not None else "",
            url=redact_url(url),
        )

    async def _act(self, step: Step) -> None:
        actor, guard, visitor = self.actor, self.means.guard, self.visitor
        guard.begin(sends=step.sends)
        if step.verb == "go":
            await self._go(step.text)
            return
        if step.verb in {"expect", "wait"}:
            await actor.expect(step)
            self._visit = await visitor.come_to_rest()
            return
        if step.verb in {"press", "key"}:
            await self.means.watcher.before(visitor)
        reviewed = await self._reviewed(step)
        visitor.begin_step()
        _, was = await actor.where()
        used = await self._use(step)
        visit = await visitor.come_to_rest()
        if guard.stopped:
            raise JourneyStopped("not-sent", guard.stopped)
        if visitor.tab.page_load.popups:
            raise JourneyStopped("popup", "it opens another window, which a journey cannot follow")
        moved = bool(visitor.tab.page_load.commits)
        if moved:
            self._visit = visit
        asked = visitor.tab.page_load.dialogs > 0
        await self._note_process(step, used, was, reviewed=reviewed, asked=asked)
        if moved:
            self._document += 1
            self._boxes_checked, self._state = 0, None
            await self._check_status()
        elif step.verb in {"press", "key"}:
            self._waiting.beside.update(await self.means.watcher.after(visitor))
        guard.begin(sends=False)

    async def _use(self, step: Step) -> Used | None:
        actor = self.actor
        match step.verb:
            case "press":
                return await actor.press(step)
            case "choose":
                used = await actor.choose(step)
                self._boxes_checked += used.facts.get("type") == "checkbox"
                return used
            case "uncheck":
                return await actor.uncheck(step)
            case "upload":
                return await actor.upload(step)
            case "clear":
                return await actor.fill(step, "", secret=False)
            case "fill":
                return await self._fill(step)
            case _:
                await actor.key(step)
                return None

    async def _fill(self, step: Step) -> Used:
        value = step.value
        if value is None:
            raise JourneyStopped("value", "nothing says what to type")
        seconds = self.means.values.seconds_to_wait(value)
        if seconds:
            # A code is used once, and must last until the server has it.
            await asyncio.sleep(seconds)
        text = self.means.values.resolve(value)
        if value.secret:
            self.means.keep_secrets()
        used = await self.actor.fill(step, text, secret=value.secret)
        _, url = await self.actor.where()
        again = self._process.note(used.facts, text, self._document, urlsplit(url).path)
        noted = self._here()
        noted.filled += 1
        if again is not None:
            noted.asked_again.append(again)
        return used

    def _here(self) -> Noted:
        """Return where to note what is seen now: with the page's last state, or with its next."""
        return self._waiting if self._state is None else self._state.noted

    async def _reviewed(self, step: Step) -> bool:
        """Say whether what was typed on earlier pages can be read on the one that stands."""
        if not step.commits:
            return False
        values = self._process.typed_before(self._document)
        await put_in(self.visitor.tab)
        question = f"civiscopeJourney.readable({json.dumps(values)})"
        readable = int(await self.visitor.tab.evaluate(question))
        return bool(values) and 2 * readable >= len(values)

    async def _note_process(
        self, step: Step, used: Used | None, was: str, *, reviewed: bool, asked: bool
    ) -> None:
        if step.verb != "press" or used is None:
            return
        await put_in(self.visitor.tab)
        _, url = await self.actor.where()
        if await self.visitor.tab.evaluate("civiscopeJourney.complains()"):
            self._checked = True
        elif used.facts["lacking"] and urlsplit(url).path != urlsplit(was).path and step.sends:
            self._checked = self._checked or False
        if step.commits:
            takes_back = await self.visitor.tab.evaluate("civiscopeJourney.takesBack()")
            self._here().commitments.append(
                Commitment(
                    kind=step.commits,
                    words=step.words,
                    reviewed=reviewed,
                    confirmed=asked or self._boxes_checked > 0,
                    reversible=bool(takes_back),
                    checked=self._checked,
                )
            )

    async def _check_status(self) -> None:
        for request in self.visitor.documents():
            response = request.response
            if request.main and response is not None and response.status >= 500:
                raise JourneyStopped("http-error", f"the server answers {response.status}")

    async def _check_signed_in(self) -> None:
        """Raise JourneyStopped when the login that the journey began with has ended."""
        login = self.journey.login
        if login is None or not (login.proof.name or login.proof.text or login.proof.css):
            return
        if await self.actor.sees(login.proof):
            return
        await put_in(self.visitor.tab)
        main = [r.response for r in self.visitor.documents() if r.main and r.response is not None]
        refused = bool(main) and main[-1].status in {401, 403}
        if refused or await self.visitor.tab.evaluate("civiscopeJourney.asksForPassword()"):
            raise JourneyStopped(
                "signed-out",
                f"the session has ended: {login.proof.words} is not there any more, and the site "
                f"asks to sign in",
            )

    async def _see(self, step: Step) -> None:
        result = await self.visitor.look(self._visit)
        if result.visit.state == "failed":
            raise JourneyStopped("not-seen", f"nothing could be seen of it: {result.visit.detail}")
        state = StateSeen(step, self.journey.address_of(step.text), result, self._waiting)
        self._waiting = Noted()
        state.noted.beside.update(await self.means.watcher.at_state(self.visitor))
        state.noted.time_limit = await self._time_limit()
        self._state = state
        self.states.append(state)
        await self.means.keep(state)

    async def _time_limit(self) -> TimeLimit | None:
        with contextlib.suppress(CdpError, PageLeft):
            await put_in(self.visitor.tab)
            said = await self.visitor.tab.evaluate("civiscopeJourney.timeLimit()")
            if said:
                return adapter_of(TimeLimit).validate_json(said)
        return None

    async def _cover(self) -> None:
        values = [value for value in self.means.values.secrets if value]
        for frame in (self.visitor.tab.main_frame, *await self.visitor.tab.frame_urls()):
            if self.visitor.tab.has_world(frame):
                await put_in(self.visitor.tab, frame)
                question = f"civiscopeJourney.cover({json.dumps(values)})"
                await self.visitor.tab.evaluate(question, frame=frame)

    async def _uncover(self) -> None:
        for frame in (self.visitor.tab.main_frame, *await self.visitor.tab.frame_urls()):
            if self.visitor.tab.has_world(frame):
                question = "globalThis.civiscopeJourney?.uncover()"
                await self.visitor.tab.evaluate(question, frame=frame)


def _state_name(step: Step) -> str:
    return step.text if step.verb == "state" else ""
