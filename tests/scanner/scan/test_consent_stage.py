"""Which pages of a crawl are visited again for privacy."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.config.scan_options import PrivacyVisits
from civiscope.crawl.visited import VisitedPage, has_form
from civiscope.scan.stages.consent import select_for_privacy
from civiscope.testing import page_of_data

SITE, OTHER = "https://www.example.gov", "https://book.example.gov"
PATHS = ["/", "/news/1", "/news/2", "/ask", "/apply", "/list/1", "/list/2"]
TEMPLATES = {
    **{f"{SITE}/news/{n}": "news" for n in (1, 2)},
    **{f"{SITE}/{name}": "form" for name in ("ask", "apply")},
    **{f"{SITE}/list/{n}": "list" for n in (1, 2)},
}
FORM: dict[str, Any] = {
    "action": "/send",
    "method": "post",
    "fields": [{"name": "who", "type": "text"}],
}


def chosen(where: PrivacyVisits, most: int, forms: tuple[str, ...]) -> list[str]:
    kept: list[VisitedPage] = []
    for number, url in enumerate([*(SITE + path for path in PATHS), f"{OTHER}/"]):
        page = page_of_data(
            url=url, dom={"forms": [FORM] if url.removeprefix(SITE) in forms else []}
        )
        kept.append(VisitedPage(number, url, target=number == 0, whole=True, form=has_form(page)))
    made = select_for_privacy(where, most, kept, TEMPLATES)
    return [page.url.removeprefix(SITE) for page in made.pages]


@pytest.mark.parametrize(
    ("where", "most", "forms", "expected"),
    [
        ("off", 9, (), []),
        ("start", 9, (), ["/", f"{OTHER}/"]),
        ("templates", 9, (), ["/", "/news/1", "/ask", "/list/1", f"{OTHER}/"]),
        ("templates", 9, ("/list/2",), ["/", "/news/1", "/ask", "/list/2", f"{OTHER}/"]),
        (
            "templates",
            9,
            ("/ask", "/apply"),
            ["/", "/news/1", "/ask", "/apply", "/list/1", f"{OTHER}/"],
        ),
        ("templates", 3, ("/apply",), ["/", "/apply", f"{OTHER}/"]),
    ],
)
def test_the_starts_come_first_then_a_page_of_each_template_then_every_form(
    where: PrivacyVisits, most: int, forms: tuple[str, ...], expected: list[str]
) -> None:
    assert chosen(where, most, forms) == expected
