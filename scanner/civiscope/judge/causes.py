"""Find out which findings have one cause: one repair, and so one issue.

A part of an issue is what one rule says, in the same words, of one component. Parts become one
issue when they come from one place: their elements stand on the same pages, or the same host is
behind them, or the same background or contrast where the rule is about colours. What only a person
can decide, and what is merely good practice, is one question each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from civiscope.judge.shades import shades
from civiscope.judge.within import holds, leads_to
from civiscope.model import Outcome
from civiscope.model.fingerprints import fingerprint
from civiscope.rulebook import Rule
from civiscope.web.urls import canonical_url, host_of, registrable_domain

_Value = TypeVar("_Value", str, tuple[str, str])

PartKey = tuple[str, str, str, bool]
"""Rule, message, component, and whether a person must decide."""

_ALIKE = 0.75
"""Share of pages that two parts must have in common to stand on the same pages."""
_MIN_PAGES = 4
"""Pages that make a share of them mean something; on fewer all must be the same."""
_MAX_COMPARED = 200
"""Sets of pages that others are compared with; beyond that only equal sets are one."""


_OWN_NAME = re.compile(r"([\w-]+)(#[^.\[\s]+)?((?:\.[^.\[\s]+)*)((?:\[[^\]]*\])*)")
"""A component that is named by the element's own marks: tag, id, classes and attributes."""
_ROLE = re.compile(r"\[role=[^\]]*\]")
_FIELDS = frozenset({"input", "select", "textarea"})
_CLASS = re.compile(r"\.([^\s.#\[>]+)")
_SPACING = re.compile(r"[mp][bestrlxy]?-(?:\w+-)?(?:n?\d+|auto)")
"""Classes that only give an element room, as frameworks of style sheets name them."""
_PLAIN_PICTURE = re.compile(r"(?:[\w-]+ > )+img|[\w-]*#(?P<id>[\w-]+) > (?:[\w-]+ > )*img")
_OF_THE_FRAME = re.compile(
    r"head|foot|nav|menu|top|bar|side|logo|brand|banner|hero|social|slide|carousel", re.IGNORECASE
)
"""In the id of what surrounds the text of a page, or of a part with pictures of its own."""
_LANDMARK = re.compile(r"\b(?:header|footer|nav|aside) > |$")
_TAG = re.compile(r"<([\w-]+)")
_LEFT_OUT = "…</"
"""How a snippet ends that does not quote all that an element holds."""
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_MIN_STEM = 2
"""Characters that a numbered id must share with others, its hash among them."""


class Found(Protocol):
    """A finding, as far as its cause is concerned."""

    @property
    def rule(self) -> Rule:
        """The rule that found it."""
        ...

    @property
    def outcome(self) -> Outcome:
        """What the rule says."""
        ...

    @property
    def page(self) -> str:
        """URL of the page; empty for the site as a whole."""
        ...

    @property
    def needs_review(self) -> bool:
        """Whether a person must decide."""
        ...

    @property
    def key(self) -> PartKey:
        """The part it belongs to."""
        ...

    @property
    def background(self) -> str:
        """The colour behind the text that it is about; empty where that is not told."""
        ...

    @property
    def foreground(self) -> str:
        """The colour of the text that it is about; empty where that is not told."""
        ...

    @property
    def ratio(self) -> str:
        """The contrast that it is about; empty where that is not told."""
        ...


# Asked for each finding, and a site repeats its parts on every page.
@lru_cache(maxsize=16384)
def part_id(key: PartKey) -> str:
    """Return the fingerprint of a part; it is an issue's own when the issue has no other part."""
    return fingerprint(*map(str, key))


def by_cause(found: Sequence[Found]) -> list[str]:
    """Return the id of the issue that each of *found* belongs to."""
    parts: dict[PartKey, list[Found]] = defaultdict(list)
    for one in found:
        parts[one.key].append(one)
    causes = _causes(parts)
    ids = _ids(causes)
    of_part = {key: ids[cause] for key, cause in causes.items()}
    told = _told_elsewhere(found, of_part)
    return [told.get(number, of_part[one.key]) for number, one in enumerate(found)]


Cause = tuple[str, str, str, bool]
"""Rule, message, what is behind it, and whether a person must decide."""


