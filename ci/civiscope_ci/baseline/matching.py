"""Know issues again: by what they are called, by what their elements say, and at last by count.

A name changes when a site is built with other class names, a skeleton when its words are changed.
Elements of which nothing lasting is known can only be counted: as many as before on the same pages
are taken for the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from civiscope_ci.baseline.baseline import BaselineEntry

Kind = tuple[str, str, bool]
_MAX_CANDIDATES = 200
Pairs = dict[int, BaselineEntry]
"""Place in the list of entries found, and the entry known before."""


def match(
    found: Sequence[BaselineEntry], known: Sequence[BaselineEntry]
) -> tuple[Pairs, tuple[BaselineEntry, ...]]:
    """Return which of *known* each of *found* is, and those of *known* that are not found."""
    by_name = {entry.fingerprint: entry for entry in known}
    pairs = {
        number: by_name[entry.fingerprint]
        for number, entry in enumerate(found)
        if entry.fingerprint in by_name
    }
    taken = {entry.fingerprint for entry in pairs.values()}
    gone = [entry for entry in known if entry.fingerprint not in taken]
    gone = _by_skeleton(found, gone, pairs)
    return pairs, tuple(_by_count(found, gone, pairs))


def _by_skeleton(
    found: Sequence[BaselineEntry], gone: list[BaselineEntry], pairs: Pairs
) -> list[BaselineEntry]:
    """Pair what shares a page and an element that says the same; return what is still gone."""
    likely = _likely(found, gone, pairs)
    taken: set[int] = set()
    heirs: defaultdict[int, set[str]] = defaultdict(set)
    for number, place in likely:
        # A group may fall apart into several, or several become one.
        if number not in pairs:
            pairs[number] = gone[place]
        if pairs[number] is gone[place]:
            taken.add(place)
            heirs[place].update(found[number].skeletons)
    chosen = {id(gone[place]): place for place in taken}
    for number, place in likely:
        # What was merged into another lives on when all that it consisted of is there.
        now = heirs[chosen[id(pairs[number])]]
        if set(gone[place].skeletons) <= now:
            taken.add(place)
    return [old for place, old in enumerate(gone) if place not in taken]


def _likely(
    found: Sequence[BaselineEntry], gone: list[BaselineEntry], pairs: Pairs
) -> list[tuple[int, int]]:
    """Return places in *found* and in *gone* that may be the same, those most alike first."""
    holders: defaultdict[tuple[Kind, str, str], list[int]] = defaultdict(list)
    for place, old in enumerate(gone):
        for form in old.skeletons:
            for page in old.pages:
                at = holders[old.kind, form, page]
                # Where hundreds on a page say the same, more of them tell nothing more.
                if len(at) < _MAX_CANDIDATES:
                    at.append(place)
    alike: list[tuple[int, int, int]] = []
    for number, entry in enumerate(found):
        if number in pairs:
            continue
        shared: Counter[int] = Counter()
        for form in entry.skeletons:
            places = (holders.get((entry.kind, form, page), ()) for page in entry.pages)
            shared.update({place for at in places for place in at})
        alike += [(-times, number, place) for place, times in shared.most_common(_MAX_CANDIDATES)]
    return [(number, place) for _, number, place in sorted(alike)]


def _by_count(
    found: Sequence[BaselineEntry], gone: list[BaselineEntry], pairs: Pairs
) -> list[BaselineEntry]:
    """Pair elements that nothing tells apart, as many on each page as there were before."""
    room: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    faceless = [old for old in gone if old.element and not old.skeletons]
    for old in faceless:
        room[old.kind].update(old.pages)
    for number, entry in enumerate(found):
        if number in pairs or entry.skeletons or not entry.element:
            continue
        left = room[entry.kind]
        if any(left[page] < times for page, times in entry.pages.items()):
            continue
        left.subtract(entry.pages)
        pairs[number] = next(
            old
            for old in faceless
            if old.kind == entry.kind and old.pages.keys() & entry.pages.keys()
        )
    # What nobody has taken the place of is gone indeed.
    return [
        old
        for old in gone
        if old not in faceless
        or all(room[old.kind][page] >= times for page, times in old.pages.items())
    ]
