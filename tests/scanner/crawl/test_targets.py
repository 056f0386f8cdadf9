"""What can be named as a target, and the sentence for each thing that cannot."""

from __future__ import annotations

import contextlib
from pathlib import Path

import httpx
import pytest

from civiscope.crawl.folder import serve_folder
from civiscope.crawl.targets import Targets, read_targets
from civiscope.errors import UsageError


def read(*words: str) -> Targets:
    with contextlib.ExitStack() as stack:
        return read_targets(words, stack)


def refused(*words: str) -> str:
    with pytest.raises(UsageError) as caught:
        read(*words)
    return str(caught.value)


def test_addresses_are_visited_and_followed() -> None:
    found = read("https://www.example.gov/", "HTTP://Other.example.gov/a?b=1")

    assert found == Targets(
        pages=("https://www.example.gov/", "HTTP://Other.example.gov/a?b=1"),
        follow=True,
        names=("https://www.example.gov/", "HTTP://Other.example.gov/a?b=1"),
    )


@pytest.mark.parametrize(
    ("word", "url"),
    [
        ("example.gov", "https://example.gov/"),
        ("www.example.gov/services", "https://www.example.gov/services"),
        ("example.gov?page=1", "https://example.gov?page=1"),
        ("xn--90ab.xn--p1ai", "https://xn--90ab.xn--p1ai/"),
        ("localhost:8000", "http://localhost:8000/"),
        ("127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_a_host_name_is_an_address(word: str, url: str) -> None:
    assert read(word).pages == (url,)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.gov/sitemap.xml",
        "https://www.example.gov/sitemap_index.xml",
        "https://www.example.gov/sitemaps/sitemap-2.xml.gz",
        "https://www.example.gov/sitemap.txt",
    ],
)
def test_a_sitemap_is_a_list_that_is_not_followed(url: str) -> None:
    assert read(url) == Targets(sitemaps=(url,), follow=False, names=(url,))


def test_a_list_is_read_line_by_line_and_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(
        "\ufeffhttps://www.example.gov/\n\n# offices\n  https://www.example.gov/offices \n",
        encoding="utf-8",
    )

    found = read(f"@{path}")

    assert found.pages == ("https://www.example.gov/", "https://www.example.gov/offices")
    assert not found.follow


def test_a_list_beside_an_address_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("https://www.example.gov/a\n", encoding="utf-8")

    assert read(f"@{path}", "https://www.example.gov/").follow


def test_a_folder_is_served_as_a_plain_host_would(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("index.html", "a b/é.htm", ".hidden/x.html", "style.css"):
        (tmp_path / name).write_text(f"<title>{name}</title>", encoding="utf-8")

    with contextlib.ExitStack() as stack:
        found = read_targets([str(tmp_path)], stack)
        answers = [httpx.get(url, trust_env=False) for url in found.pages]
        above = httpx.get(found.pages[0] + "../../etc/passwd", trust_env=False)
        missing = httpx.get(found.pages[0] + "missing", trust_env=False)

    assert [answer.text for answer in answers] == [
        "<title>index.html</title>",
        "<title>a b/é.htm</title>",
    ]
    assert (above.status_code, missing.status_code) == (404, 404)
    assert not found.follow


@pytest.mark.parametrize(
    ("path", "to"),
    [("/sub", "/sub/"), ("/sub?q=1", "/sub/?q=1"), ("//sub", "/sub/"), ("/a%20b", "/a%20b/")],
)
def test_a_folder_that_is_served_is_named_with_a_slash(tmp_path: Path, path: str, to: str) -> None:
    for name in ("sub/index.htm", "a b/index.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("<title>Here</title>", encoding="utf-8")
    with serve_folder(tmp_path) as base:
        answer = httpx.get(base.removesuffix("/") + path, trust_env=False)
        page = httpx.get(base.removesuffix("/") + to, trust_env=False)

    assert (answer.status_code, answer.headers["location"]) == (301, to)
    assert page.text == "<title>Here</title>"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("", "'' does not exist here"),
        ("  ", "'  ' does not exist here"),
        ("no-such-folder", "'no-such-folder' does not exist here"),
        ("index.html", "'index.html' does not exist here"),
        ("a" * 5000, "does not exist here"),
        ("a\0b", "does not exist here"),
        ("ftp://www.example.gov/", "only http and https addresses can be scanned"),
        ("file:///etc/passwd", "for files on this machine name their folder"),
        ("http://", "is not a well-formed address; it has to look like"),
        ("https://[::1", "is not a well-formed address; it has to look like"),
        ("https://www example.gov/", "is not a well-formed address; it has to look like"),
        ("https://www.example.gov:99999/", "is not a well-formed address; it has to look like"),
        ("https://me:secret@www.example.gov/", "give them with --user NAME:PASSWORD"),
    ],
)
def test_what_is_no_target_is_said_in_one_sentence(word: str, sentence: str) -> None:
    said = refused(word)

    assert sentence in said
    assert "secret" not in said
    assert said.endswith(".")
    assert "\n" not in said


def test_nothing_named_is_said() -> None:
    assert refused() == (
        "Name what to scan: a URL, @file with a URL a line, a sitemap or a folder."
    )


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text("<title>Home</title>", encoding="utf-8")

    said = refused(str(path))

    assert said == (
        f"{str(path)!r} is a file; name its folder, or write @{path} if it is a list of URLs."
    )


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("", encoding="utf-8")

    said = refused(str(tmp_path))

    assert said == (
        f"The folder {tmp_path} holds no HTML files; name the folder that the build writes to."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The list {path} holds no addresses; put one on each line."),
        (b"# nothing\n\n", "The list {path} holds no addresses; put one on each line."),
        (
            b"https://www.example.gov/\n\nwww.example.gov\n",
            "{path}, line 3: 'www.example.gov' is not an http or https address.",
        ),
        (b"https://www.example.gov/\n\xff\xfe\n", "The list {path} is not UTF-8 text (byte 25)."),
    ],
)
def test_a_list_that_cannot_be_used_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(content)

    assert refused(f"@{path}") == sentence.format(path=path)


def test_a_password_in_a_list_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("https://me:secret@www.example.gov/\n", encoding="utf-8")

    said = refused(f"@{path}")

    assert said.startswith(f"{path}, line 1: ")
    assert "secret" not in said


@pytest.mark.parametrize("name", ["", "no-such-list.txt", "."])
def test_a_list_that_is_not_there_is_said(name: str) -> None:
    assert refused(f"@{name}") == (
        f"There is no file {name!r}; @ is followed by a file with a URL a line."
    )
