"""The HTML report, opened in a real browser."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route
from tests.reports.conftest import OpenReport
from tests.reports.hostile import each_hostile_text, hostile_results
from tests.reports.samples import CONTEXT, footer_results

from civiscope.engines import engine_text
from civiscope.results import DocumentListed, RequestSeen, Results, RuleOutcome
from civiscope.testing import (
    START,
    make_consent,
    make_coverage,
    make_finding,
    make_inventory,
    make_issue,
    make_not_seen,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)
from civiscope_reports import FORMATS
from civiscope_reports.formats import html

HSTS = make_rule_facts(
    "security/hsts",
    title="Pages tell browsers to stay on HTTPS",
    severity="serious",
    affects=("everyone",),
)


def rich_results() -> Results:
    """Build results in which every part of the report has something to show."""
    image = make_issue(pages=2, occurrences=14)
    header = make_issue(
        "i2",
        rule=HSTS.id,
        title=HSTS.title,
        severity="serious",
        message="The response has no Strict-Transport-Security header.",
        component="strict-transport-security",
        standards={"OMB M-15-13": ("HTTPS-Only Standard",)},
    )
    review = make_issue("i3", outcome="cantTell", needs_review=True, severity="minor")
    other = f"{START}services/"
    return make_results(
        image,
        header,
        review,
        rules=(make_rule_facts(), HSTS),
        findings=(
            *(make_finding(image, n, page=START if n % 2 else other) for n in range(14)),
            make_finding(header, page="", selector="", snippet="", box=None),
            make_finding(
                review,
                url="https://cdn.example.net/a.js",
                request=RequestSeen("GET", "script", 200, "", "script", f"{START}main.js", 7),
                trace=("Tab: <a> “Home”", "Shift+Tab, Escape: the focus stays"),
            ),
        ),
        pages=(
            make_page_result(consent=make_consent()),
            make_page_result(other, final_url=f"{other}all", state="partial", detail="Half of it."),
            make_page_result(f"{START}nothing-here", kind="missing", status=404),
        ),
        coverage=make_coverage(
            found=9,
            partial=(make_not_seen("services/"),),
            failed=(make_not_seen("old", "dns"),),
            skipped=tuple(make_not_seen(f"day/{n}", "trap") for n in range(120)),
            skipped_total=6000,
            documents=(
                DocumentListed(f"{START}a.pdf", START, 200, "application/pdf", 48_000),
                DocumentListed(f"{START}b.docx", START, None, "", None, "No answer."),
            ),
            walls=(make_not_seen("account", "login"),),
        ),
        inventory=make_inventory(),
    )


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_report_has_no_fault_that_axe_finds(
    open_report: OpenReport, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 900}
    opened = open_report(rich_results(), told=CONTEXT, viewport=size, color_scheme=scheme)
    opened.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")

    opened.page.evaluate(engine_text("axe"))
    answer = opened.page.evaluate(
        """async () => {
            const rules = axe.getRules().map((rule) => [rule.ruleId, {enabled: true}]);
            const {violations, passes} = await axe.run({rules: Object.fromEntries(rules)});
            const faults = violations.map(({id, nodes}) => [id, nodes.map((node) => node.html)]);
            return {faults, passed: passes.map(({id}) => id)};
        }"""
    )

    assert answer["faults"] == []
    assert {"color-contrast", "target-size", "heading-order", "region"} <= set(answer["passed"])


@pytest.mark.browser
def test_report_fits_a_screen_of_320_pixels_with_everything_open(open_report: OpenReport) -> None:
    results = rich_results()
    long = "x" * 300
    finding = replace(results.findings[0], snippet=long, selector=long, page=f"{START}{long}")
    results = replace(results, findings=(finding, *results.findings[1:]))
    opened = open_report(results, told=CONTEXT, viewport={"width": 320, "height": 640})

    opened.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")

    assert opened.page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.browser
def test_report_is_whole_without_javascript(open_report: OpenReport) -> None:
    opened = open_report(rich_results(), java_script_enabled=False)

    text = opened.page.locator("body").inner_text()
    opened.page.locator("#issue-i1 > details > summary").click()

    assert "2 problems found" in text
    assert (
        opened.page.locator("#issue-i1").get_by_role("heading", name="How to fix it").is_visible()
    )
    assert not opened.page.locator("#filters").is_visible()


@pytest.mark.browser
def test_policy_allows_the_reports_own_style_and_script_and_nothing_else(
    open_report: OpenReport,
) -> None:
    opened = open_report(rich_results())

    policy = opened.page.locator("meta[http-equiv]").get_attribute("content") or ""
    opened.page.evaluate(
        """() => {
            document.body.append(Object.assign(document.createElement("img"), {src: "x.png"}));
            document.body.setAttribute("style", "display: none");
        }"""
    )

    assert "unsafe" not in policy
    assert opened.page.locator("#filters").is_visible()
    assert opened.page.locator("h1").evaluate("node => getComputedStyle(node).color") == (
        "rgb(255, 255, 255)"
    )
    assert [c.partition(" ")[0] for c in opened.complaints] == ["console:", "console:"]


@pytest.mark.browser
def test_report_opens_without_a_word_in_the_console_and_asks_for_nothing(
    open_report: OpenReport,
) -> None:
    opened = open_report(rich_results())

    assert opened.complaints == []


@pytest.mark.browser
@each_hostile_text
def test_what_pages_say_adds_no_element_and_does_nothing(
    open_report: OpenReport, text: str
) -> None:
    tags = "[...new Set([...document.querySelectorAll('*')].map((e) => e.localName))].sort()"
    plain = open_report(hostile_results("harmless")).page.evaluate(tags)

    opened = open_report(hostile_results(text))
    opened.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    for each in opened.page.locator("article h3, .message, pre").all()[:6]:
        each.hover(force=True)

    # A rule's Markdown may make paragraphs and lists of the text, but only of the harmless kind.
    harmless = {"p", "ul", "ol", "li", "pre", "code", "em", "strong", "br", "hr", "h5", "a"}
    assert set(opened.page.evaluate(tags)) <= set(plain) | harmless
    assert opened.page.locator("script").count() == 1
    assert opened.page.locator("style").count() == 1
    assert opened.page.evaluate(
        "[...document.links].every((a) => /^(https?|file):$/.test(a.protocol))"
    )
    assert not opened.page.evaluate(
        "[...document.querySelectorAll('*')].some((e) => "
        "[...e.attributes].some((a) => a.name.startsWith('on') || a.name === 'style'))"
    )
    assert opened.complaints == []


@each_hostile_text
def test_unseen_characters_are_named_and_long_values_cut(text: str) -> None:
    report = html.render(hostile_results(text))

    unseen = re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\ufeff\ud800-\udfff]", report
    )
    assert unseen == []
    assert "1337" not in report
    assert len(report) < 200_000


def test_direction_overrides_are_made_visible() -> None:
    results = make_results(make_issue(message="invoice\u202egpj.exe"))

    report = html.render(results)

    assert "invoice[U+202E]gpj.exe" in report


@pytest.mark.browser
def test_filters_narrow_the_list_and_are_kept_in_the_address(open_report: OpenReport) -> None:
    opened = open_report(rich_results())
    page = opened.page

    page.select_option("#filter-severity", "serious")
    page.fill("#filter-text", "strict")

    assert page.locator("article.issue:visible").evaluate_all("all => all.map((e) => e.id)") == [
        "issue-i2"
    ]
    assert page.locator("#filter-status").inner_text() == "1 of 3 entries shown."
    assert page.evaluate("location.hash") == "#severity=serious&text=strict"
    page.click("#filters button[type=reset]")
    assert page.locator("article.issue:visible").count() == 3
    assert page.locator("#filter-status").inner_text() == ""


@pytest.mark.browser
def test_filters_in_the_address_apply_when_the_report_opens(open_report: OpenReport) -> None:
    opened = open_report(rich_results(), "#area=security&severity=nonsense")

    assert opened.page.locator("article.issue:visible").count() == 1
    assert opened.page.locator("#filter-area").input_value() == "security"
    assert opened.page.locator("#filter-severity").input_value() == ""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("#criterion=1.1.1", ["footer", "review"]),
        ("#affects=everyone", ["hsts"]),
        ("#framework=us-https", ["hsts"]),
        ("#state=new", ["footer"]),
        ("#state=waived", ["hsts"]),
        ("#page=news%2F199", ["footer"]),
        ("#page=nowhere", []),
        ("#severity=critical&text=to+check", ["review"]),
        ("#text=image-alt", ["footer", "review"]),
        # What stands in a closed entry is not shown, so it is not what somebody looks for.
        ("#text=a+hint", []),
    ],
)
def test_issues_are_filtered_by_everything_that_is_known_of_them(
    browser: Browser, tmp_path: Path, address: str, shown: list[str]
) -> None:
    path = tmp_path / "report.html"
    html.write(footer_results(), path, CONTEXT)
    page = browser.new_page()

    page.goto(path.as_uri() + address)

    articles = page.locator("article.issue:visible").evaluate_all("all => all.map((e) => e.id)")
    page.close()
    assert articles == [f"issue-{each}" for each in shown]


def test_states_and_waivers_of_the_gate_are_shown() -> None:
    report = html.render(footer_results(), replace(CONTEXT, fixed=2, first_seen={"footer": "x"}))

    problems, waived = report.split('<section id="waived"')
    assert 'id="issue-footer"' in problems
    assert 'id="issue-hsts"' in waived
    for words in (
        "1 problem found",
        "1 problem is waived for a time and not counted here.",
        "The gate fails this.",
        "Since the baseline",
        "The supplier mends it in spring.",
        "until 2027-03-01",
        "First seen",
    ):
        assert words in report


def test_the_inventory_tells_what_pages_are_made_of_and_what_its_lists_leave_out() -> None:
    report = html.render(rich_results())

    section = report.partition('<section id="inventory"')[2].partition("</section>")[0]
    plain = " ".join(unescape(re.sub(r"<[^<>]+>", " ", section)).split())
    for words in (
        "www.example.gov 2 2 h2, TLS 1.3 Certificate of CA, until 2027-01-15",
        "Google Analytics counting visitors fetch, script 0 2",
        "13 cookies",
        "730 days Secure, SameSite=Lax a script 2 and 12 more",
        "strict-transport-security protects visitors 1 1 www.example.gov /services/",
        "nginx 2 pages and 3 more",
        "www.example.gov /a.pdf",
    ):
        assert words in plain


def test_the_visits_before_and_after_a_choice_stand_side_by_side() -> None:
    report = html.render(rich_results())

    section = report.partition('<section id="consent"')[2].partition("</section>")[0]
    rows = {
        row[0]: row[1:]
        for line in re.findall(r'<tr role="row">(.*?)</tr>', section, re.DOTALL)
        for row in [
            [
                " ".join(unescape(re.sub(r"<[^<>]+>", " ", cell)).split())
                for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", line, re.DOTALL)
            ]
        ]
    }
    assert rows["Seen"] == ["No choice", "After no", "After yes", "With Global Privacy Control"]
    # The visit that failed has a dash.
    assert rows["Requests"][:3] == ["12", "10", "31"]
    assert rows["Known trackers"][:3] == ["1 google-analytics.com", "0", "1 google-analytics.com"]
    assert not any(character.isalnum() for character in rows["Requests"][3])
    assert "No could not be said" not in section
    assert 'id="consent"' not in html.render(make_results())


def test_a_request_is_shown_with_who_asked_for_it_and_keys_in_their_order() -> None:
    report = html.render(rich_results())

    entry = report.partition('id="issue-i3"')[2].partition("</article>")[0]
    plain = " ".join(unescape(re.sub(r"<[^<>]+>", " ", entry)).split())
    assert f"Request GET script · HTTP 200 Asked for by a script {START}main.js, line 7" in plain
    assert "Keys pressed Tab: <a> “Home” Shift+Tab, Escape: the focus stays" in plain


def test_waiver_to_copy_is_valid_toml_whatever_the_rule_is_called() -> None:
    report = html.render(make_results(make_issue(fingerprint='a"b\\c\n[x]')))

    snippet = re.search(r"<pre><code>(\[\[waiver\]\].*?)</code></pre>", report, re.DOTALL)
    assert snippet is not None
    assert tomllib.loads(unescape(snippet[1])) == {
        "waiver": [
            {
                "rule": "accessibility/image-alt",
                "match": {"fingerprint": 'a"b\\c\n[x]'},
                "reason": "",
                "owner": "",
                "created": date(2026, 11, 23),
                "expires": date(2027, 2, 21),
                "type": "in-progress",
            }
        ]
    }


def test_requirements_are_told_by_what_the_scan_says_and_never_as_met() -> None:
    report = html.render(footer_results())

    table = report.partition('id="framework-wcag22-aa"')[2].partition("</table>")[0]
    rows = re.findall(r'<tr role="row" class="(\w+)">.*?>([\d.]+)</a>', table, re.DOTALL)
    assert len(rows) == 55
    assert [key for status, key in rows if status == "failed"] == ["1.1.1"]
    assert {status for status, _ in rows} == {"failed", "untested"}


def test_components_with_several_problems_are_told_first() -> None:
    issues = tuple(make_issue(f"i{n}", component="footer.site", pages=n) for n in (3, 9))

    report = html.render(make_results(*issues, make_issue("other")))

    row = report.partition("one repair may fix them all")[2].partition("</table>")[0]
    assert "footer.site" in row
    assert "img.seal" not in row
    assert re.findall(r'data-label="\w+">(\d+)', row) == ["2", "9"]


def test_issues_are_ranked_by_severity_pages_and_people() -> None:
    issues = (
        make_issue("minor", severity="minor", pages=500),
        make_issue("narrow", severity="serious", pages=1),
        make_issue("wide", severity="serious", pages=500),
        make_issue("critical"),
    )

    report = html.render(make_results(*issues))

    assert re.findall(r'<article[^>]*id="issue-(\w+)"', report) == [
        "wide",
        "critical",
        "narrow",
        "minor",
    ]


@pytest.mark.browser
def test_folder_works_under_the_policy_that_jenkins_sends(browser: Browser, tmp_path: Path) -> None:
    html.write_folder(footer_results(), tmp_path / "report" / "index.html", CONTEXT)
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))

    def serve(route: Route) -> None:
        file = tmp_path / "report" / route.request.url.rpartition("/")[2]
        policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';"
        route.fulfill(path=file, headers={"Content-Security-Policy": policy})

    page.route("https://jenkins.example.org/**", serve)
    page.goto("https://jenkins.example.org/report/index.html")

    text = page.locator("main").inner_text()
    colour = page.locator("h1").evaluate("node => getComputedStyle(node).color")
    page.close()
    assert "1 problem found" in text
    assert colour == "rgb(255, 255, 255)"
    # Scripts alone are blocked, as Jenkins does with every script; the report needs none.
    assert all("script" in message for message in blocked)
    assert sorted(each.name for each in (tmp_path / "report").iterdir()) == [
        "index.html",
        "report.css",
        "report.js",
    ]


@pytest.mark.browser
def test_link_to_an_entry_leads_there_even_when_it_was_filtered_away(
    open_report: OpenReport,
) -> None:
    opened = open_report(rich_results(), "#area=security")

    opened.page.evaluate("location.hash = '#issue-i1'")

    opened.page.locator("#issue-i1").wait_for(state="visible")
    assert opened.page.locator("article.issue:visible").count() == 3


@pytest.mark.browser
def test_everything_can_be_reached_by_keyboard(open_report: OpenReport) -> None:
    page = open_report(rich_results()).page

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    reached = page.evaluate("document.activeElement.id")
    page.locator("#issue-i1 > details > summary").focus()
    page.keyboard.press("Enter")

    assert (first, reached) == ("Skip to the report", "main")
    assert page.locator("#issue-i1 > details").get_attribute("open") is not None


@pytest.mark.browser
def test_printing_opens_the_entries(open_report: OpenReport) -> None:
    page = open_report(rich_results()).page

    page.emulate_media(media="print")

    assert page.locator("#issue-i1").get_by_role("heading", name="How to fix it").is_visible()
    assert not page.locator("#filters").is_visible()
    fills = "bars => bars.map(bar => getComputedStyle(bar).fill)"
    bars = page.locator(".chart rect.critical, .chart rect.serious").evaluate_all(fills)
    assert {"rgb(0, 0, 0)", "rgb(85, 85, 85)"} == set(bars)


@pytest.mark.browser
def test_severity_is_told_in_words_when_colours_are_forced(open_report: OpenReport) -> None:
    page = open_report(rich_results(), forced_colors="active").page

    badge = page.locator("#issue-i1 .severity")

    assert badge.inner_text() == "Critical"
    assert badge.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"


@pytest.mark.browser
def test_issue_shows_what_why_who_where_and_how_to_fix(open_report: OpenReport) -> None:
    page = open_report(rich_results()).page

    page.locator("#issue-i1 > details > summary").click()
    text = page.locator("#issue-i1").inner_text()

    for words in (
        "Not met: Images have a text alternative",
        "The image has no text alternative.",
        "2 pages, 14 places · affects people who are blind and people with low vision",
        "A screen reader says the file name, or nothing.",
        '<img src="seal.png" alt="Seal">',
        "header > img.seal",
        "16 px from the left, 24 px from the top, 120 \u00d7 48 px",
        "and the same in 13 more places (2 pages in all)",
        "EN 301 549: 9.1.1.1",
        "WCAG 2.2: 1.1.1",
        "accessibility/image-alt, checked by axe-core",
    ):
        assert words in text


def test_reviews_stand_apart_from_failures_and_count_apart() -> None:
    results = make_results(make_issue(outcome="cantTell", needs_review=True))

    report = html.render(results)

    assert "No automated failures, but places a person must check" in report
    problems, to_check = report.split('<section id="to-check"')
    assert "The automated checks found none on what was seen." in problems
    assert "To check:" in to_check


def test_a_clean_result_is_never_called_more_than_it_is() -> None:
    results = make_results(
        pages=(
            make_page_result(outcomes={"accessibility/image-alt": RuleOutcome("passed", passed=3)}),
        )
    )

    report = html.render(results)

    assert "No automated failures" in report
    assert "never that all is well" in report
    # Frameworks speak of conformance in their own words, to say that no failure does not mean it.
    told = _without_requirements(report)
    assert not re.search(r"complian|conforman|\d\s?%|score", told, re.IGNORECASE)


def test_a_site_that_was_not_seen_is_not_called_clean() -> None:
    results = make_results(
        pages=(),
        coverage=make_coverage(
            visited=0, start_page_seen=False, failed=(make_not_seen("", "dns"),)
        ),
    )

    report = html.render(results)

    assert "Nothing could be seen" in report
    assert "No automated failures" not in report
    assert "None are known, because nothing was seen." in report


def test_many_places_and_pages_are_cut_and_counted() -> None:
    issue = make_issue(pages=60, occurrences=75)
    findings = tuple(
        make_finding(issue, n, page=f"{START}{n % 60}", selector=f"#e{n}") for n in range(75)
    )

    report = html.render(make_results(issue, findings=findings))

    assert "65 more are in" in report
    assert "First 50 of 60 pages" in report
    assert "10 more are in" in report


def test_many_issues_are_cut_and_counted() -> None:
    issues = tuple(make_issue(f"i{n}") for n in range(510))

    report = html.render(make_results(*issues))

    assert report.count("<article") == 500
    assert "10 more are in" in report


def test_only_web_addresses_become_links() -> None:
    issue = make_issue()
    pages = ("https://www.example.gov/a?b=1&c=2", "javascript:alert(1)", "https://a b", "//x", "")

    report = html.render(
        make_results(issue, findings=tuple(make_finding(issue, page=page) for page in pages))
    )

    links = re.findall(
        r'<a href="(?!#)([^"]*)"( rel="noopener noreferrer")?', _without_requirements(report)
    )
    assert set(links) == {
        ("https://www.example.gov/a?b=1&amp;c=2", ' rel="noopener noreferrer"'),
        (START, ' rel="noopener noreferrer"'),
        (
            "https://www.w3.org/WAI/WCAG22/Understanding/non-text-content",
            ' rel="noopener noreferrer"',
        ),
    }


def test_report_of_the_same_results_is_the_same() -> None:
    assert html.render(rich_results()) == html.render(rich_results())


def test_scan_that_was_cut_off_says_so() -> None:
    report = html.render(make_results(scan=make_scan(finished="")))

    assert "The scan was cut off" in report
    assert "Cut off before its end" in report


def test_report_is_written_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "out" / "report.html"

    html.write(rich_results(), path)

    assert path.read_text(encoding="utf-8") == html.render(rich_results())
    assert [each.name for each in path.parent.iterdir()] == ["report.html"]


def _without_requirements(report: str) -> str:
    before, _, rest = _body(report).partition('<section id="requirements"')
    return before + rest.partition("</section>")[2]


def _body(report: str) -> str:
    return report.partition("<body>")[2].partition("<script>")[0]


def test_the_templates_of_a_report_are_compiled_before_there_are_results() -> None:
    html.environment.cache_clear()

    FORMATS["html"].prepare()

    cache = html.environment().cache
    assert cache is not None
    compiled = {name for _, name in cache}
    html.render(make_results())
    assert {name for _, name in cache} == compiled
