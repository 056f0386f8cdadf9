"""What the plugin of pytest does once a test has checked a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from civiscope.audit.checks import (
    CheckSetup,
    SetupChoice,
    merge_states,
    read_setup,
    report_checks,
)
from civiscope.audit.gating import GateChoice
from civiscope.audit.outputs import FinishedAudit
from civiscope.errors import CiviscopeError
from civiscope_ci.adapters.check import AwaitedPage, Words, check
from civiscope_ci.adapters.page_check import PageCheck
from civiscope_ci.adapters.recorder import facts_of, read_parts, remove_parts
from civiscope_ci.adapters.running import RunningSession

MAX_UNSEEN = 5


@dataclass(frozen=True, slots=True)
class PageChecker:
    """Checks pages, and fails the test for what is new."""

    report_only: bool

    @overload
    def __call__(  # type: ignore[overload-overlap]
        self,
        page: AwaitedPage,
        name: str | None = None,
        *,
        rules: Words = (),
        include: Words = (),
        exclude: Words = (),
        url: str = "",
        fail_on: str | None = None,
    ) -> Coroutine[Any, Any, PageCheck]: ...
    @overload
    def __call__(
        self,
        page: object,
        name: str | None = None,
        *,
        rules: Words = (),
        include: Words = (),
        exclude: Words = (),
        url: str = "",
        fail_on: str | None = None,
    ) -> PageCheck: ...
    def __call__(
        self,
        page: object,
        name: str | None = None,
        *,
        rules: Words = (),
        include: Words = (),
        exclude: Words = (),
        url: str = "",
        fail_on: str | None = None,
    ) -> PageCheck | Coroutine[Any, Any, PageCheck]:
        """Return what the rules say of *page*; fails the test for new problems."""
        __tracebackhide__ = True
        found: Any = check(page, name, rules=rules, include=include, exclude=exclude, url=url)
        if isinstance(found, PageCheck):
            return self._judge(found, fail_on)
        return self._judge_later(found, fail_on)

    async def _judge_later(
        self, found: Coroutine[Any, Any, PageCheck], fail_on: str | None
    ) -> PageCheck:
        __tracebackhide__ = True
        return self._judge(await found, fail_on)

    def _judge(self, found: PageCheck, fail_on: str | None) -> PageCheck:
        __tracebackhide__ = True
        if not self.report_only:
            found.assert_no_new(fail_on)
        return found


@dataclass(frozen=True, slots=True)
class SessionTold:
    """What is said of the checks of a run."""

    lines: Sequence[str]
    broke: bool = False


def finish_session(session: RunningSession) -> SessionTold:
    """Write results and reports of all that was checked, and return what to say of it."""
    checks = read_parts(session.parts)
    remove_parts(session.parts)
    if not checks:
        return SessionTold(())
    pages = [each.page for each in checks]
    try:
        outcome = report_checks(pages, _setup(session), facts_of(checks))
    except CiviscopeError as error:
        return SessionTold((f"The checks could not be reported: {error}",), broke=True)
    return SessionTold(tuple(_told(outcome, len(merge_states(pages)))))


def _setup(session: RunningSession) -> CheckSetup:
    gate = GateChoice(fail_on=session.fail_on, baseline=session.baseline)
    return read_setup(SetupChoice(root=session.root, gate=gate, out=session.out))


def _told(outcome: FinishedAudit, states: int) -> Iterator[str]:
    counts = Counter(each.state for each in outcome.decision.comparison.stated)
    told = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    yield f"{states} states of pages checked; gate {outcome.decision.status}; {told or 'no issue'}"
    unseen = outcome.results.coverage.failed
    for each in unseen[:MAX_UNSEEN]:
        yield f"not seen: {each.url}: {each.detail}"
    yield f"report: {', '.join(str(path) for path in outcome.files)}"
