"""One limiter a host: its delay kept, its refusals taken at their word."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from civiscope.fetch.rate_limit import MAX_PAUSE, HostLimiter, seconds_of


def test_visits_to_a_host_with_a_delay_keep_their_distance() -> None:
    async def visit_all() -> list[float]:
        limiter = HostLimiter(0)
        limiter.ask_for("slow.example.gov", 0.05)
        begun: list[float] = []

        async def visit() -> None:
            async with limiter.turn("slow.example.gov"):
                begun.append(asyncio.get_running_loop().time())

        await asyncio.gather(*(visit() for _ in range(4)))
        return begun

    begun = asyncio.run(visit_all())

    assert all(later - earlier >= 0.05 for earlier, later in pairwise(begun))


def test_a_host_without_a_delay_waits_for_nobody() -> None:
    async def visit_all() -> list[str]:
        limiter = HostLimiter(0)
        limiter.ask_for("slow.example.gov", 3600)
        seen: list[str] = []

        async def visit(host: str) -> None:
            async with limiter.turn(host):
                seen.append(host)
                await both.wait()

        both = asyncio.Barrier(3)
        hosts = ("slow.example.gov", "quick.example.gov", "quick.example.gov")
        async with asyncio.timeout(5):
            await asyncio.gather(*(visit(host) for host in hosts))
        return sorted(seen)

    assert asyncio.run(visit_all()) == [
        "quick.example.gov",
        "quick.example.gov",
        "slow.example.gov",
    ]


def test_the_longest_delay_asked_for_holds() -> None:
    async def gap() -> float:
        limiter = HostLimiter(0.05)
        limiter.ask_for("www.example.gov", 0.1)
        limiter.ask_for("www.example.gov", 0.0)
        loop = asyncio.get_running_loop()
        async with limiter.turn("www.example.gov"):
            pass
        before = loop.time()
        async with limiter.turn("www.example.gov"):
            return loop.time() - before

    assert asyncio.run(gap()) >= 0.09


def test_a_refusal_makes_the_host_wait_as_long_as_it_says() -> None:
    async def waited() -> tuple[bool, float]:
        limiter = HostLimiter(0)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        again = limiter.refused("www.example.gov", "1")
        async with limiter.turn("www.example.gov"):
            return again, loop.time() - begun

    again, seconds = asyncio.run(waited())

    assert again
    assert seconds >= 1


def test_a_host_that_wants_too_long_a_pause_is_given_up() -> None:
    async def refused(after: str | None) -> bool:
        return HostLimiter(0).refused("www.example.gov", after)

    answers = {after: asyncio.run(refused(after)) for after in ("120", "121", "9" * 400, None)}

    assert answers == {"120": True, "121": False, "9" * 400: False, None: True}


def test_answers_that_were_under_way_count_as_one_refusal() -> None:
    async def pauses() -> list[bool]:
        limiter = HostLimiter(0)
        return [limiter.refused("www.example.gov", None) for _ in range(30)]

    assert asyncio.run(pauses()) == [True] * 30


def test_a_host_that_refuses_again_and_again_is_given_up_until_it_welcomes_us() -> None:
    async def refuse_often() -> tuple[list[bool], bool]:
        limiter = HostLimiter(0)
        said = [limiter.refused("www.example.gov", "0") for _ in range(10)]
        limiter.note_success("www.example.gov")
        return said, limiter.refused("www.example.gov", "0")

    said, afterwards = asyncio.run(refuse_often())

    assert (said, afterwards) == ([True] * 8 + [False] * 2, True)


@pytest.mark.parametrize(
    ("field", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(
    field: str | None, seconds: float | None
) -> None:
    assert seconds_of(field) == seconds


def test_a_date_to_come_is_as_far_away_as_it_is() -> None:
    later = datetime.now(UTC) + timedelta(seconds=MAX_PAUSE)

    found = seconds_of(format_datetime(later, usegmt=True))

    assert found is not None
    assert MAX_PAUSE - 5 <= found <= MAX_PAUSE
