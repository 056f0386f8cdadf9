"""Types, roles and states count in any letters, as they do to the browser."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

NAMELESS = """
<form><input id="picture" TYPE="IMAGE" SRC="search.png"><input id="press" type="BUTTON"></form>
<div id="save" role="Button" tabindex="0"></div><div id="chart" role="IMG"><b></b></div>
<div id="agree" role="CheckBox" aria-checked="TRUE" tabindex="0"></div>
"""
FAILS = {
    "input-image-alt": "#picture",
    "input-button-name": "#press",
    "aria-command-name": "#save",
    "role-img-alt": "#chart",
    "aria-toggle-field-name": "#agree",
}


def failed(body: str, **more: Answer) -> dict[str, str]:
    answers = {"/": page("Home", body=body)} | {f"/{path}": said for path, said in more.items()}
    axe = visit(Site(answers), "/")["/"].evidence.axe
    assert isinstance(axe, AxeResults)
    return {rule.id: rule.violations[0].selector for rule in axe.rules if rule.violations}


def test_elements_in_capitals_are_asked_for_their_names() -> None:
    found = failed(NAMELESS)

    assert {rule: found.get(rule) for rule in FAILS} == FAILS
    assert "aria-allowed-attr" not in found


def test_so_are_those_in_frames() -> None:
    inner = Answer(f'<!doctype html><html lang="en"><title>Inner</title><main>{NAMELESS}</main>')

    found = failed('<iframe src="/inner" title="Inner"></iframe>', inner=inner)

    assert {rule: found.get(rule) for rule in FAILS} == {
        rule: f"iframe >>> {selector}" for rule, selector in FAILS.items()
    }


def test_what_capitals_hide_is_asked_for_nothing() -> None:
    hidden = '<div aria-hidden="TRUE"><img src="a.png"><div role="IMG"><b></b></div></div>'

    assert not {"image-alt", "role-img-alt"} & set(failed(hidden))
