"""Results: a sample of pages for evaluation by people, as WCAG-EM asks for."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from civiscope.results.coverage import DocumentListed
from civiscope.results.pages import PageResult

EM = "em"
"""The value of the option `sample` that asks for such a sample."""
MAX_STRUCTURED = 50
RANDOM_SHARE = 0.1
"""Of the structured sample, as WCAG-EM asks for at least."""
_KINDS_BY_NAME: Mapping[str, re.Pattern[str]] = {
    "accessibility statement": re.compile(
        r"accessib|accesib|acessib|barrierefrei|toegankelijk|till?g[aä]e?nglig|tilgj?e?ngelig|"
        r"tilg[æa]e?ngelig|saavutettav|dost[eę]pno|p[rř][ií]stupn"
    ),
    "contact": re.compile(r"contact|kontakt|contatt|contato|yhteyst|coordonn"),
    "search": re.compile(r"search|suche|recherche|buscar|busqueda|ricerca|zoek|szukaj|\bhaku\b"),
    "login": re.compile(
        r"log-?in|sign-?in|anmeld|einlogg|connexion|iniciar-?sesion|accedi|inlogg|zaloguj|kirjaudu"
    ),
    "site map": re.compile(r"site-?map|seiten?.bersicht|plan-du-site|mapa-(?:del?-)?s[ií]t"),
    "help": re.compile(r"\bhelp\b|hilfe|\baide\b|ayuda|\baiuto\b|\bfaq\b|\bhulp\b|pomoc"),
    "legal information": re.compile(
        r"\blegal|imprint|impressum|mentions-l|\bterms\b|privacy|datenschutz|aviso|note-legali|"
        r"confidentialit|cookies?\b"
    ),
}
_KINDS_BY_RULE: Mapping[str, tuple[str, ...]] = {
    "form": ("accessibility/label", "accessibility/select-name"),
    "table": ("accessibility/td-headers-attr", "accessibility/th-has-data-cells"),
    "media": ("accessibility/video-caption", "accessibility/no-autoplay-audio"),
    "frame": ("accessibility/frame-title",),
}
"""Kinds of content that pages have when a rule about them applies there."""
NEVER_FOUND = "steps of processes (a journey shows them, or a person adds them)"
"""Said where no journey was made."""


@dataclass(frozen=True, slots=True)
class SampledPage:
    """A page or document of a sample, and why it was chosen."""

    url: str
    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluationSample:
    """Pages for evaluation by people: chosen by their kinds, and some at random."""

    structured: tuple[SampledPage, ...]
    random: tuple[SampledPage, ...]
    """At least a tenth of the structured ones, drawn from the pages that were not chosen."""
    documents: tuple[SampledPage, ...]
    """One of each kind of file."""
    not_found: tuple[str, ...]
    """Kinds that no page was found for."""
    seed: int

    @property
    def pages(self) -> tuple[SampledPage, ...]:
        """Every page of the sample."""
        return (*self.structured, *self.random)


def choose_sample(
    pages: Sequence[PageResult], documents: Sequence[DocumentListed], seed: int
) -> EvaluationSample:
    """Return the sample of *pages* that were seen; the same pages and seed give the same one.

    States of journeys are the steps of processes, and all of them are in it.
    """
    found = [page for page in pages if page.kind == "page" and page.state != "failed"]
    seen = [page for page in found if not page.journey]
    processes = [page for page in found if page.journey]
    chosen: dict[str, tuple[PageResult, list[str]]] = {}
    not_found: list[str] = []

    def choose(page: PageResult | None, kind: str) -> None:
        if page is None:
            not_found.append(kind)
        elif page.url in chosen:
            chosen[page.url][1].append(kind)
        elif len(chosen) < MAX_STRUCTURED:
            chosen[page.url] = (page, [kind])

    choose(_home(seen), "home page")
    for kind, pattern in _KINDS_BY_NAME.items():
        choose(_named(seen, pattern), kind)
    for kind, rules in _KINDS_BY_RULE.items():
        choose(next((page for page in seen if _applies(page, rules)), None), kind)
    templates: dict[str, PageResult] = {}
    for page in seen:
        templates.setdefault(page.template or page.url, page)
    for page in templates.values():
        choose(page, "template")
    drawn = tuple(_drawn(seen, chosen, seed))
    for page in processes:
        # A process is evaluated as a whole: no step is left out, however many there are.
        process = f"process {page.journey}, step {page.step}"
        chosen[page.url] = (page, [process])
    files = _one_of_each(documents)
    if not files:
        not_found.append("document")
    return EvaluationSample(
        tuple(SampledPage(p.url, p.title, tuple(kinds)) for p, kinds in chosen.values()),
        drawn,
        files,
        (*not_found, *(() if processes else (NEVER_FOUND,))),
        seed,
    )


def _home(pages: Sequence[PageResult]) -> PageResult | None:
    by_path = [page for page in pages if urlsplit(page.url).path in {"", "/"}]
    return next(iter(by_path or [page for page in pages if page.depth == 0]), None)


def _named(pages: Sequence[PageResult], pattern: re.Pattern[str]) -> PageResult | None:
    """Return the page whose address, else whose title, names the kind; the nearest to the start."""
    by_path = [page for page in pages if pattern.search(_last_part(page.url))]
    by_title = [page for page in pages if pattern.search(page.title.casefold())]
    return min(by_path or by_title, key=lambda page: page.depth, default=None)


def _last_part(url: str) -> str:
    path = unquote(urlsplit(url).path).casefold().rstrip("/")
    return path.rpartition("/")[2].replace("_", "-")


def _applies(page: PageResult, rules: Sequence[str]) -> bool:
    said = [page.outcomes[rule].outcome for rule in rules if rule in page.outcomes]
    return any(outcome in {"passed", "failed", "cantTell"} for outcome in said)


def _one_of_each(documents: Sequence[DocumentListed]) -> tuple[SampledPage, ...]:
    kinds: dict[str, SampledPage] = {}
    for each in documents:
        kind = each.media_type.partition(";")[0].strip() or _ending(each.url)
        if not each.error and kind not in kinds:
            name = unquote(urlsplit(each.url).path.rpartition("/")[2]) or each.url
            kinds[kind] = SampledPage(each.url, name, (f"document ({kind})",))
    return tuple(kinds.values())


def _ending(url: str) -> str:
    return urlsplit(url).path.rpartition(".")[2].lower()[:10]


def _drawn(
    pages: Sequence[PageResult], chosen: Mapping[str, object], seed: int
) -> list[SampledPage]:
    left = sorted((page for page in pages if page.url not in chosen), key=lambda page: page.url)
    count = min(len(left), math.ceil(len(chosen) * RANDOM_SHARE))
    # Not for secrets: the same seed has to draw the same pages.
    drawn = random.Random(seed).sample(left, count)  # noqa: S311 # nosec B311 - see above
    return [SampledPage(page.url, page.title, ("random",)) for page in drawn]
