"""The stage that makes journeys: each step in one tab, each state kept as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from civiscope.browser.emulation import BrowserView
from civiscope.evidence.kinds import PROBES
from civiscope.evidence.schema import IndexEntry, PageFile
from civiscope.evidence.secret_values import SecretValues
from civiscope.journeys.guard import JourneyGuard
from civiscope.journeys.journey import Journey
from civiscope.journeys.noted import StateSeen
from civiscope.journeys.run import JourneyRunner, Means
from civiscope.journeys.session import Sessions
from civiscope.journeys.watching import PageWatcher
from civiscope.model import Dom, Missing, Page, PagePart
from civiscope.model.journeys import JourneyRun, StepSeen
from civiscope.scan.context import ScanContext
from civiscope.scan.journey_plan import JourneyPlan
from civiscope.web.urls import host_of

_TOO_LATE = "The time allowed was up before it was begun."
# Neither is evidence that got lost: it could not be had, and counts as a part that was not tested.
_SENT = "Its behaviour was not tried: it came of a form, which is not sent a second time."
_OTHER = "Its behaviour was not tried: its address, opened again, showed something else."


async def make_journeys(context: ScanContext, plan: JourneyPlan) -> tuple[JourneyRun, ...]:
    """Return what became of each journey of *plan*; its states are kept as they come."""
    sessions = Sessions({path: list(each.cookies) for path, each in plan.stored.items()})
    runs: list[JourneyRun] = []
    for journey in plan.journeys:
        if context.crawler.time_is_up():
            runs.append(_not_begun(journey))
            continue
        made = _JourneyMaker(context, plan, journey)
        run = await made.run(sessions)
        runs.append(run)
        context.listener.say(describe(run))
    return tuple(runs)


def describe(run: JourneyRun) -> str:
    """Return what became of a journey, as a sentence."""
    if run.end == "completed":
        return f"Journey {run.name}: all {len(run.steps)} steps were done."
    return f"Journey {run.name} stopped after {run.reached} of {len(run.steps)} steps: {run.detail}"


def _not_begun(journey: Journey) -> JourneyRun:
    steps = tuple(StepSeen(s.number, s.words, "not-reached") for s in journey.steps)
    return JourneyRun(
        name=journey.name,
        title=journey.title,
        file=journey.path.name,
        start=journey.start,
        end="stopped",
        reason="time",
        detail=_TOO_LATE,
        steps=steps,
    )


@dataclass(slots=True)
class _JourneyMaker:
    """One journey that is being made."""

    context: ScanContext
    plan: JourneyPlan
    journey: Journey

    async def run(self, sessions: Sessions) -> JourneyRun:
        journey, context = self.journey, self.context
        guard = JourneyGuard(journey.hosts)
        stored = self.plan.stored.get(str(journey.login.storage)) if journey.login else None
        states: list[tuple[int, StateSeen, Mapping[str, Any]]] = []
        async with context.pool.stay(
            guard.decide,
            view=self._view(),
            local_storage=stored.local_storage if stored else (),
        ) as visitor:

            async def keep(state: StateSeen) -> None:
                beside, untried = await self._probe(state, await visitor.tab.cookies())
                states.append((self._keep(state, untried), state, beside))

            runner = JourneyRunner(
                journey,
                Means(
                    visitor=visitor,
                    guard=guard,
                    values=self.plan.values,
                    keep=keep,
                    keep_picture=self._keep_picture,
                    keep_secrets=self._keep_secrets,
                    watcher=PageWatcher(),
                    sign_in=sessions.sign_in,
                ),
            )
            run = await runner.run()
        # What a state showed of its process is known when the next page has come.
        for number, state, beside in states:
            context.store.write(PROBES, number, {**beside, **state.noted.facts()})
        return self._without_secrets(run)

    def _view(self) -> BrowserView | None:
        """Return how the browser signs in by itself; None when it does not."""
        login = self.journey.login
        if login is None or login.user is None or login.password is None:
            return None
        hosts = self.journey.hosts

        def is_own(url: str) -> bool:
            return host_of(url) in hosts

        return replace(
            self.context.pool.view,
            user_name=self.plan.values.resolve(login.user),
            password=self.plan.values.resolve(login.password),
            own=is_own,
        )

    def _keep(self, state: StateSeen, untried: str) -> int:
        """Keep a state as a page, with why its behaviour was not tried; return its number."""
        context, seen = self.context, state.result
        number = context.crawler.next_number()
        context.store.hide_found(seen.secrets)
        evidence = seen.evidence
        if seen.screenshot:
            name = context.store.write_screenshot(number, seen.screenshot)
            evidence = replace(evidence, screenshot=name)
        if untried:
            parts = (*evidence.parts, PagePart("behaviour", "", untried))
            evidence = replace(evidence, parts=parts)
        page = Page(
            url=state.address,
            evidence=evidence,
            visit=seen.visit,
            order=number,
            target=True,
            journey=self.journey.name,
            step=state.step.text,
        )
        context.store.write_page(number, PageFile(page))
        context.store.note(IndexEntry(number, page.url, "page"))
        context.listener.page(page, 0)
        return number

    async def _probe(
        self, state: StateSeen, cookies: list[dict[str, Any]]
    ) -> tuple[Mapping[str, Any], str]:
        """Return what probes see of a state, shown again in another tab; or why none could."""
        context, dom = self.context, state.result.evidence.dom
        depth = state.step.depth or self.journey.depth or context.settings.depth
        if depth == "quick" or not context.probes or not isinstance(dom, Dom):
            return {}, ""
        if _was_sent(state):
            return {}, _SENT
        page = Page(url=dom.url, evidence=state.result.evidence, visit=state.result.visit)
        found = await context.pool.probe_signed_in(page, context.probes, cookies, dom.title)
        return ({}, _OTHER) if found is None else (found, "")

    def _keep_picture(self, picture: bytes) -> str:
        return self.context.store.write_screenshot(self.context.crawler.next_number(), picture)

    def _keep_secrets(self) -> None:
        self.context.store.hide(self._secrets())

    def _secrets(self) -> SecretValues:
        return SecretValues((*self.context.secrets, *self.plan.secrets), self.context.public)

    def _without_secrets(self, run: JourneyRun) -> JourneyRun:
        secrets = self._secrets()
        steps = tuple(
            replace(step, url=secrets.hide(step.url), detail=secrets.hide(step.detail))
            for step in run.steps
        )
        return replace(run, detail=secrets.hide(run.detail), steps=steps)


def _was_sent(state: StateSeen) -> bool:
    """Say whether the page of *state* is what came of a form that was sent, and of nothing else.

    Most services send the browser on to a page of its own, which can be opened again.
    """
    requests = state.result.evidence.requests
    if isinstance(requests, Missing):
        return True
    main = [request for request in requests if request.main]
    if not main:
        return True
    method = main[-1].method
    for hop in main[-1].hops[:-1]:
        # Fetch standard: 303 goes on by GET, and so do 301 and 302 after a POST.
        if hop.status == 303 or (hop.status in {301, 302} and method == "POST"):
            method = "GET"
    return method != "GET"