def _causes(parts: dict[PartKey, list[Found]]) -> dict[PartKey, Cause]:
    causes: dict[PartKey, Cause] = {}
    together: defaultdict[tuple[str, str], dict[PartKey, frozenset[str]]] = defaultdict(dict)
    first_of = _of_one_colour(parts)
    families = _Families()
    for key, members in sorted(parts.items()):
        rule, message, component, review = key
        facts = members[0].rule.facts
        if facts.group == "background" and not review:
            # The style sheet, the pixels and a placeholder's own style tell of the same colours.
            message = ""
        if facts.group == "remedy" and not review:
            message = ""
        if facts.group == "host":
            causes[key] = (rule, message, f"host {_domain(members[0])}", review)
        elif members[0].rule.scope == "source":
            # Each line of a program is a repair of its own.
            causes[key] = (rule, message, f"part {component}", review)
        elif review or facts.kind == "best-practice" or facts.group in ("site", "remedy"):
            causes[key] = (rule, message, "site", review)
        elif facts.group == "page" or all(one.outcome.place.selector for one in members):
            first = first_of.setdefault(key, families.first_like(rule, message, key))
            spread = together[rule, message]
            spread[first] = spread.get(first, frozenset()) | {one.page for one in members}
        else:
            causes[key] = (rule, message, f"part {component}", review)
    for (rule, message), spread in together.items():
        for number, keys in enumerate(_on_same_pages(spread)):
            causes |= {key: (rule, message, f"pages {number}", False) for key in keys}
    causes |= {key: causes[first] for key, first in first_of.items() if first in causes}
    return causes


def _family(component: str) -> str:
    """Return a name for what one template makes: elements of one tag and role, or tag and classes.

    `input#town.field[type=text]` and `input#street.field[type=email]` are one family, and so are
    `div#tip-1` and `div#tip-2`, and fields that have a name and nothing else. So are pictures
    without marks around, save for the name of a section: which of the elements around them are
    named depends on what else is on the page. What a header or footer shows, such as a logo, is
    apart from what a text shows.
    Another element without such marks stands for itself.
    """
    known = _OWN_NAME.fullmatch(component)
    if known is None:
        picture = _PLAIN_PICTURE.fullmatch(component)
        if picture is None or _OF_THE_FRAME.search(picture["id"] or ""):
            return component
        part = _LANDMARK.search(component)
        return f"img{part[0] if part else ''}"
    tag, identity, classes, attributes = known.groups(default="")
    role = _ROLE.search(attributes)
    if role is not None or classes:
        return tag + (role[0] if role else classes)
    if tag in _FIELDS and attributes and not identity:
        return tag
    stem = identity.rstrip("0123456789")
    return f"{tag}{stem}*" if len(stem) > _MIN_STEM and stem != identity else component


class _Families:
    """Which parts were made by one template, or by one that differs in few of its classes."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str, str], PartKey] = {}
        self._marked: defaultdict[tuple[str, str, str], list[tuple[frozenset[str], PartKey]]]
        self._marked = defaultdict(list)

    def first_like(self, rule: str, message: str, key: PartKey) -> PartKey:
        """Return the first part of the family of *key*, which is itself in a new one."""
        family = _family(key[2])
        known = self._first.get((rule, message, family))
        if known is None:
            known = self._first[rule, message, family] = self._nearly_like(
                rule, message, key, family
            )
        return known

    def _nearly_like(self, rule: str, message: str, key: PartKey, family: str) -> PartKey:
        tag, names = _marks(family)
        if not names:
            return key
        own, compared = frozenset(names), self._marked[rule, message, tag]
        for classes, first in compared:
            if 2 * len(own & classes) >= len(own | classes):
                return first
        if len(compared) < _MAX_COMPARED:
            compared.append((own, key))
        return key


def _marks(family: str) -> tuple[str, list[str]]:
    """Return what elements of a family are, and the classes that they or those around them have.

    An element without classes of its own is known by the boxes that it stands in.
    """
    around, step, last = family.rpartition(" > ")
    if "[" in family or " " in last:
        return "", []
    tag, *own = last.split(".")
    if step:
        tag, own = f"> {tag}", [*own, *_CLASS.findall(around)]
    return tag, [name for name in own if not _SPACING.fullmatch(name)]


def _of_one_colour(parts: dict[PartKey, list[Found]]) -> dict[PartKey, PartKey]:
    """Return the first part of the same colours, for parts whose rules ask for it.

    They are those on one background, or on backgrounds of one shade. Where that is not told, as
    where only the pixels were measured, elements of one family are of one colour, and one contrast
    to two digits is nearly always one pair of colours. Of a part with several, what it has most
    often counts.
    """
    asked = [
        key
        for key in sorted(parts)
        if parts[key][0].rule.facts.group == "background" and not parts[key][0].needs_review
    ]
    alike: dict[PartKey, PartKey] = {}
    of_other: dict[tuple[str, str], PartKey] = {}
    of_background: dict[tuple[str, str], PartKey] = {}
    colours = {
        key: _most_often((one.background, one.foreground) for one in parts[key]) for key in asked
    }
    shade_of = {
        rule: shades((text, behind) for key, (behind, text) in colours.items() if key[0] == rule)
        for rule in {key[0] for key in asked}
    }
    for key in asked:
        background, _ = colours[key]
        if background:
            shade = shade_of[key[0]][background]
            first = alike[key] = of_background.setdefault((key[0], shade), key)
            for other in (_family(key[2]), _most_often(one.ratio for one in parts[key])):
                of_other.setdefault((key[0], other), first)
    for key in asked:
        if key not in alike:
            others = [_family(key[2]), _most_often(one.ratio for one in parts[key])]
            looked_up = [*others, *_about(others[1])]
            known = (of_other.get((key[0], other)) for other in looked_up if other)
            first = alike[key] = next((each for each in known if each is not None), key)
            for other in others:
                of_other.setdefault((key[0], other), first)
    return alike


def _about(ratio: str) -> list[str]:
    """Return the contrasts next to *ratio*: pixels give colours that are rounded."""
    return [f"{float(ratio) + step:.2f}" for step in (-0.01, 0.01)] if ratio else []


def _most_often(values: Iterable[_Value]) -> _Value:
    times = Counter(values)
    return min(times, key=lambda value: (-times[value], value))


def _on_same_pages(pages: dict[PartKey, frozenset[str]]) -> Iterator[list[PartKey]]:
    """Yield the parts that stand on the same pages, or nearly, those on most pages first."""
    equal: defaultdict[frozenset[str], list[PartKey]] = defaultdict(list)
    for key in sorted(pages):
        equal[pages[key]].append(key)
    groups: list[list[PartKey]] = []
    compared: list[tuple[frozenset[str], list[PartKey]]] = []
    for own, keys in sorted(equal.items(), key=lambda each: (-len(each[0]), each[1])):
        spread = len(own) >= _MIN_PAGES
        twin = (
            next((kept for other, kept in compared if _alike(own, other)), None) if spread else None
        )
        if twin is not None:
            twin.extend(keys)
            continue
        groups.append(keys)
        if spread and len(compared) < _MAX_COMPARED:
            compared.append((own, keys))
    return iter(groups)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _ids(causes: dict[PartKey, Cause]) -> dict[Cause, str]:
    """Return the id of each cause: its only part's, or one of its own."""
    parts: defaultdict[Cause, list[str]] = defaultdict(list)
    for key, cause in causes.items():
        parts[cause].append(part_id(key))
    # Named after one of its parts, since numbers change with what else is found.
    return {
        cause: own[0] if len(own) == 1 else fingerprint("several parts", min(own))
        for cause, own in parts.items()
    }


