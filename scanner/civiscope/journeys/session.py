"""Sign in once, keep the session for the journeys that follow, and know when it is not one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civiscope.browser.cdp import Json
from civiscope.journeys.journey import Journey, Login
from civiscope.journeys.run import JourneyRunner
from civiscope.journeys.stopped import JourneyStopped

_KEPT = ("name", "value", "domain", "path", "expires", "httpOnly", "secure", "sameSite")


class Sessions:
    """The sessions of one run: each login is done once, whatever number of journeys asks for it."""

    def __init__(self, stored: Mapping[str, list[Json]]) -> None:
        """Begin with the cookies of the storage states *stored*, by the path of their file."""
        self._stored = stored
        self._kept: dict[Login, list[Json]] = {}

    async def sign_in(self, runner: JourneyRunner) -> str:
        """Sign in for the journey of *runner*, as its file says; return how, in words.

        Raises JourneyStopped when that does not lead to what its proof names.
        """
        journey = runner.journey
        login = journey.login
        if login is None:
            return ""
        if login.user is not None and not login.steps and login.storage is None:
            return "by user name and password"
        known = self._kept.get(login)
        if known is None and login.storage is not None:
            known = self._stored[str(login.storage)]
        if known is not None:
            await runner.visitor.tab.set_cookies(known)
            await runner.open(journey.start)
            if await runner.actor.sees(login.proof):
                return "reused" if login in self._kept else "by a stored session"
            if not login.steps:
                raise JourneyStopped(
                    "login",
                    f"The stored session of {journey.path.name} is not signed in any more: "
                    f"{login.proof.words} is not on {journey.start}; save a new one",
                )
        await self._by_form(runner, journey, login)
        self._kept[login] = [_cookie(each) for each in await runner.visitor.tab.cookies()]
        return "by form"

    async def _by_form(self, runner: JourneyRunner, journey: Journey, login: Login) -> None:
        await runner.open(journey.start)
        if await runner.actor.sees(login.proof):
            raise JourneyStopped(
                "login",
                f"{login.proof.words}, which is to prove that somebody is signed in, is on "
                f"{journey.start} before anybody is; name something else as proof",
            )
        for step in login.steps:
            try:
                await runner.do_quietly(step)
            except JourneyStopped as stopped:
                raise await runner.explain(step, stopped, "the login of ") from stopped
        async for _ in runner.visitor.polls(login.steps[-1].timeout):
            if await runner.actor.sees(login.proof):
                return
        title, url = await runner.actor.where()
        why = await runner.obstacle_words()
        raise JourneyStopped(
            "login",
            f"The login of {journey.path.name} did not work: {login.proof.words} is not on "
            f"“{title}” ({url.partition('?')[0]}) after its last step.{why}",
        )


def _cookie(cookie: Json) -> dict[str, Any]:
    kept = {name: cookie[name] for name in _KEPT if name in cookie}
    if cookie.get("session") or float(kept.get("expires", -1)) <= 0:
        kept.pop("expires", None)
    return kept
