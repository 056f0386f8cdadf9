"""Forms that are left empty: what is pressed, what never is, and that nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.scanner.collectors.interaction.looking import Looked, looking
from tests.scanner.crawl.site import page

from civiscope.model.forms import EmptyForm, Forms

pytestmark = pytest.mark.browser

FIELD = '<label>Postcode <input name="postcode" aria-required="true"></label>'
FORMS = {
    "browser": f"""<form method="post" action="/send">{FIELD}
      <label>City <input name="city" required></label> <button>Continue</button></form>""",
    "server": f'<form method="post" action="/send">{FIELD}<button>Continue</button></form>',
    "script": f"""<form method="post" onsubmit="fetch('/send', {{ method: 'POST' }}); return false">
      {FIELD}<button>Continue</button></form>""",
    "away": f'<form action="/elsewhere">{FIELD}<button>Continue</button></form>',
    "erase": f'<form method="post" action="/send">{FIELD}<button>Delete account</button></form>',
}


@dataclass(frozen=True)
class Pressed:
    """What was seen of each form, and what reached the server."""

    forms: dict[str, EmptyForm]
    looked: Looked


@pytest.fixture(scope="module")
def pressed() -> Iterator[Pressed]:
    """Look at one form a page."""
    pages = {f"/{name}": page(name, body=form) for name, form in FORMS.items()}
    with looking(pages, {path: ["forms"] for path in pages}) as seen:
        forms = {path[1:]: seen.pages[path].probe("forms", Forms).forms[0] for path in pages}
        yield Pressed(forms, seen)


def test_nothing_is_sent_and_no_page_left(pressed: Pressed) -> None:
    assert pressed.looked.site.paths("POST") == []
    assert not {"/elsewhere", "/send"} & set(pressed.looked.site.paths())


def test_forms_that_lead_away_or_erase_are_left_alone(pressed: Pressed) -> None:
    left = {name: form.left_alone for name, form in pressed.forms.items() if form.left_alone}

    assert left == {"away": "leads away", "erase": "its button"}


def test_a_form_that_the_browser_stops_is_not_pressed(pressed: Pressed) -> None:
    form = pressed.forms["browser"]

    assert (form.by_browser, form.pressed) == (True, False)


@pytest.mark.parametrize("name", ["server", "script"])
def test_a_form_on_its_way_to_the_server_is_known_as_such(pressed: Pressed, name: str) -> None:
    form = pressed.forms[name]

    assert (form.pressed, form.sent, form.texts) == (True, True, ())
