"""Places to work at: who has one, who waits for one, and who lends it meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest
from tests.scanner.crawl.site import Site, page

from civiscope.browser.find import find_browser
from civiscope.browser.turn import Turn
from civiscope.collectors import places as module
from civiscope.collectors.interaction import Probe, Probing
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.places import Places
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.collectors.tab_count import TabCount
from civiscope.model import Page


def run(work: Callable[[Places[str]], Awaitable[None]], *, spare: int) -> None:
    """Do *work* with one place."""

    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work(Places(1, spare=spare))

    asyncio.run(bounded())


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_place_that_is_lent_goes_back_before_all_who_wait() -> None:
    async def work(places: Places[str]) -> None:
        assert await places.take() is None
        assert places.hand_over()
        assert await places.take() is None
        waiting = asyncio.create_task(places.take())
        back = asyncio.create_task(places.take_back())
        await _soon()
        places.give("second tab")
        await _soon()
        assert back.done()
        assert not waiting.done()
        # The tab of the one who had the place meanwhile serves the next who finds none there.
        places.give(None)
        assert await waiting == "second tab"

    run(work, spare=1)


def test_a_place_is_not_lent_when_no_more_pages_may_be_open() -> None:
    async def work(places: Places[str]) -> None:
        await places.take()
        assert not places.hand_over()

    run(work, spare=0)


@pytest.mark.parametrize("late", [False, True])
def test_who_does_not_wait_to_the_end_costs_no_place(late: bool) -> None:
    async def work(places: Places[str]) -> None:
        await places.take()
        waiting = asyncio.create_task(places.take())
        await _soon()
        if late:
            places.give("tab")
        waiting.cancel()
        await _soon()
        if not late:
            places.give("tab")
        assert await places.take() == "tab"

    run(work, spare=1)


def test_who_is_called_off_while_waiting_for_a_lent_place_does_not_make_two_of_one() -> None:
    async def work(places: Places[str]) -> None:
        await places.take()
        assert places.hand_over()
        await places.take()
        back = asyncio.create_task(places.take_back())
        await _soon()
        back.cancel()
        await _soon()
        # Whoever lent the place gives one back that he does not have, and then the other his.
        places.give(None)
        vacancy = asyncio.create_task(places.vacancy())
        await _soon()
        assert not vacancy.done()
        places.give(None)
        await vacancy
        await places.take()
        assert places.hand_over()

    run(work, spare=1)


def test_a_page_can_be_begun_where_nobody_waits_for_the_place() -> None:
    async def work(places: Places[str]) -> None:
        await places.vacancy()
        await places.take()
        begun = [asyncio.create_task(places.vacancy()) for _ in range(2)]
        waiting = asyncio.create_task(places.take())
        await _soon()
        places.give(None)
        await _soon()
        assert waiting.done()
        assert not any(each.done() for each in begun)
        places.give(None)
        await asyncio.gather(*begun)

    run(work, spare=0)


def test_waiting_for_a_place_does_not_count_as_time_of_the_page() -> None:
    async def work(places: Places[str]) -> None:
        await places.take()
        turn = Turn(places)

        async def other() -> None:
            await places.take()
            await asyncio.sleep(0.3)
            places.give(None)

        async with turn.limit(0.2):
            async with turn.rest():
                busy = asyncio.create_task(other())
                await _soon()
            assert busy.done()
            await _soon()
        # What the page itself takes counts, while it is watched as well.
        with pytest.raises(TimeoutError):
            async with turn.limit(0.05), turn.rest():
                await asyncio.sleep(5)
        places.give(None)
        await places.vacancy()

    run(work, spare=1)


def _both(watched: int) -> list[str]:
    """Probe two pages in one place with a probe that rests in between; return what it did."""
    done: list[str] = []
    other = asyncio.Event()

    async def look(probing: Probing) -> dict[str, str]:
        name = str(await probing.tab.evaluate("document.title"))
        done.append(f"{name} begins")
        if name == "Two":
            other.set()
        async with probing.tab.turn.rest():
            # However busy the machine is, the other begins while this one rests, or never does.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(other.wait(), 60 if watched else 1)
            seen = str(await probing.tab.evaluate("document.title"))
        done.append(f"{name} ends")
        return {"seen": seen}

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work(site: Site) -> list[ProbeAnswers]:
        settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
        async with open_pool(
            settings, world=world_script(), allow=allow, tabs=TabCount(1, watched)
        ) as pool:
            pages: list[Page] = []
            for path in ("/one", "/two"):
                seen = await pool.visit(site.url(path))
                pages.append(Page(site.url(path), seen.evidence, seen.visit))
            probe = Probe("looks", look)
            return await asyncio.gather(*(pool.probe(each, [probe]) for each in pages))

    with Site({"/one": page("One"), "/two": page("Two")}) as site:
        answers = asyncio.run(work(site))
    assert [each["looks"] for each in answers] == [{"seen": "One"}, {"seen": "Two"}]
    return done


def test_pages_are_worked_on_while_others_are_only_watched() -> None:
    # No third page may be open: the second keeps the place until it has ended.
    assert _both(1) == ["One begins", "Two begins", "Two ends", "One ends"]
    assert _both(0) == ["One begins", "One ends", "Two begins", "Two ends"]


def test_no_more_pages_are_watched_than_a_scan_wants_open() -> None:
    assert TabCount.of(None, most_watched=0).watched == 0
    assert TabCount.of(None, most_watched=1).watched <= 1
    assert TabCount.of(2, most_watched=1) == TabCount(2)


def _takes(places: Places[str]) -> list[asyncio.Task[str | None]]:
    """Ask for more places than there can be."""
    return [asyncio.create_task(places.take()) for _ in range(9)]


@pytest.mark.parametrize(
    ("shares", "spare", "count"),
    [
        ((0.5,), 4, 3),
        ((0.5, 0.5, 0.5), 4, 4),
        ((0.5, 0.5), 1, 3),
        ((0.2, 0.1), 4, 2),
        ((0.5, 0.5, 0.01), 4, 3),
        ((0.01, 0.01), 4, 2),
    ],
)
def test_there_are_more_places_while_processors_are_idle_and_no_more_than_twice_as_many(
    monkeypatch: pytest.MonkeyPatch, shares: tuple[float, ...], spare: int, count: int
) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0)

    async def work() -> None:
        places: Places[str] = Places(2, spare=spare)
        said, all_said = iter(shares), asyncio.Event()

        def share() -> float:
            idle = next(said, None)
            if idle is None:
                all_said.set()
            return 0.1 if idle is None else idle

        following = asyncio.create_task(places.follow(share))
        await all_said.wait()
        taken = _takes(places)
        await _soon()
        assert sum(take.done() for take in taken) == count
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        # Those that were added end with who works at them.
        for _ in range(count):
            places.give(None)
        await _soon()
        assert sum(take.done() for take in taken) == count + 2
        for take in taken:
            take.cancel()

    asyncio.run(work())


def test_no_place_is_added_where_nobody_knows_how_busy_the_machine_is() -> None:
    async def work(places: Places[str]) -> None:
        await places.follow(lambda: None)
        await places.take()
        taken = asyncio.create_task(places.take())
        await _soon()
        assert not taken.done()
        taken.cancel()

    run(work, spare=4)


def test_who_waits_longest_for_a_place_begins_first() -> None:
    async def work(places: Places[str]) -> None:
        begun: list[str] = []

        async def one(name: str, *, takes: bool = True, times: int = 1) -> None:
            for _ in range(times):
                await places.vacancy()
                begun.append(name)
                if takes:
                    tab = await places.take()
                    await _soon()
                    places.give(tab)

        await asyncio.gather(
            one("often", times=3), one("refused", takes=False), one("second"), one("third")
        )
        assert begun == ["often", "refused", "second", "third", "often", "often"]

    run(work, spare=0)


def test_who_is_told_of_a_place_and_gives_up_tells_the_next() -> None:
    async def work(places: Places[str]) -> None:
        tab = await places.take()
        gone, next_one = (asyncio.create_task(places.vacancy()) for _ in range(2))
        await _soon()
        places.give(tab)
        gone.cancel()
        await next_one
        assert gone.cancelled()

    run(work, spare=0)
