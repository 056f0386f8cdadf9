"""Header fields are judged only where the audited site is answerable for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civiscope.headers import (
    document_response,
    is_plain_local,
    printable,
    printable_field,
    site_response,
)
from civiscope.model import (
    Dom,
    EvidenceMissing,
    Missing,
    Page,
    Request,
    Visit,
)
from civiscope.testing import NOT_GATHERED, make_evidence, make_response

WHOLE = Visit("complete")


def _page(
    url: str = "https://www.example.gov/",
    *,
    answered: str = "",
    headers: dict[str, str] | None = None,
    dom: Dom | Missing = NOT_GATHERED,
    visit: Visit = WHOLE,
) -> Page:
    hop = make_response(answered or url, fields=headers or {})
    evidence = make_evidence(Request(url, "document", main=True, hops=(hop,)), dom=dom)
    return Page(url, evidence, visit)


def test_the_sites_own_answer_is_judged() -> None:
    page = _page(answered="https://login.example.gov/")

    assert site_response(page) is page.response


@pytest.mark.parametrize("answered", ["https://www.example.org/", "about:blank", "data:text/html,"])
def test_somebody_elses_answer_is_not_judged(answered: str) -> None:
    assert site_response(_page(answered=answered)) is None


def test_a_folder_that_civiscope_serves_is_not_judged() -> None:
    page = _page("http://127.0.0.1:8931/", headers={"x-civiscope-folder": "1"})

    assert site_response(page) is None
    assert document_response(page) is None


def test_a_wall_against_robots_leaves_the_fields_untested() -> None:
    page = _page(visit=Visit("partial", "bot-wall"))

    with pytest.raises(EvidenceMissing):
        site_response(page)


@pytest.mark.parametrize(
    ("media_type", "guessed", "expected"),
    [
        ("text/html", "", True),
        ("application/xhtml+xml; charset=utf-8", "", True),
        ("application/pdf", "text/html", False),
        ("", "text/html", True),
        ("", "text/plain", False),
        ("", "", True),
    ],
)
def test_documents_are_told_from_other_files(media_type: str, guessed: str, expected: bool) -> None:
    headers = {"content-type": media_type} if media_type else {}
    dom = Dom("", "https://www.example.gov/", media_type=guessed) if guessed else NOT_GATHERED

    assert (document_response(_page(headers=headers, dom=dom)) is not None) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("http://shop.localhost:3000/", True),
        ("https://localhost/", False),
        ("http://www.example.gov/", False),
        ("http://10.0.0.1/", False),
        ("http://[", False),
    ],
)
def test_plain_http_on_this_machine_is_recognised(url: str, expected: bool) -> None:
    assert is_plain_local(url) is expected


def test_what_is_shown_has_no_control_characters_and_an_end() -> None:
    assert printable("a\x1b[31m\nb\u202e") == "a\ufffd[31m\ufffdb\ufffd"
    assert printable("x" * 500) == "x" * 200 + "…"
    assert printable_field("x-frame-options", "DENY") == "X-Frame-Options: DENY"


@pytest.mark.parametrize("url", ["http://localhost:3000/", "https://127.0.0.1/", "http://[::1]/"])
def test_a_server_on_this_machine_is_judged_when_that_is_asked_for(url: str) -> None:
    page = _page(url)

    with pytest.raises(EvidenceMissing, match="--judge-local-headers"):
        site_response(page)
    asked = replace(page, local_headers=True)
    assert site_response(asked) is asked.response
