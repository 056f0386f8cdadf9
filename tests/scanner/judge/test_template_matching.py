"""Elements of made sites point at the template lines that printed them, and never surely wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.scanner.source.made_sites import MadeSite, made_sites

from civiscope.judge.page_tree import PageTree
from civiscope.judge.template_index import TemplateIndex
from civiscope.judge.template_matching import PageMatcher

SITES = {site.name: site for site in made_sites()}
MIN_RIGHT = 0.9


@dataclass(slots=True)
class Measured:
    """How many elements of a site point at the right line."""

    all: int = 0
    right: int = 0
    sure: int = 0
    surely_wrong: int = 0


def measure(site: MadeSite) -> Measured:
    index = TemplateIndex(site.sources)
    measured = Measured()
    for page in site.pages:
        matcher = PageMatcher(page.tree, index, page.url)
        for element in page.tree.elements:
            match = matcher.match(element)
            truth = page.truth.get(element.number)
            first = match.places[0] if match else None
            right = first is not None and f"{first.file}:{first.element.line}" == truth
            sure = match is not None and match.sure
            measured.all += truth is not None
            measured.right += right
            measured.sure += sure
            measured.surely_wrong += sure and not right
    return measured


@pytest.mark.parametrize("name", SITES)
def test_elements_point_at_their_lines(name: str) -> None:
    measured = measure(SITES[name])

    assert measured.surely_wrong == 0
    assert measured.right >= MIN_RIGHT * measured.all
    assert measured.sure >= 24
    assert measured.all > 60


def test_what_an_editor_wrote_like_a_template_is_never_sure() -> None:
    site = SITES["django"]
    home = site.pages[0]
    matcher = PageMatcher(home.tree, TemplateIndex(site.sources), home.url)
    free = [each for each in home.tree.elements if each.number not in home.truth]

    matches = [matcher.match(each) for each in free]

    assert len(free) >= 3
    assert not any(match.sure for match in matches if match)


@pytest.mark.parametrize(
    ("selector", "tag"),
    [
        ("#main > h1", "h1"),
        (".card:nth-child(3) h2", "h2"),
        ('a[href$="privacy"]', "a"),
        ("html > body > footer", "footer"),
    ],
)
def test_selectors_lead_to_their_element(selector: str, tag: str) -> None:
    tree: PageTree = SITES["django"].pages[0].tree

    found = tree.find(selector, "")

    assert found is not None
    assert found.tag == tag


def test_a_snippet_leads_to_an_element_that_no_other_is_like() -> None:
    tree = SITES["django"].pages[0].tree

    logo = tree.find("", '<img src="/static/logo.svg">')

    assert logo is not None
    assert logo.attributes["src"] == "/static/logo.svg"
    assert tree.find("", "<li>") is None
