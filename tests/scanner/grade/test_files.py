"""Saved answers are read from what curl writes, from HAR files and from JSON lines."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civiscope.errors import UsageError
from civiscope.grade import Hop, SavedFile, SavedResponse, read_saved
from civiscope.lists.hsts_preload import read_preload_list
from civiscope.model import Headers

TYPE = ("content-type", "text/html")
DUMP = """HTTP/1.1 200 Connection established

HTTP/1.1 301 Moved
Location: /en
Content-Type: text/html

HTTP/2 103

HTTP/2 301
location: https://www.example.gov/en

HTTP/2 200
Content-Type: text/html
set-cookie: a=1
set-cookie: b=2

<!doctype html>
"""


def _read(folder: Path, content: str | bytes, url: str | None = None) -> SavedFile:
    path = folder / "saved"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_saved(path, url)


def test_a_dump_of_curl_is_read_with_its_redirects_and_its_body(tmp_path: Path) -> None:
    found = _read(tmp_path, DUMP.replace("\n", "\r\n"), "http://www.example.gov/")

    headers = Headers((TYPE, ("set-cookie", "a=1"), ("set-cookie", "b=2")))
    hops = (
        Hop("http://www.example.gov/", 301),
        Hop("http://www.example.gov/en", 301),
        Hop("https://www.example.gov/en", 200),
    )
    name = str(tmp_path / "saved")
    assert found.kind == "curl"
    assert found.responses == (
        SavedResponse(
            "https://www.example.gov/en",
            headers,
            "<!doctype html>\r\n",
            redirects=hops,
            id=name,
        ),
    )


def test_a_dump_without_an_address_has_the_one_of_its_last_redirect(tmp_path: Path) -> None:
    answer = _read(tmp_path, DUMP).responses[0]

    assert (answer.url, answer.redirects) == ("https://www.example.gov/en", None)


def _entry(url: str, status: int, *fields: tuple[str, str], text: str = "") -> dict[str, object]:
    headers = [{"name": name, "value": value} for name, value in fields]
    content = {"text": base64.b64encode(text.encode()).decode(), "encoding": "base64"}
    response = {"status": status, "headers": headers, "content": content}
    return {"request": {"url": url}, "response": response, "pageref": "page_1"}


def test_a_har_is_read_page_by_page(tmp_path: Path) -> None:
    moved = ("Location", "https://www.example.gov/")
    entries = [
        _entry("http://www.example.gov/", 301, moved),
        _entry("https://www.example.gov/a.css", 200, ("Content-Type", "text/css")),
        _entry(
            "https://www.example.gov/",
            200,
            (":status", "200"),
            ("Content-Type", "text/html"),
            ("Set-Cookie", "a=1\nb=2"),
            text="<p>Hello</p>",
        ),
    ]

    found = _read(tmp_path, json.dumps({"log": {"version": "1.2", "entries": entries}}))

    assert found.kind == "har"
    assert found.responses == (
        SavedResponse(
            "https://www.example.gov/",
            Headers((TYPE, ("set-cookie", "a=1"), ("set-cookie", "b=2"))),
            "<p>Hello</p>",
            redirects=(
                Hop("http://www.example.gov/", 301),
                Hop("https://www.example.gov/", 200),
            ),
            id=str(tmp_path / "saved"),
        ),
    )


def test_what_the_browser_knew_by_itself_is_no_redirect_of_the_site(tmp_path: Path) -> None:
    moved = ("Location", "https://www.example.gov/")
    entries = [
        _entry("http://www.example.gov/", 307, moved, ("Non-Authoritative-Reason", "HSTS")),
        _entry("https://www.example.gov/", 200),
    ]

    answer = _read(tmp_path, json.dumps({"log": {"entries": entries}})).responses[0]

    assert (answer.url, answer.redirects) == ("https://www.example.gov/", None)


def test_json_lines_are_read_one_answer_a_line(tmp_path: Path) -> None:
    lines: list[dict[str, object]] = [
        {
            "url": "https://www.example.gov/",
            "headers": {"Content-Type": "text/html", "set-cookie": ["a=1", "b=2"]},
            "html": "<p>",
            "verified": False,
            "redirects": [["http://www.example.gov/", 200]],
            "id": "first",
            "expected": {},
        },
        {"url": "https://www.example.gov/x", "headers": {}, "status": 404},
    ]

    found = _read(tmp_path, "\ufeff" + "\n\n".join(json.dumps(line) for line in lines))

    assert found.kind == "json-lines"
    assert found.responses == (
        SavedResponse(
            "https://www.example.gov/",
            Headers((TYPE, ("set-cookie", "a=1"), ("set-cookie", "b=2"))),
            "<p>",
            verified=False,
            redirects=(Hop("http://www.example.gov/", 200),),
            id="first",
        ),
        SavedResponse("https://www.example.gov/x", status=404, id=1),
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty; save a response first"),
        ("Hello", "is not a saved response: it begins neither with HTTP/"),
        ("HTTP/1.1 100 Continue\n\n", "holds no whole response"),
        ("HTTP/1.1 200 OK\nnonsense\n\n", "“nonsense” is not a header field"),
        ('{"log": {"entries": []}}', "is a HAR file without a single answer"),
        ('{"log": {"entries": [{}]}}', "cannot be read: log.entries.0.request: field required"),
        ('{"log"', "line 1: this is not a JSON object"),
        ("[]", "line 1: the line: "),
        ('{"url": "https://a.example/"}', "line 1: headers: field required"),
        ('\n{"url": "a", "headers": {}}', "line 2: “a” is not an address of a page"),
        ('{"url": "https://a.example/", "headers": {"a": 1}}', "line 1: headers.a.str: "),
    ],
)
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        _read(tmp_path, content)

    assert said in str(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([b"HTTP/1.1 200 OK\r\n", b'{"log":', b'{"url":', b"["]), st.binary(max_size=60)
)
def test_whatever_is_in_a_file_it_is_read_or_refused(
    tmp_path: Path, start: bytes, rest: bytes
) -> None:
    try:
        found = _read(tmp_path, start + rest)
    except UsageError:
        return

    assert found.responses


@pytest.mark.parametrize(
    "content",
    [
        '// made by a script\n{"entries": [\n  // a group\n  {"name": "Example.gov", '
        '"mode": "force-https", "include_subdomains": true}, {"name": "other.gov"}]}',
        '{"example.gov": {"mode": "force-https", "includeSubDomains": true}, "other.gov": {}}',
    ],
)
def test_a_preload_list_names_hosts_and_those_below_them(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(content, encoding="utf-8")

    preloaded = read_preload_list(path)

    asked = ["example.gov", "WWW.example.gov", "other.gov", "gov"]
    assert [preloaded(host) for host in asked] == [True, True, False, False]


@pytest.mark.parametrize("content", ["nonsense", "{}", "[1]", '{"entries": [1]}'])
def test_no_preload_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match="is not an HSTS preload list"):
        read_preload_list(path)
