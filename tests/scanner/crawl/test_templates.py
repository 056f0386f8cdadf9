"""Pages that share a structure are one group, quickly found."""

from __future__ import annotations

import random
import time

from civiscope.crawl.templates import group_by_template, likeness

ROOT = "https://www.example.gov"


def shape(*parts: range) -> tuple[int, ...]:
    return tuple(value for part in parts for value in part)


def test_pages_of_one_template_are_one_group_named_after_the_first() -> None:
    news = range(64)

    groups = group_by_template(
        [
            (ROOT + "/", shape(range(1000, 1064))),
            (ROOT + "/news/1", shape(news)),
            (ROOT + "/news/2", shape(range(58), range(200, 206))),
            (ROOT + "/news/3", shape(news)),
            (ROOT + "/picture.svg", ()),
        ]
    )

    assert groups == {
        ROOT + "/": "/",
        ROOT + "/news/1": "/news/1",
        ROOT + "/news/2": "/news/1",
        ROOT + "/news/3": "/news/1",
    }


def test_a_page_joins_the_group_it_is_most_like() -> None:
    first, second = shape(range(64)), shape(range(36), range(100, 128))
    between = shape(range(40), range(100, 124))  # 40 of 64 like the first, 60 like the second

    groups = group_by_template(
        [(ROOT + "/a", first), (ROOT + "/b", second), (ROOT + "/c", between)]
    )

    assert groups[ROOT + "/c"] == "/b"


def test_groups_of_two_sites_with_the_same_path_have_names_of_their_own() -> None:
    other = "https://data.example.gov/"

    groups = group_by_template([(ROOT + "/", shape(range(64))), (other, shape(range(99, 163)))])

    assert groups == {ROOT + "/": "/", other: other}


def test_likeness_is_the_share_of_common_structure() -> None:
    one, half = frozenset(range(64)), frozenset(range(32, 96))

    assert likeness(one, one) == 1.0
    assert likeness(one, frozenset(range(100, 164))) == 0.0
    assert likeness(one, frozenset()) == 0.0
    assert likeness(one, half) == likeness(half, one) == 0.5


def test_many_pages_of_many_templates_are_grouped_in_milliseconds_a_page() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret hangs on it
    common = chance.sample(range(1 << 32), 40)
    shapes: list[tuple[str, tuple[int, ...]]] = []
    for number in range(1500):
        # Header and footer are alike everywhere: each page is compared with every group.
        own = chance.sample(range(1 << 32), 24)
        shapes.append((f"{ROOT}/{number}", tuple(sorted([*common, *own])[:64])))
    begun = time.process_time()

    groups = group_by_template(shapes)

    assert time.process_time() - begun < 1500 * 0.002
    assert groups[shapes[0][0]] == "/0"