def _told_elsewhere(found: Sequence[Found], of_part: dict[PartKey, str]) -> dict[int, str]:
    """Return the issues of other rules that tell the same, by the number of the finding."""
    asked = {(other, by) for one in found for other, by in one.rule.facts.same_as.items()}
    if not asked:
        return {}
    said: defaultdict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in sorted(found, key=lambda each: each.needs_review):
        for other, by in asked:
            if other == one.rule.id:
                said[other, by, _thing(one, by)].append(one)
                if by == "picture":
                    said[other, "inside", _thing(one, "around")].append(one)
    told: dict[int, str] = {}
    for number, one in enumerate(found):
        for other, by in one.rule.facts.same_as.items():
            leading = _leading(said, one, other, by)
            # What failed would be lost in a question to a person; advice may be asked with it.
            advice = one.needs_review or one.rule.facts.kind == "best-practice"
            if leading is not None and (advice or not leading.needs_review):
                told[number] = of_part[leading.key]
                break
    return told


def _leading(
    said: Mapping[tuple[str, str, str], list[Found]], one: Found, other: str, by: str
) -> Found | None:
    """Return the first finding of the rule *other* that tells the same as *one*."""
    same, place = said.get((other, by, _thing(one, by)), ()), one.outcome.place
    if by == "around":
        return next((each for each in same if holds(each.outcome.place, place)), None)
    if same or by != "picture" or ("</" in place.snippet and _LEFT_OUT not in place.snippet):
        return next(iter(same), None)
    # Of a long piece of the page not all is told; its path, or where a picture lies, tells, too.
    for each in said.get((other, "inside", _thing(one, "around")), ()):
        if leads_to(place, each.outcome.place) or holds(place, each.outcome.place):
            return each
    return None


def _thing(one: Found, by: str) -> str:
    """Return what a finding is about, so that two rules can be seen to speak of the same."""
    place = one.outcome.place
    if by == "element":
        return f"{one.page} {place.frame} {place.selector or place.component}"
    if by == "picture":
        picture = _PICTURE.search(place.snippet)
        return f"{one.page} {place.frame} {picture[0] if picture else place.selector}"
    if by == "spot":
        return _spot(one)
    if by == "around":
        return f"{one.page} {place.frame}"
    if by == "page":
        return one.page
    if by == "host":
        return f"{one.page} {_domain(one)}"
    facts = one.outcome.facts
    return canonical_url(str(facts.get("target") or facts.get("url") or place.url))


def _spot(one: Found) -> str:
    """Return which kind of element it is and where it stands: probes name elements otherwise."""
    place = one.outcome.place
    if place.box is None:
        return _thing(one, "element")
    tag, box = _TAG.match(place.snippet), place.box
    around = " ".join(f"{each:.0f}" for each in (box.x, box.y, box.width, box.height))
    return f"{one.page} {place.frame} {tag[1] if tag else ''} {around}"


def _domain(one: Found) -> str:
    host = host_of(one.outcome.place.url)
    return registrable_domain(host) or host or one.outcome.place.component
