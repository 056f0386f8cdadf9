"""Find the parts that laws ask a statement for, beside its status and its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civiscope.detectors.statement.dates import find_dates, fold_for_dates
from civiscope.detectors.statement.folding import common, folded, sentences
from civiscope.detectors.statement.jurisdiction import Jurisdiction
from civiscope.model.statement import StatementText
from civiscope.web.urls import host_of

_BRACKETED = re.compile(r"\[([^\[\]]{2,120})\]|<<([^<>]{2,80})>>|\{\{([^{}]{2,80})\}\}")
_NO_PLACEHOLDER = re.compile(rf"^(?:{common('in_brackets')})$")
_PATTERN_DATE = re.compile(rf"(?<!\w)(?:{common('left_over')})(?!\w)")
_WCAG = re.compile(
    r"(?:wcag|web content accessibility guidelines(?: \(wcag\))?),? ?(?:version |v\.? ?)?(2\.[0-2])"
)
_CRITERION = re.compile(r"(?<![\d.])(?:9\.)?([1-4]\.[1-5]\.(?:1[0-3]|[1-9]))(?![\d]|\.\d)")
_OLD_NORM = re.compile(r"301 ?549.{0,12}?v? ?(1\.1\.[12]|2\.1\.[12])(?!\d)")
_RATE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,3})?) ?%")
_COUNT = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}) (?:criter(?:es|ia|i|ios) |kriterien )?(?:{common('count_words')}) "
    r"(?:the |les |los |i |as |os )?(\d{1,3})(?![\d.,]\d)"
)
_ROUNDING = 0.75
"""By how many points a rate may differ from what its counts give."""


@lru_cache(maxsize=64)
def plain_text(text: StatementText) -> str:
    """Return the statement itself, folded, without the site's footer."""
    return folded("\n".join(block.text for block in text.blocks if not block.footer))


def placeholders(text: StatementText) -> list[str]:
    """Return what was left of a template: words in brackets, patterns of dates."""
    found: dict[str, None] = {}
    for block in text.blocks:
        if block.footer:
            continue
        for match in _BRACKETED.finditer(block.text):
            inner = next(filter(None, match.groups()))
            linked = any(inner == link.text for link in block.links)
            if not linked and not _NO_PLACEHOLDER.match(folded(inner)) and "@" not in inner:
                found[match[0]] = None
        for match in _PATTERN_DATE.finditer(folded(block.text)):
            found[match[0]] = None
    return list(found)[:20]


def names_method(text: StatementText) -> bool:
    """Say whether the statement tells how it was prepared."""
    return bool(_pattern("method").search(plain_text(text)))


def gives_feedback(text: StatementText) -> bool:
    """Say whether the statement offers a way to write or call."""
    if text.forms or "[e-mail address]" in " ".join(block.text for block in text.blocks):
        return True
    for block in text.blocks:
        for link in block.links:
            if link.url.startswith(("mailto:", "tel:")):
                return True
            words = f"{link.text} {link.url.rpartition('/')[2].replace('-', ' ')}"
            if not block.footer and _pattern("feedback").search(folded(words)):
                return True
    return bool(re.search(r"(?<!\w)(?:\+|0)\d[\d ()/-]{6,}\d", plain_text(text)))


def names_body(text: StatementText, jurisdiction: Jurisdiction) -> bool:
    """Say whether the statement names who enforces the law."""
    return bool(jurisdiction.names.search(plain_text(text)))


def links_body(text: StatementText, jurisdiction: Jurisdiction) -> bool:
    """Say whether it links to one of the hosts of that body."""
    hosts = [host_of(link.url) for block in text.blocks for link in block.links]
    return any(is_below(host, known) for host in hosts for known in jurisdiction.hosts)


def is_below(host: str, known: str) -> bool:
    """Say whether *host* is *known* or stands below it."""
    return host == known or host.endswith(f".{known}")


def wcag_versions(text: StatementText) -> tuple[str, ...]:
    """Return the versions of WCAG that the statement names, the oldest first."""
    return tuple(sorted(set(_WCAG.findall(plain_text(text)))))


def outdated_norms(text: StatementText) -> tuple[str, ...]:
    """Return the withdrawn versions of EN 301 549 that the statement names."""
    return tuple(sorted(set(_OLD_NORM.findall(plain_text(text)))))


def criteria_named(text: StatementText) -> tuple[str, ...]:
    """Return the success criteria that the statement names by number."""
    return tuple(sorted(set(_CRITERION.findall(plain_text(text)))))


def misspelt_laws(text: StatementText) -> tuple[str, ...]:
    """Return the wrong numbers of the directive that the statement names."""
    return tuple(sorted(set(_pattern("misspelt_law").findall(plain_text(text)))))


def has_issues_section(text: StatementText) -> bool:
    """Say whether something stands below a heading for what is not accessible."""
    inside = False
    for block in text.blocks:
        if _pattern("not_accessible").search(folded(block.text)) and len(block.text.split()) < 15:
            inside = True
        elif block.kind == "heading":
            inside = False
        elif inside and not block.footer and len(block.text.split()) >= 4:
            return True
    return False


@dataclass(frozen=True, slots=True)
class WrongRate:
    """A rate that its own counts contradict."""

    rate: str
    counted: str
    sentence: str


def wrong_rates(text: StatementText) -> list[WrongRate]:
    """Return the rates that do not fit the counts beside them."""
    found: list[WrongRate] = []
    for block in text.blocks:
        for sentence in sentences(block.text):
            plain = folded(sentence)
            rates, counts = _RATE.findall(plain), _COUNT.findall(plain)
            if len(rates) != 1 or len(counts) != 1:
                continue
            met, asked = int(counts[0][0]), int(counts[0][1])
            rate = float(rates[0].replace(",", "."))
            if asked == 0 or met > asked:
                continue
            if abs(rate - 100 * met / asked) > _ROUNDING:
                counted = f"{met} of {asked}, which is {100 * met / asked:.2f} %"
                found.append(WrongRate(f"{rates[0]} %", counted, sentence))
    return found


def rates(text: StatementText) -> tuple[float, ...]:
    """Return every rate of the statement, in order."""
    return tuple(float(rate.replace(",", ".")) for rate in _RATE.findall(plain_text(text)))


def deadlines(text: StatementText) -> list[tuple[str, str]]:
    """Return the days by which barriers are to be gone, each with its sentence."""
    found: list[tuple[str, str]] = []
    for block in text.blocks:
        for sentence in sentences(block.text):
            plain = fold_for_dates(sentence)
            if not (_pattern("fixing").search(plain) and _pattern("deadline").search(plain)):
                continue
            for each in find_dates(plain):
                before = plain[: each.start].rstrip(" (")
                if each.iso and _until().search(before):
                    found.append((each.iso, sentence))
    return found[:20]


@lru_cache(maxsize=1)
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{common('deadline')})(?: (?:{common('end_of')}))*$")


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{common(name)})(?!\w)")
