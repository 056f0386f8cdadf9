"""Which pages of a crawl are visited again for privacy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.scanner.judging import page_of
from tests.scanner.test_evidence import HEAD

from civiscope.crawl.behaviour import Kept
from civiscope.crawl.privacy_pages import choose_for_privacy
from civiscope.evidence import EvidenceStore
from civiscope.evidence.schema import PageFile
from civiscope.settings import PrivacyVisits

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


def chosen(where: PrivacyVisits, most: int, folder: Path, forms: tuple[str, ...]) -> list[str]:
    store = EvidenceStore.create(folder, HEAD, force=True)
    kept: list[Kept] = []
    for number, url in enumerate([*(SITE + path for path in PATHS), f"{OTHER}/"]):
        dom = {"forms": [FORM] if url.removeprefix(SITE) in forms else []}
        store.write_page(number, PageFile(page_of(url=url, dom=dom)))
        kept.append(Kept(number, url, target=number == 0, whole=True))
    made = choose_for_privacy(where, most, kept, TEMPLATES, store)
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
    where: PrivacyVisits, most: int, forms: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    assert chosen(where, most, tmp_path, forms) == expected
