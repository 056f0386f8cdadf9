"""Examples of rule pages run as their form says, and one that disagrees is told as a sentence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from civiscope.cli.main import main
from civiscope.examples import ExampleError, ExampleResult, build_evidence, run_examples
from civiscope.examples.server import ExampleServer, whole_page
from civiscope.model import EvidenceMissing, Outcome, Page, Place, Site, cannot_tell, failed, passed
from civiscope.rulebook import Example, Fence, Rule, load_rulebooks
from civiscope.rulebook.scaffold import KINDS, Kind, new_rule
from civiscope.testing import make_rule


def http(text: str, info: str = "") -> Fence:
    return Fence("http", info, text)


def json_block(text: str) -> Fence:
    return Fence("json", "", text)


def html(text: str, info: str = "") -> Fence:
    return Fence("html", info, text)


def seen(*fences: Fence) -> Page:
    page = build_evidence(Example("test/rule", "passed", fences, 1), "page")
    assert isinstance(page, Page)
    return page


def seen_site(*fences: Fence) -> Site:
    site = build_evidence(Example("test/rule", "passed", fences, 1), "site")
    assert isinstance(site, Site)
    return site


def refusal(*fences: Fence) -> str:
    with pytest.raises(ExampleError) as caught:
        seen(*fences)
    return str(caught.value)


def with_example(rule: Rule, expected: str, *fences: Fence) -> Rule:
    blocks = [
        f"```{fence.language} {fence.info}".rstrip() + f"\n{fence.text}\n```" for fence in fences
    ]
    text = rule.text or "Why.\n\n## How to fix\n\nSo.\n\n## Examples\n"
    return replace(rule, text=f"{text}\n### {expected}\n\n" + "\n\n".join(blocks) + "\n")


# What http blocks mean.


def test_an_answer_is_the_pages_own() -> None:
    page = seen(http("HTTP/1.1 404 Not Found\nX-Test: one\nX-Test:two\n\n<title>Gone</title>"))

    assert (page.url, page.status) == ("https://www.example.gov/", 404)
    assert page.headers.fields == (("x-test", "one"), ("x-test", "two"))
    assert page.response.status_text == "Not Found"
    assert page.raw_html.title == "Gone"
    assert (page.cookies, page.console, len(page.requests)) == ((), (), 1)


def test_several_answers_are_the_way_to_one_page() -> None:
    page = seen(
        http("HTTP/1.1 301 Moved\nLocation: https://example.gov/", "http://example.gov/"),
        http("HTTP/2 200\n", "https://example.gov/"),
    )

    assert (page.url, page.final_url) == ("http://example.gov/", "https://example.gov/")
    assert [(hop.url, hop.status) for hop in page.hops] == [
        ("http://example.gov/", 301),
        ("https://example.gov/", 200),
    ]


def test_values_of_cookies_are_taken_out_as_in_evidence() -> None:
    page = seen(http("HTTP/1.1 200 OK\nSet-Cookie: session=abcdef; Secure"))

    assert page.headers.get("set-cookie") == "session=[6 characters]; Secure"


def test_an_answer_has_no_document() -> None:
    page = seen(http("HTTP/1.1 200 OK"))

    with pytest.raises(EvidenceMissing):
        _ = page.dom
    with pytest.raises(EvidenceMissing):
        _ = page.raw_html


@pytest.mark.parametrize(
    ("fence", "sentence"),
    [
        (
            http("GET / HTTP/1.1"),
            "An http block begins with a status line like HTTP/1.1 200 OK, not 'GET / HTTP/1.1'.",
        ),
        (
            http("HTTP/1.1 200 OK\nno colon"),
            "'no colon' is not a header field; write its name, a colon and its value.",
        ),
        (http("HTTP/1.1 200 OK", "/permits"), "'/permits' is not an http or https address."),
        (
            json_block("{"),
            "The json block is not JSON: Expecting property name enclosed in double quotes in its "
            "line 1.",
        ),
        (
            json_block('{"titel": 1}'),
            "The json block does not fit at pages.0.titel: Extra inputs are not permitted.",
        ),
        (
            json_block('{"dom": {"links": [{"url": 1}]}}'),
            "The json block does not fit at dom.links.0.url: Input should be a valid string.",
        ),
        (
            json_block('{"dom": {"titel": ""}}'),
            "The json block does not fit at dom.titel: Unexpected keyword argument.",
        ),
        (
            json_block('{"status": 200, "hops": []}'),
            "Give a page its hops, or its status and headers, not both.",
        ),
        (json_block("[{}, {}]"), "The rule looks at one page, but the example describes a site."),
        (json_block("3"), "The json block does not fit at pages.0: Input should be an object."),
        (
            Fence("yaml", "", "a: b"),
            "It needs one json block, or http blocks, or html blocks, and no mixture.",
        ),
    ],
)
def test_a_block_that_cannot_be_understood_says_why(fence: Fence, sentence: str) -> None:
    assert refusal(fence) == sentence


# What json blocks mean.


def test_data_is_evidence_and_what_is_not_given_is_ordinary() -> None:
    page = seen(
        json_block(
            """{
              "url": "https://www.example.gov/permits",
              "headers": {"X-One": "1", "Set-Cookie": ["a=12345", "b=1"]},
              "requests": [{"url": "https://cdn.example.org/x.js", "type": "script",
                            "hops": [{"url": "https://cdn.example.org/x.js", "status": 200,
                                      "headers": {"Content-Type": "text/javascript"}}]}],
              "cookies": [{"name": "a", "secure": true}],
              "dom": {"title": "Permits",
                      "links": [{"url": "https://www.example.gov/", "text": "Home"}]}
            }"""
        )
    )

    assert (page.status, page.kind, page.visit.state) == (200, "page", "complete")
    assert page.headers.all("set-cookie") == ("a=[5 characters]", "b=[1 characters]")
    assert [request.url for request in page.requests] == [
        "https://www.example.gov/permits",
        "https://cdn.example.org/x.js",
    ]
    assert page.requests[1].hops[0].headers.get("content-type") == "text/javascript"
    [cookie] = page.cookies
    assert (cookie.name, cookie.secure, cookie.domain) == ("a", True, "www.example.gov")
    assert page.dom.url == "https://www.example.gov/permits"
    assert page.dom.links[0].text == "Home"


def test_evidence_that_is_not_given_is_empty_or_missing() -> None:
    page = seen(json_block("{}"))

    assert (page.cookies, page.console) == ((), ())
    for name in ("dom", "raw_html", "axe"):
        with pytest.raises(EvidenceMissing):
            getattr(page, name)


def test_a_page_that_failed_has_nothing_but_its_request() -> None:
    page = seen(json_block('{"visit": {"state": "failed", "reason": "dns"}}'))

    assert page.visit.reason == "dns"
    assert [request.hops for request in page.requests] == [()]
    with pytest.raises(EvidenceMissing):
        _ = page.cookies


def test_a_list_is_a_site_in_order() -> None:
    site = seen_site(
        json_block(
            """[{"url": "https://www.example.gov/", "dom": {"title": "Home"}},
                {"url": "https://www.example.gov/news", "target": true, "depth": 2}]"""
        )
    )

    assert [(page.url, page.order, page.depth, page.target) for page in site.pages] == [
        ("https://www.example.gov/", 0, 0, False),
        ("https://www.example.gov/news", 1, 2, True),
    ]
    assert site.start is site.pages[0]


def test_a_site_may_have_documents() -> None:
    site = seen_site(
        json_block(
            """{"pages": [{}],
                "documents": [{"url": "https://www.example.gov/a.pdf", "found_on": "",
                               "status": 404, "headers": {"Content-Type": "text/html"}}],
                "skipped": [{"url": "https://www.example.gov/b", "reason": "robots"}],
                "targets": ["https://www.example.gov/"]}"""
        )
    )

    [document] = site.documents
    assert (document.status, document.headers.get("content-type")) == (404, "text/html")
    assert site.skipped[0].reason == "robots"
    assert site.targets == ("https://www.example.gov/",)


def test_each_answer_is_a_page_to_a_rule_over_the_site() -> None:
    site = seen_site(
        http("HTTP/1.1 200 OK", "https://a.example.gov/"),
        http("HTTP/1.1 404 Not Found", "https://b.example.gov/"),
    )

    assert [page.status for page in site.pages] == [200, 404]


# What the verdict is.

BLOCK = http("HTTP/1.1 200 OK")


def speaks(*outcomes: Outcome, **facts: Any) -> Rule:  # noqa: ANN401 - front matter
    def check(page: Page) -> Iterator[Outcome]:
        yield from outcomes

    return make_rule(check, **facts)


def result_of(rule: Rule, expected: str = "passed", *fences: Fence) -> ExampleResult:
    [result] = run_examples([with_example(rule, expected, *(fences or (BLOCK,)))])
    return result


@pytest.mark.parametrize(
    ("outcomes", "got"),
    [
        ((passed("a"),), "passed"),
        ((), "inapplicable"),
        ((failed("a", "bad"),), "failed: bad"),
        ((passed("a"), failed("b", "bad"), failed("c", "bad")), "failed: bad"),
        ((failed("a", "worse"), failed("b", "bad")), "failed: bad, worse"),
        ((cannot_tell("a", "bad"), passed("b")), "cannot tell: bad"),
        ((cannot_tell("a", "worse"), failed("b", "bad")), "failed: bad"),
    ],
)
def test_verdict_and_messages_are_those_of_the_rule(
    outcomes: tuple[Outcome, ...], got: str
) -> None:
    rule = speaks(*outcomes, messages={"bad": "Bad.", "worse": "Worse."})

    result = result_of(rule, got)

    assert (result.got, result.note, result.agrees) == (got, "", True)


def test_a_verdict_that_is_not_the_heading_is_told() -> None:
    result = result_of(speaks(passed("a")), "failed: bad")

    assert not result.agrees
    assert result.sentence == ("test/check, example 1: expected 'failed: bad', but got 'passed'.")


def test_a_message_that_is_not_on_the_page_is_told() -> None:
    result = result_of(speaks(failed("a", "odd")), "failed: odd")

    assert not result.agrees
    assert result.sentence == (
        "test/check, example 1: expected 'failed: odd'. The page has no message 'odd'."
    )


def test_a_message_without_its_value_is_told() -> None:
    rule = speaks(failed("a", "short", length=3), messages={"short": "{length} of {least}."})

    result = result_of(rule, "failed: short")

    assert not result.agrees
    assert result.note == "The message 'short' asks for 'least', which the check does not give."


def test_a_rule_that_breaks_agrees_with_nothing() -> None:
    def check(page: Page) -> Iterator[Outcome]:
        yield passed(page.cookies[0].name)

    result = result_of(make_rule(check), "cannot tell")

    assert result.sentence == (
        "test/check, example 1: expected 'cannot tell', but got 'broken'. "
        "The rule raised IndexError: tuple index out of range."
    )


def test_a_rule_that_asks_for_what_is_not_there_is_untested() -> None:
    def check(page: Page) -> Iterator[Outcome]:
        yield passed(page.dom.title)

    result = result_of(make_rule(check))

    assert (result.got, result.note) == ("untested", "The example gives no document.")


def test_an_example_that_cannot_be_read_is_told_and_ends_nothing() -> None:
    rule = with_example(
        with_example(speaks(passed("a")), "passed", json_block("[")), "passed", BLOCK
    )

    first, second = run_examples([rule])

    assert (first.got, first.note[:27]) == ("unreadable", "The json block is not JSON:")
    assert second.agrees


def test_rules_over_the_site_get_a_site() -> None:
    def check(site: Site) -> Iterator[Outcome]:
        yield failed(Place("titles", url=site.pages[1].url), "same")

    rule = make_rule(check, messages={"same": "They are the same."})

    assert result_of(rule, "failed: same", json_block("[{}, {}]")).agrees


# What html blocks mean: they are shown by a real browser.


def test_a_block_without_an_html_element_is_put_into_a_page() -> None:
    assert whole_page("<p>é</p>\n").decode() == (
        '<!doctype html><html lang="en"><head><title>Example page</title></head>'
        "<body><main><h1>Example page</h1>\n<p>é</p>\n</main></body></html>\n"
    )
    assert whole_page("<html><p>As it is.") == b"<html><p>As it is."


def test_the_server_serves_examples_and_nothing_else() -> None:
    async def ask() -> list[tuple[int, str, str]]:
        async with ExampleServer() as server, httpx.AsyncClient() as client:
            url = server.put("/a/b/1", b"<p>one</p>")
            server.put_at("http://named.example.gov/permits?x=1", b"<p>two</p>")
            named = {"Host": "named.example.gov"}
            answers = [
                await client.get(url),
                await client.get(url.replace("/a/b/1", "/permits"), headers=named),
                await client.get(url.replace("/a/b/1", "/permits")),
                await client.get(url.replace("/a/b/1", "/favicon.ico")),
            ]
            return [(a.status_code, a.text, a.headers["content-type"]) for a in answers]

    kind = "text/html; charset=utf-8"
    assert asyncio.run(ask()) == [
        (200, "<p>one</p>", kind),
        (200, "<p>two</p>", kind),
        (404, "", kind),
        (404, "", kind),
    ]


IMAGE_ALT = make_rule(id="test/image-alt", axe="image-alt")
BARE_FRAME = '<iframe title="Map" sandbox srcdoc="<p>Map</p>"></iframe>'


@pytest.mark.browser
def test_html_blocks_are_shown_by_the_browser() -> None:
    def titles(page: Page) -> Iterator[Outcome]:
        yield failed(page.dom.title, "seen", title=page.dom.title, host=page.host)

    def offline(page: Page) -> Iterator[Outcome]:
        for request in page.requests:
            if request.type == "image" and request.failed:
                yield passed(request.host)

    title = make_rule(titles, messages={"seen": "{title} {host}"})
    script = make_rule(
        id="test/script",
        script="(options) => [...document.querySelectorAll('a')].map((element) => "
        "({ element, verdict: 'failed', message: 'link', facts: { n: options.n } }))",
        options={"n": 1},
        messages={"link": "{n}"},
    )
    alt = with_example(IMAGE_ALT, "failed", html('<img src="seal.png">'))
    alt = with_example(alt, "passed", html('<img src="seal.png" alt="Seal">'))
    alt = with_example(alt, "inapplicable", html("<p>Grüße</p>"))
    # A frame that lets no script in must not hold up the others.
    alt = with_example(alt, "passed", html(f'<img src="seal.png" alt="Seal">{BARE_FRAME}'))
    two_of_one_address = with_example(
        with_example(
            title, "failed: seen", html("<html><title>One</title>", "http://www.example.gov/")
        ),
        "failed: seen",
        html("<html><title>Two</title>", "http://www.example.gov/"),
    )
    rules = [
        alt,
        with_example(script, "failed: link", html('<p><a href="#x">Permits</a></p>')),
        two_of_one_address,
        with_example(
            make_rule(offline), "passed", html('<img src="http://tracker.example.org/x.gif">')
        ),
        with_example(title, "unreadable", html("<p>", "https://www.example.gov/")),
        with_example(title, "unreadable", html("<p>"), html("<p>")),
    ]
    began = time.monotonic()

    results = run_examples(rules)

    assert [result.got for result in results] == [result.expected for result in results]
    assert [bool(result.note) for result in results] == [False] * 8 + [True] * 2
    assert time.monotonic() - began < 60


@pytest.mark.browser
def test_a_site_may_be_shown_by_the_browser() -> None:
    def titles(site: Site) -> Iterator[Outcome]:
        if [page.dom.title for page in site.visited] == ["One", "Two"]:
            yield passed("titles")

    rule = with_example(
        make_rule(titles),
        "passed",
        html("<html><title>One</title>"),
        html("<html><title>Two</title>"),
    )

    assert [result.agrees for result in run_examples([rule])] == [True]


# The commands.


def civiscope(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["civiscope", *map(str, arguments)])
    return main()


@pytest.mark.browser
def test_new_rules_of_every_kind_pass_their_tests_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [
        civiscope(monkeypatch, "rules", "new", f"ours/a-{kind}", "--dir", tmp_path, "--kind", kind)
        for kind in KINDS
    ]
    capsys.readouterr()

    code = civiscope(monkeypatch, "rules", "test", tmp_path, "--trust-rulebook")

    assert codes == [0, 0, 0]
    assert (code, capsys.readouterr()) == (
        0,
        ("", "10 examples of 3 rules: none with another verdict than the heading says.\n"),
    )


def test_an_example_that_disagrees_ends_the_command_with_1_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, _ = new_rule("ours/title", "python", tmp_path)
    page.write_text(page.read_text().replace("### failed: short", "### passed"))

    code = civiscope(monkeypatch, "rules", "test", tmp_path, "--trust-rulebook")

    out, err = capsys.readouterr()
    assert code == 1
    assert out == "ours/title, example 3: expected 'passed', but got 'failed: short'.\n"
    assert err == "4 examples of 1 rule: 1 with another verdict than the heading says.\n"


def test_one_rule_can_be_tested_by_its_id(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [
        civiscope(monkeypatch, "rules", "test", "security/hsts", "--quiet"),
        civiscope(monkeypatch, "rules", "test", "--rule", "security/hst", "--quiet"),
    ]

    assert codes == [0, 2]
    assert "did you mean 'security/hsts'?" in capsys.readouterr().err


def test_python_in_a_folder_is_tested_only_when_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new_rule("ours/title", "python", tmp_path)

    code = civiscope(monkeypatch, "rules", "test", tmp_path)

    assert code == 2
    assert "add --trust-rulebook if you trust it" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_that_is_there_is_not_written_over(tmp_path: Path, kind: Kind) -> None:
    new_rule("ours/page-title", "python", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}

    with pytest.raises(Exception, match=r"page_title\.md is there already; choose another name"):
        new_rule("ours/page-title", kind, tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(
    "rule_id", ["title", "Site/title", "site/Title", "site/a_b", "../x", "site/", "standards/x"]
)
def test_what_is_no_rule_id_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rule_id: str,
) -> None:
    code = civiscope(monkeypatch, "rules", "new", rule_id, "--dir", tmp_path)

    assert code == 2
    assert f"{rule_id!r} is not a rule id; give an area and a name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_new_area_of_a_package_is_a_package(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").touch()

    written = new_rule("ours/title", "python", tmp_path)

    assert [path.name for path in written] == ["title.md", "title.py", "__init__.py"]
    [rule] = load_rulebooks([tmp_path], trust_python=True)[-1].rules
    assert rule.id == "ours/title"
