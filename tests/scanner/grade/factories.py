"""Saved answers for tests, good in all that a test does not say."""

from __future__ import annotations

from collections.abc import Mapping

from civiscope.grade import Grade, Hop, SavedResponse, grade
from civiscope.model import Headers

HOME = "https://www.example.gov/"
HTML = {"content-type": "text/html; charset=utf-8"}


def saved(
    headers: Mapping[str, str | list[str]] | None = None,
    html: str = "",
    *,
    url: str = HOME,
    status: int = 200,
    verified: bool = True,
    redirects: list[tuple[str, int]] | None = None,
) -> SavedResponse:
    fields: list[tuple[str, str]] = []
    for name, value in {**HTML, **(headers or {})}.items():
        fields.extend((name, each) for each in ([value] if isinstance(value, str) else value))
    hops = None if redirects is None else tuple(Hop(to, code) for to, code in redirects)
    return SavedResponse(url, Headers(tuple(fields)), html, status, verified, hops)


def graded(answer: SavedResponse) -> Grade:
    found = grade(answer)
    assert isinstance(found, Grade)
    return found


def result(test: str, answer: SavedResponse) -> str:
    return graded(answer).tests[test]
