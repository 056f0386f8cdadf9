"""Pieces of the pictures that a scan took, in the report."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from civiscope.model import Box
from civiscope.results import Results
from civiscope.testing import make_finding, make_issue, make_results, make_scan
from civiscope_reports import Context
from civiscope_reports.content.issues import select_issues
from civiscope_reports.content.pictures import MAX_BYTES, ElementPictures, Window, pictures
from civiscope_reports.formats import html

WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 rest"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 rest"
SEEN = Box(600, 400, 100, 20)


def results_with(box: Box | None = SEEN, name: str = "000000.webp") -> Results:
    issue = make_issue()
    return make_results(
        issue,
        findings=(make_finding(issue, box=box, screenshot=name),),
        scan=make_scan(settings={"viewport": [1280, 900]}),
    )


def shown(results: Results, folder: Path | None) -> ElementPictures:
    return pictures(results, select_issues(results.issues, results).shown, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "000000.webp").write_bytes(WEBP)
    (tmp_path / "000001.jpg").write_bytes(JPEG)
    (tmp_path / "fake.webp").write_bytes(b"<svg onload=alert(1)>")
    (tmp_path / "secret.txt").write_bytes(WEBP)
    with (tmp_path / "huge.webp").open("wb") as file:
        file.write(WEBP)
        file.truncate(MAX_BYTES + 1)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("000000.webp", WEBP, "image/webp"), ("000001.jpg", JPEG, "image/jpeg")],
)
def test_window_shows_the_element_with_what_is_around_it(
    folder: Path, name: str, content: bytes, kind: str
) -> None:
    results = results_with(name=name)

    found = shown(results, folder)

    assert [(each.name, each.content, each.kind) for each in found.all] == [(name, content, kind)]
    assert found.all[0].data.startswith(f"data:{kind};base64,")
    assert found.window(results.findings[0]) == Window(
        f"picture-{name[:6]}", SEEN, Box(470, 310, 360, 200), (1280, 900)
    )


@pytest.mark.parametrize(
    ("box", "view"),
    [
        (Box(0, 0, 10, 10), Box(0, 0, 360, 200)),
        (Box(1270, 890, 10, 10), Box(920, 700, 360, 200)),
        (Box(0, 0, 1280, 900), Box(0, 0, 1280, 900)),
    ],
)
def test_window_stays_within_the_picture(box: Box, view: Box, folder: Path) -> None:
    results = results_with(box)

    window = shown(results, folder).window(results.findings[0])

    assert window is not None
    assert window.view == view


@pytest.mark.parametrize(
    ("box", "name"),
    [
        (None, "000000.webp"),
        (Box(0, 895, 10, 10), "000000.webp"),
        (Box(-5, 0, 10, 10), "000000.webp"),
        (Box(0, 0, 0, 10), "000000.webp"),
        (SEEN, ""),
        (SEEN, "missing.webp"),
        (SEEN, "../000000.webp"),
        (SEEN, "secret.txt"),
        (SEEN, "fake.webp"),
        (SEEN, "huge.webp"),
    ],
)
def test_what_no_picture_shows_goes_without(box: Box | None, name: str, folder: Path) -> None:
    results = results_with(box, name)

    found = shown(results, folder)

    assert (found.all, found.window(results.findings[0])) == ((), None)


def test_report_without_pictures_allows_none() -> None:
    assert "img-src" not in html.render(results_with())


@pytest.mark.browser
def test_picture_is_in_the_file_and_shown_under_the_reports_own_policy(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content("<body style='background: rgb(0, 128, 0)'>")
    session: Any = page.context.new_cdp_session(page)
    taken: str = session.send("Page.captureScreenshot", {"format": "jpeg"})["data"]
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots/000000.jpg").write_bytes(base64.b64decode(taken))
    html.write(
        results_with(name="000000.jpg"),
        tmp_path / "report.html",
        Context(pictures=tmp_path / "shots"),
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto((tmp_path / "report.html").as_uri())
    page.locator("#issue-i1 > details > summary").click()
    near = page.get_by_role("img", name="The element, framed")
    colour = page.locator("image").evaluate(
        """async (node) => {
            const picture = new Image();
            picture.src = node.getAttribute("href");
            await picture.decode();
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            canvas.drawImage(picture, 0, 0);
            return [...canvas.getImageData(0, 0, 1, 1).data];
        }"""
    )
    box = near.bounding_box()
    page.close()

    assert said == []
    assert box is not None
    assert (abs(box["width"] - 360) < 3, abs(box["height"] - 200) < 3) == (True, True)
    assert [abs(a - b) < 8 for a, b in zip(colour, (0, 128, 0, 255), strict=True)] == [True] * 4
