"""Each test of the Observatory's algorithm gives the result that the Observatory gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scanner.grade.factories import graded, result, saved

from civiscope.grade import Grade, NotGraded, SavedResponse, grade
from civiscope.grade.scores import POINTS, grade_for, score
from civiscope.model import Headers

NONCE = "'nonce-r4nd0m'"
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
OWN = "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
ALL = "sri-implemented-and-all-scripts-loaded-securely"
EXTERNAL = "sri-implemented-and-external-scripts-loaded-securely"
UNSIGNED = "sri-not-implemented-but-external-scripts-loaded-securely"
PLAIN = "sri-implemented-but-external-scripts-not-loaded-securely"
NEITHER = "sri-not-implemented-and-external-scripts-not-loaded-securely"
NONE = "sri-not-implemented-but-no-scripts-loaded"
HASH = "sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8="


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default-src 'none'", "no-unsafe-default-src-none"),
        ("default-src", "no-unsafe-default-src-none"),
        ("default-src 'self'", "no-unsafe"),
        ("DEFAULT-SRC 'SELF'", "no-unsafe"),
        ("script-src 'self'", "unsafe-inline"),
        ("script-src 'self'; object-src 'none'", "unsafe-inline-in-style-src-only"),
        ("default-src 'self'; script-src data:", "unsafe-inline"),
        ("default-src 'self'; script-src https://*.*", "unsafe-inline"),
        ("default-src 'self'; object-src data:", "no-unsafe"),
        ("default-src 'self'; connect-src http://a.example", "insecure-scheme"),
        ("default-src 'self'; report-uri http://a.example", "insecure-scheme"),
        ("default-src 'self'; style-src 'unsafe-eval'", "unsafe-eval"),
        (
            "default-src 'self'; media-src http://a.example",
            "insecure-scheme-in-passive-content-only",
        ),
        (
            "default-src 'self'; style-src 'self' 'unsafe-inline'",
            "unsafe-inline-in-style-src-only",
        ),
        (f"default-src 'self' 'unsafe-inline' {NONCE}", "no-unsafe"),
        (f"default-src 'strict-dynamic' {NONCE} https: http:", "no-unsafe"),
        ("default-src 'self' 'strict-dynamic'", "csp-header-invalid"),
        ("default-src 'self'; default-src 'self'", "csp-header-invalid"),
        (
            "default-src 'self'; report-to a; report-to b",
            "csp-implemented-but-duplicate-directives",
        ),
        ("default-src *; report-to a; report-to b", "unsafe-inline"),
        ("foo", "csp-header-invalid"),
        ("", "csp-header-invalid"),
        ("default-src 'self',", "csp-header-invalid"),
        (" ; ; ; ;", "csp-not-implemented"),
        (
            "default-src 'self' 'unsafe-inline', script-src 'self'",
            "unsafe-inline-in-style-src-only",
        ),
        ("default-src 'self' https:, default-src 'self'", "no-unsafe"),
        ("default-src 'self', img-src *", "no-unsafe"),
        ("default-src 'self'; img-src http: http://a.example, img-src https:", "no-unsafe"),
        ("default-src https://a.example/%, default-src https://a.example/b", "csp-header-invalid"),
        (
            "default-src https://a.example/%41, default-src https://a.example/a",
            "no-unsafe-default-src-none",
        ),
    ],
)
def test_a_policy_has_its_result(policy: str, expected: str) -> None:
    answer = saved({"content-security-policy": policy})

    found = result("content-security-policy", answer)

    assert found.removeprefix("csp-implemented-with-") == expected


def test_policies_of_the_page_count_and_some_directives_alone_do_not() -> None:
    alone = saved(html=META.format("frame-ancestors 'none'"))
    whole = saved(html=META.format("default-src 'none'; frame-ancestors 'none'"))

    assert result("content-security-policy", alone) == "csp-not-implemented"
    assert graded(whole).tests["x-frame-options"] == "x-frame-options-implemented-via-csp"


def test_a_policy_that_only_reports_is_told_apart() -> None:
    answer = saved({"content-security-policy-report-only": "default-src 'self'"})

    assert result("content-security-policy", answer) == "csp-not-implemented-but-reporting-enabled"


def test_plain_addresses_do_not_count_on_a_plain_page() -> None:
    answer = saved(
        {"content-security-policy": "default-src 'self'; font-src http://a.example"},
        url="http://www.example.gov/",
    )

    assert result("content-security-policy", answer) == "csp-implemented-with-no-unsafe"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["a=1; Secure; SameSite=Lax"], "cookies-secure-with-httponly-sessions-and-samesite"),
        (["a=1; Secure"], "cookies-secure-with-httponly-sessions"),
        (["a=1; Secure; SameSite=None"], "cookies-secure-with-httponly-sessions-and-samesite"),
        (["a=1; SameSite=None"], "cookies-samesite-flag-invalid"),
        (["a=1; Secure; SameSite"], "cookies-samesite-flag-invalid"),
        (["a=1"], "cookies-without-secure-flag"),
        (["MyLogin=1; Secure"], "cookies-session-without-httponly-flag"),
        (["sess=1; HttpOnly", "a=1"], "cookies-session-without-secure-flag"),
        (["XCSRF=1; Secure"], "cookies-anticsrf-without-samesite-flag"),
        (["heroku-session-affinity=1"], "cookies-not-found"),
        (["heroku-session-affinity=1; SameSite=x"], "cookies-not-found"),
        (["no-equals-sign", "=1", "a\x01=1"], "cookies-not-found"),
        (["__Host-a=1; Path=/", "__Secure-b=1"], "cookies-not-found"),
        (["__Host-a=1; Secure; Path=/; Domain=example.gov"], "cookies-not-found"),
        (["a=1; Domain=other.example.gov", "b=1; Domain=gov"], "cookies-not-found"),
        (["a=1", "a=2; Secure"], "cookies-secure-with-httponly-sessions"),
        (["a=1; Path=/x", "a=2; Secure"], "cookies-without-secure-flag"),
        (["a=; Max-Age=0"], "cookies-without-secure-flag"),
    ],
)
def test_cookies_have_the_result_of_the_worst(fields: list[str], expected: str) -> None:
    assert result("cookies", saved({"set-cookie": fields})) == expected


def test_hsts_excuses_what_secure_lacks() -> None:
    hsts = {"strict-transport-security": "max-age=31536000"}

    plain = saved({**hsts, "set-cookie": ["a=1"]})
    session = saved({**hsts, "set-cookie": ["a=1", "sess=1; HttpOnly"]})

    assert result("cookies", plain) == "cookies-without-secure-flag-but-protected-by-hsts"
    assert result("cookies", session) == "cookies-session-without-secure-flag-but-protected-by-hsts"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-age=15552000", "hsts-implemented-max-age-at-least-six-months"),
        ("max-age=15551999", "hsts-implemented-max-age-less-than-six-months"),
        (" MAX-AGE= 5x ; preload", "hsts-implemented-max-age-less-than-six-months"),
        ("max-age=31536000; max-age=0", "hsts-implemented-max-age-less-than-six-months"),
        ("max-age=", "hsts-implemented-max-age-at-least-six-months"),
        ('max-age="5"', "hsts-implemented-max-age-at-least-six-months"),
        ("max-age=-1", "hsts-implemented-max-age-less-than-six-months"),
        ("max-age", "hsts-header-invalid"),
        ("", "hsts-header-invalid"),
        ("max-age=31536000, max-age=31536000", "hsts-header-invalid"),
        ("x" * 1024 + "; max-age=31536000", "hsts-header-invalid"),
    ],
)
def test_hsts_has_its_result(value: str, expected: str) -> None:
    answer = saved({"strict-transport-security": value})

    assert result("strict-transport-security", answer) == expected


def test_hsts_needs_https_a_certificate_and_is_overruled_by_the_list() -> None:
    hsts = {"strict-transport-security": "max-age=1"}
    plain = saved(hsts, url="http://www.example.gov/")
    listed = grade(saved(hsts), preloaded=lambda host: host == "www.example.gov")

    assert result("strict-transport-security", plain) == "hsts-not-implemented-no-https"
    assert result("strict-transport-security", saved(hsts, verified=False)) == "hsts-invalid-cert"
    assert isinstance(listed, Grade)
    assert listed.tests["strict-transport-security"] == "hsts-preloaded"
    assert listed.tests["redirection"] == "redirection-all-redirects-preloaded"


HTTP, WWW = "http://example.gov/", "https://www.example.gov/"


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        (None, "redirection-to-https"),
        ([], "redirection-not-needed-no-http"),
        ([(HTTP, 200)], "redirection-missing"),
        ([(HTTP, 301), ("https://example.gov/", 301), (WWW, 200)], "redirection-to-https"),
        ([(HTTP, 301), (WWW, 200)], "redirection-off-host-from-http"),
        (
            [(HTTP, 301), ("http://www.example.gov/", 301), (WWW, 200)],
            "redirection-not-to-https-on-initial-redirection",
        ),
        ([(HTTP, 301), (HTTP, 200)], "redirection-not-to-https"),
    ],
)
def test_the_way_from_http_has_its_result(
    hops: list[tuple[str, int]] | None, expected: str
) -> None:
    assert result("redirection", saved(redirects=hops)) == expected


@pytest.mark.parametrize(
    ("value", "page", "expected"),
    [
        ("no-referrer", "", "referrer-policy-private"),
        ("unsafe-url, NO-REFERRER , new-policy", "", "referrer-policy-private"),
        ("no-referrer", "unsafe-url", "referrer-policy-unsafe"),
        ("origin", "nonsense", "referrer-policy-unsafe"),
        ("nonsense", "", "referrer-policy-header-invalid"),
        ("", "", "referrer-policy-header-invalid"),
        (None, "", "referrer-policy-not-implemented"),
        (None, "same-origin", "referrer-policy-private"),
    ],
)
def test_the_referrer_policy_has_its_result(value: str | None, page: str, expected: str) -> None:
    headers = {} if value is None else {"referrer-policy": value}
    answer = saved(headers, f'<meta name=Referrer content="{page}">' if page else "")

    assert result("referrer-policy", answer) == expected


@pytest.mark.parametrize(
    ("scripts", "expected"),
    [
        ("<p>none", NONE),
        ("<!-- <script src=//a.example> -->", NONE),
        ('<a title="<script src=x>">', NONE),
        ("<script>'<script src=//a.example>'</script>", OWN),
        ("<script src=/a.js></script>", OWN),
        ("<SCRIPT SRC='http://static.example.gov/a'></SCRIPT>", OWN),
        (f"<script src=/a.js integrity={HASH}></script>", ALL),
        (f"<script src=https://a.example/a.js integrity={HASH}></script>", EXTERNAL),
        ("<script src=https://a.example/a.js integrity=''></script>", UNSIGNED),
        (f"<script src=//a.example/a.js integrity={HASH}></script>", PLAIN),
        ("<script src=//static.example.gov/a.js></script>", NEITHER),
        ("<script src=//a.example/x></script><script src=https://a.example/x></script>", NEITHER),
    ],
)
def test_scripts_have_the_result_of_the_worst(scripts: str, expected: str) -> None:
    assert result("subresource-integrity", saved(html=scripts)) == expected


def test_other_types_than_html_have_no_scripts_and_no_type_has() -> None:
    page = "<script src=//a.example/a.js></script>"
    fonts = SavedResponse("https://www.example.gov/", Headers(()), page)

    other = result("subresource-integrity", saved({"content-type": "Text/HTML"}, page))
    unsaid = result("subresource-integrity", fonts)

    assert other == "sri-not-implemented-response-not-html"
    assert unsaid == "sri-not-implemented-and-external-scripts-not-loaded-securely"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("x-content-type-options", " NoSniff ", "x-content-type-options-nosniff"),
        ("x-content-type-options", "nosniff, nosniff", "x-content-type-options-header-invalid"),
        ("x-content-type-options", "", "x-content-type-options-not-implemented"),
        ("x-frame-options", "sameorigin", "x-frame-options-sameorigin-or-deny"),
        ("x-frame-options", "Allow-From https://a.example", "x-frame-options-allow-from-origin"),
        ("x-frame-options", "DENY, DENY", "x-frame-options-header-invalid"),
        ("cross-origin-resource-policy", "Same-Origin", "corp-implemented-with-same-origin"),
        ("cross-origin-resource-policy", "same-origin, same-site", "corp-header-invalid"),
        (
            "cross-origin-opener-policy",
            'same-origin; report-to="a"',
            "coop-implemented-with-same-origin",
        ),
        ("cross-origin-opener-policy", '"same-origin"', "coop-header-invalid"),
        ("cross-origin-opener-policy", "Same-Origin", "coop-header-invalid"),
        ("cross-origin-embedder-policy", "credentialless", "coep-implemented-with-credentialless"),
        ("cross-origin-embedder-policy", "require-corp, require-corp", "coep-header-invalid"),
        (
            "access-control-allow-origin",
            "*",
            "cross-origin-resource-sharing-implemented-with-public-access",
        ),
        (
            "access-control-allow-origin",
            "null",
            "cross-origin-resource-sharing-implemented-with-restricted-access",
        ),
    ],
)
def test_a_single_field_has_its_result(header: str, value: str, expected: str) -> None:
    tests = graded(saved({header: value})).tests

    assert expected in tests.values()


def test_a_field_sent_twice_is_read_as_one_with_a_comma() -> None:
    answer = saved({"x-frame-options": ["DENY", "DENY"]})

    assert result("x-frame-options", answer) == "x-frame-options-header-invalid"


def test_extra_points_are_for_those_who_lost_no_more_than_ten() -> None:
    good = ["coop-implemented-with-same-origin", "corp-implemented-with-same-site"]

    enough = score([*good, "csp-implemented-with-unsafe-eval"])
    too_little = score([*good, "csp-implemented-with-unsafe-eval", "referrer-policy-unsafe"])
    lowest = score(["sri-not-implemented-and-external-scripts-not-loaded-securely"] * 3)

    assert (enough, too_little, lowest) == (110, 85, 0)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (165, "A+"),
        (100, "A+"),
        (95, "A"),
        (85, "A-"),
        (80, "B+"),
        (45, "C-"),
        (25, "D-"),
        (20, "F"),
    ],
)
def test_a_score_has_its_grade(points: int, expected: str) -> None:
    assert grade_for(points) == expected


@pytest.mark.parametrize(("status", "gets_one"), [(200, True), (403, True), (404, False)])
def test_error_pages_get_no_grade(status: int, gets_one: bool) -> None:
    found = grade(saved(status=status))

    assert isinstance(found, Grade if gets_one else NotGraded)


FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("content-type", "content-security-policy", "strict-transport-security"),
            *("x-frame-options", "x-content-type-options", "referrer-policy", "set-cookie"),
            *("cross-origin-opener-policy", "cross-origin-embedder-policy"),
            *("cross-origin-resource-policy", "access-control-allow-origin"),
        ]
    ),
    st.text(st.sampled_from(";,='\"%* -src:/.") | st.characters(), max_size=80),
)


@given(FIELDS, st.text(st.sampled_from("<>/=!-\"' scriptmea") | st.characters(), max_size=80))
def test_whatever_a_server_sends_gets_a_grade(fields: dict[str, str], page: str) -> None:
    found = graded(saved(fields, page))

    assert set(found.tests.values()) <= set(POINTS)
    assert {reading.test for reading in found.readings} <= set(found.tests)
