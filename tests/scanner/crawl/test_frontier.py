"""Which addresses are taken up, in which order, and which are set aside."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.crawl.frontier import MAX_DATES, Candidate, Frontier
from civiscope.crawl.scope import ScanScope

ROOT = "https://www.example.gov"


def frontier(
    *,
    max_depth: int | None = None,
    sample: bool = False,
    seed: int = 1,
    exclude: tuple[str, ...] = (),
) -> Frontier:
    scope = ScanScope("host", (), exclude)
    scope.add(ROOT)
    return Frontier(scope, max_depth=max_depth, sample=sample, seed=seed)


def links(paths: Iterable[str], depth: int = 1, found_on: str = ROOT) -> list[Candidate]:
    return [Candidate(path if "://" in path else ROOT + path, depth, found_on) for path in paths]


def drained(made: Frontier) -> list[str]:
    taken: list[str] = []
    while (candidate := made.take()) is not None:
        taken.append(candidate.url.removeprefix(ROOT))
    return taken


def skipped(made: Frontier) -> dict[str, str]:
    return {one.url.removeprefix(ROOT): one.reason for one in made.skipped}


def test_what_is_found_first_is_taken_first_and_once() -> None:
    made = frontier()

    made.add(links(["/b", "/a", "/b#part", "/c?utm_source=x", "/c", "HTTPS://WWW.EXAMPLE.GOV/a"]))

    assert drained(made) == ["/b", "/a", "/c"]
    assert made.found == 3


def test_the_first_of_those_asked_for_comes_first_and_the_others_keep_their_order() -> None:
    made = frontier()
    made.add(links(["/a", "/b", "/privacy", "/privacy/more"]))
    made.take()

    made.put_first([f"{ROOT}/a", f"{ROOT}/privacy/more", f"{ROOT}/privacy#top", f"{ROOT}/none"])

    assert drained(made) == ["/privacy", "/b", "/privacy/more"]


def test_targets_are_taken_alone_when_asked_for() -> None:
    made = frontier()
    made.add([Candidate(ROOT + "/start.pdf", 0, "", target=True), *links(["/a"])])

    targets = [made.take(only_targets=True), made.take(only_targets=True)]

    assert [one.url if one else None for one in targets] == [ROOT + "/start.pdf", None]
    assert drained(made) == ["/a"]


def test_addresses_of_other_sites_and_kinds_are_no_business_of_ours() -> None:
    made = frontier()

    made.add(links(["https://other.example/", "mailto:clerk@example.gov", "javascript:void(0)"]))

    assert (drained(made), made.found, made.skipped) == ([], 0, [])


def test_documents_are_listed_and_parts_of_pages_left_to_their_pages() -> None:
    made = frontier()

    made.add(links(["/a.pdf", "/b.DOCX?v=2", "/feed.xml", "/data.json"], found_on=ROOT + "/x"))
    made.add(links(["/a.pdf"], found_on=ROOT + "/y"))
    made.add(links(["/logo.svg", "/photo.JPG", "/app.js", "/film.mp4"]))
    made.add(links(["/page.html", "/page.php?file=a.pdf", "/v1.2/", "/a.b/c"]))

    assert {url: found.found_on for url, found in made.documents.items()} == {
        ROOT + "/a.pdf": ROOT + "/x",
        ROOT + "/b.DOCX?v=2": ROOT + "/x",
        ROOT + "/feed.xml": ROOT + "/x",
        ROOT + "/data.json": ROOT + "/x",
    }
    assert drained(made) == ["/page.html", "/page.php?file=a.pdf", "/v1.2/", "/a.b/c"]
    assert made.found == 4


def test_depth_and_patterns_set_addresses_aside_with_a_reason() -> None:
    made = frontier(max_depth=2, exclude=("/private/*",))

    made.add(links(["/a", "/private/b"], depth=2))
    made.add(links(["/deep", "/a"], depth=3))

    assert drained(made) == ["/a"]
    assert skipped(made) == {"/private/b": "excluded", "/deep": "depth"}


@pytest.mark.parametrize(
    "pattern",
    [
        "/calendar/{year}/{month}/{day}",
        "/calendar/{year}-{month:02}-{day:02}",
        "/calendar/{year}/{month}",
        "/events?year={year}&month={month}&day={day}",
        "/events?date={year}-{month:02}-{day:02}&view=list",
    ],
)
def test_a_calendar_without_end_is_bounded(pattern: str) -> None:
    made = frontier()
    days = [(year, month, day) for year in (2024, 2025) for month in range(1, 13) for day in (1, 2)]
    addresses = list(dict.fromkeys(pattern.format(year=y, month=m, day=d) for y, m, d in days))

    made.add(links(addresses))
    made.add(links([pattern.format(year=2000 + n, month=3, day=4) for n in range(30, 99)]))

    assert len(drained(made)) == MAX_DATES
    assert set(skipped(made).values()) == {"trap"}


@pytest.mark.parametrize(
    "addresses",
    [
        [f"/title/{title}/section/{n}" for title in range(1, 30) for n in range(1, 30)],
        [f"/news/{year}/{n}-a-headline" for year in range(2000, 2026) for n in range(100, 120)],
        [f"/archive/{year}" for year in range(1950, 2026)],
        [f"/index.php?id={n}" for n in range(300)],
        [f"/news/2024/05/a-headline-of-{n}" for n in range(200)],
        [f"/release-{n}.{m}" for n in range(20) for m in range(20)],
    ],
)
def test_chapters_archives_and_numbered_pages_are_no_trap(addresses: list[str]) -> None:
    made = frontier()

    made.add(links(addresses))

    assert len(drained(made)) == len(addresses)


def test_the_facets_of_a_list_are_bounded_and_other_lists_are_not_touched() -> None:
    made = frontier()
    facets = [
        f"/list?colour={a}&order={b}&size={c}" for a in "abcdefg" for b in "xyz" for c in "1234"
    ]

    made.add(links([*facets, "/list", "/list?page=2", "/other?colour=a&order=x&size=1"]))

    taken = drained(made)
    assert len([path for path in taken if path.startswith("/list?colour")]) == 40
    assert taken[-3:] == ["/list", "/list?page=2", "/other?colour=a&order=x&size=1"]


def test_addresses_that_repeat_themselves_or_have_no_end_are_traps() -> None:
    made = frontier()
    bad = [
        "/a/b/a/b/a/b/a/b",
        "/en" + "/about" * 4,
        "/x" * 2 + "/y" * 40,
        "/?q=" + "a" * 3000,
        "/" + "/".join(str(n) for n in range(21)),
    ]

    made.add(links([*bad, "/a/b/a/b/a/b"]))

    assert drained(made) == ["/a/b/a/b/a/b"]
    assert set(skipped(made).values()) == {"trap"}


def site_of_three_kinds() -> list[str]:
    news = [f"/news/{n}/story" for n in range(100)]
    offices = [f"/offices/{name}/hours" for name in ("tax", "roads", "water", "schools")]
    return ["/", *news, *offices, "/search?q=a", "/search?q=b", "/contact", "/about"]


def sampled(addresses: list[str], seed: int, size: int) -> list[str]:
    made = frontier(sample=True, seed=seed)
    made.add(links(addresses))
    return drained(made)[:size]


def test_a_sample_is_spread_over_the_kinds_of_address() -> None:
    picked = sampled(site_of_three_kinds(), seed=1, size=9)

    kinds = {path.split("/")[1].partition("?")[0] for path in picked}
    assert {"news", "search", "offices"} <= kinds
    assert len([path for path in picked if path.startswith("/news")]) <= 3


def test_a_sample_of_a_folder_is_spread_over_it_as_well() -> None:
    code = [f"/code/{letter}/{n}.html" for letter in "abcdefgh" for n in range(9)]
    files = ["/index.html", *code, "/guide/start.html", "/guide/end.html", "/news/1.html"]
    made = frontier(sample=True, max_depth=0)
    made.add(Candidate(ROOT + path, 0, "", target=True) for path in files)

    picked = drained(made)

    # Where people begin is always one of them.
    assert picked[0] == "/index.html"
    assert sorted(picked) == sorted(files)
    assert {path.split("/")[1] for path in picked[1:12]} >= {"code", "guide", "news"}


def test_a_sample_visits_each_of_several_targets() -> None:
    made = frontier(sample=True)
    made.add(Candidate(ROOT + path, 0, "", target=True) for path in ("/a/1", "/a/2", "/a/3"))
    made.add(links(["/b"]))

    assert drained(made) == ["/a/1", "/a/2", "/a/3", "/b"]


def test_a_seed_always_takes_the_same_sample_and_another_takes_another() -> None:
    addresses = site_of_three_kinds()

    first = sampled(addresses, seed=1, size=12)

    assert first == sampled(addresses, seed=1, size=12)
    assert first != sampled(addresses, seed=2, size=12)


@given(st.permutations(site_of_three_kinds()))
def test_a_sample_does_not_depend_on_the_order_in_which_addresses_are_found(
    addresses: list[str],
) -> None:
    assert sampled(addresses, seed=7, size=20) == sampled(site_of_three_kinds(), seed=7, size=20)


def test_what_was_not_taken_is_known_at_the_end() -> None:
    made = frontier()
    made.add(links(["/a", "/b", "/c"]))

    made.take()

    assert [one.url for one in made.waiting] == [ROOT + "/b", ROOT + "/c"]
    assert made.left == 2


def test_what_a_sample_left_is_known_at_the_end() -> None:
    made = frontier(sample=True)
    made.add(links(["/a", "/b", "/c/d"]))

    taken = made.take()

    assert taken is not None
    assert {one.url for one in made.waiting} | {taken.url} == {
        ROOT + path for path in ("/a", "/b", "/c/d")
    }
    assert made.left == 2


def test_the_folder_of_an_index_file_that_is_a_target_is_that_page() -> None:
    made = frontier(max_depth=0)
    made.add([Candidate(f"{ROOT}/sub/index.HTM", 0, "", target=True)])
    made.add(links(["/sub", "/sub/", "/sub/page", "/sub/index"]))

    assert drained(made) == ["/sub/index.HTM"]
    assert skipped(made) == {"/sub/page": "depth", "/sub/index": "depth"}


def test_the_folder_of_an_index_file_is_visited_where_links_are_followed() -> None:
    made = frontier(max_depth=1)
    made.add([Candidate(f"{ROOT}/sub/index.html", 0, "", target=True)])
    made.add(links(["/sub/"]))

    assert drained(made) == ["/sub/index.html", "/sub/"]
