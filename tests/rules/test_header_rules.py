"""What the examples on the pages of header and cookie rules cannot show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from civiscope.grade.visited import grades
from civiscope.judge.apply import apply_rule
from civiscope.lists import Lists
from civiscope.model import (
    Document,
    Dom,
    Headers,
    Host,
    Meta,
    Missing,
    Outcome,
    Page,
    Request,
    Response,
    Script,
    Site,
    Visit,
)
from civiscope.model.transport import RedirectHop, Walk
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.testing import NOT_GATHERED, make_page, make_response
from civiscope_rules.security import (
    cache_session_cookie,
    cookie_scope,
    csp_bypassable_hosts,
    csp_complete,
    csp_nonce_reused,
    csp_syntax,
    headers_conflicting,
    headers_everywhere,
    headers_malformed,
    headers_retired,
    observatory_grade,
)
from civiscope_rules.shared.policies import Bypass, bypasses

HOME = "https://www.example.gov/"
HTML = ("content-type", "text/html; charset=utf-8")
# What the OWASP Secure Headers Project asks for.
WELL_KEPT = (
    HTML,
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-frame-options", "deny"),
    ("x-content-type-options", "nosniff"),
    (
        "content-security-policy",
        "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; "
        "frame-ancestors 'none'; upgrade-insecure-requests",
    ),
    ("x-permitted-cross-domain-policies", "none"),
    ("referrer-policy", "no-referrer"),
    ("clear-site-data", '"cache","cookies","storage"'),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cache-control", "no-store, max-age=0"),
    ("x-xss-protection", "0"),
    ("set-cookie", "__Host-session=[32 characters]; Path=/; Secure; HttpOnly; SameSite=Lax"),
)


def _page(
    url: str = HOME,
    fields: Iterable[tuple[str, str]] = (HTML,),
    *,
    status: int = 200,
    requests: tuple[Request, ...] = (),
    dom: Dom | Missing | None = None,
    visit: Visit | None = None,
    cached: bool = False,
) -> Page:
    hop = replace(make_response(url, status, tuple(fields)), from_cache=cached)
    return make_page(
        url,
        *requests,
        hops=(hop,),
        dom=Dom("Page", url) if dom is None else dom,
        visit=visit or Visit("complete"),
        kind="missing" if status == 404 else "page",
    )


def _said(outcomes: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.message, one.place.component) for one in outcomes]


def _failed(outcomes: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    return [
        (one.message, one.place.component, one.place.url)
        for one in outcomes
        if one.verdict == "failed"
    ]


def test_a_well_configured_site_fails_no_rule_about_headers() -> None:
    page = _page(fields=WELL_KEPT)
    site = Site((page.lean(), _page(f"{HOME}permits", WELL_KEPT).lean()))
    rules = [rule for rule in all_rules(load_rulebooks()) if rule.id.startswith("security/")]

    failures = [
        (rule.id, outcome.message)
        for rule in rules
        if rule.check is not None and rule.script is None
        for outcome in apply_rule(rule, page if rule.scope == "page" else site).outcomes
        if outcome.verdict == "failed"
    ]

    assert failures == []


def test_on_three_hosts_a_missing_field_is_one_issue_with_the_right_places() -> None:
    nosniff = (HTML, ("x-content-type-options", "nosniff"))
    bare = [_page("https://example.gov/", nosniff), _page("https://example.gov/a", nosniff)]
    www = [_page(f"{HOME}{number}", nosniff) for number in range(3)]
    old = [_page(f"{HOME}old/{number}") for number in range(2)]
    api = [_page("https://api.example.gov/"), _page("https://api.example.gov/v1")]
    pages = (*bare, *www, *old, _page(f"{HOME}not-there", status=404), *api)
    plan = Document(f"{HOME}plan.pdf", HOME, 200, Headers(nosniff))

    outcomes = list(headers_everywhere.check(Site(pages, (plan,)), least_share=0.5))

    component = "x-content-type-options on https://www.example.gov"
    assert _failed(outcomes) == [
        ("page", component, f"{HOME}old/0"),
        ("page", component, f"{HOME}old/1"),
        ("error-page", component, f"{HOME}not-there"),
    ]
    assert {(o.facts["have"], o.facts["every"]) for o in outcomes if o.facts} == {(4, 7)}
    assert _said(outcomes)[0] == (
        "passed",
        "",
        "x-content-type-options on https://example.gov",
    )


def test_behind_a_wall_and_in_a_folder_nothing_is_said() -> None:
    bad = (HTML, ("x-frame-options", "DENY, SAMEORIGIN"), ("feature-policy", "camera 'none'"))
    folder = _page("http://127.0.0.1:8000/", (*bad, ("x-civiscope-folder", "1")))
    walled = _page(fields=bad, visit=Visit("partial", "bot-wall"))

    told = [*headers_conflicting.check(folder), *headers_retired.check(folder)]
    told += headers_malformed.check(folder)
    site = Site((walled, _page(f"{HOME}a", WELL_KEPT), _page(f"{HOME}b", WELL_KEPT)))
    variance = headers_everywhere.check(site, least_share=0.5)

    assert told == []
    assert _failed(variance) == []


def test_a_malformed_field_is_found_on_what_a_page_loads_and_told_once() -> None:
    fields = Headers((("cross-origin-resource-policy", "Same-Site"),))
    images = tuple(
        Request(url, "image", hops=(Response(url, 200, fields),))
        for url in (f"{HOME}a.png", f"{HOME}b.png", "https://cdn.example.org/c.png")
    )

    outcomes = headers_malformed.check(_page(requests=images))

    assert _failed(outcomes) == [("ignored", "cross-origin-resource-policy", f"{HOME}a.png")]


def test_a_policy_in_the_page_takes_part() -> None:
    meta = Meta("content-security-policy", "base-uri 'none'; form-action 'self'", True)
    fields = (HTML, ("content-security-policy", "default-src 'self'"))

    alone = csp_complete.check(_page(fields=fields))
    together = csp_complete.check(_page(fields=fields, dom=Dom("Page", HOME, meta=(meta,))))

    assert [message for message, _, _ in _failed(alone)] == ["base-uri", "form-action"]
    assert _failed(together) == []


def test_a_way_in_that_could_not_be_looked_for_in_the_page_is_told_with_less_certainty() -> None:
    fields = (HTML, ("content-security-policy", "default-src 'self'"))

    outcomes = csp_complete.check(_page(fields=fields, dom=NOT_GATHERED))

    assert {o.confidence for o in outcomes if o.verdict == "failed"} == {"firm"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "https://*.s3.amazonaws.com",
            [Bypass("https://*.s3.amazonaws.com", "*.s3.amazonaws.com", "publish")],
        ),
        ("*.amazonaws.com", [Bypass("*.amazonaws.com", "*.amazonaws.com", "publish")]),
        ("https://larkmere.s3.amazonaws.com", []),
        ("https://d111111abcdef8.cloudfront.net:443", []),
        ("https://UNPKG.com:*/", [Bypass("https://UNPKG.com:*/", "unpkg.com", "publish")]),
        ("https://unpkg.com/react@18/", []),
        ("https://notunpkg.com", []),
        ("https://www.googletagmanager.com", []),
        ("'self'", []),
        ("https:", []),
    ],
)
def test_only_a_host_that_is_allowed_as_a_whole_is_a_way_in(
    source: str, expected: list[Bypass]
) -> None:
    assert list(bypasses([source], eval_allowed=False)) == expected


def test_what_a_policy_that_allows_everything_allows_is_told_by_another_rule() -> None:
    fields = (HTML, ("content-security-policy", "script-src * https://unpkg.com"))

    assert list(csp_bypassable_hosts.check(_page(fields=fields))) == []


def test_a_policy_that_was_too_long_to_be_kept_is_not_judged() -> None:
    rules = {rule.id: rule for rule in all_rules(load_rulebooks())}
    page = _page(fields=(HTML, ("content-security-policy", "default-src 'self' https://a…")))

    said = apply_rule(rules["security/csp-syntax"], page)

    assert said.summary(unseen="").outcome == "untested"


def test_mistakes_are_named_policy_by_policy() -> None:
    fields = (
        HTML,
        ("content-security-policy", "default-src 'none', img-src 'self'; img-src *; scripts-src a"),
    )

    outcomes = csp_syntax.check(_page(fields=fields), least_nonce=16)

    assert [(message, place) for message, place, _ in _failed(outcomes)] == [
        ("repeated", "img-src repeated"),
        ("unknown", "scripts-src unknown"),
    ]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("script-src 'self'; object-src *; base-uri https:", ["object-src", "base-uri"]),
        ("default-src *; base-uri 'none'", []),  # told by csp-unsafe
        ("default-src 'self'; base-uri *, base-uri 'self'", []),
        ("script-src 'self'; object-src *, default-src 'self'; base-uri 'none'", []),
        ("default-src 'self' 'unsafe-eval'; base-uri 'none'", ["script-src 'unsafe-eval'"]),
        ("default-src 'self' 'unsafe-eval'; base-uri 'none', script-src 'self'", []),
        ("script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'", []),
    ],
)
def test_a_way_stays_open_only_when_no_policy_closes_it(policy: str, told: list[str]) -> None:
    fields = (HTML, ("content-security-policy", f"{policy}; form-action 'self'"))

    outcomes = csp_complete.check(_page(fields=fields))

    assert [place for _, place, _ in _failed(outcomes)] == told


def test_an_answer_from_the_cache_has_no_nonce_of_its_own() -> None:
    fields = (HTML, ("content-security-policy", "script-src 'nonce-8IBTHwOdqNKAWeKl7plt8g=='"))
    first, again = _page(fields=fields), _page(f"{HOME}again", fields, cached=True)
    other = _page(f"{HOME}other", fields)

    cached = list(csp_nonce_reused.check(Site((first, again))))
    reused = list(csp_nonce_reused.check(Site((first, again, other))))

    assert cached == []
    assert _failed(reused) == [("reused", "nonce", f"{HOME}other")]


def test_how_long_a_session_lasts_is_reckoned_from_the_answers_own_clock() -> None:
    fields = (
        HTML,
        ("date", "Mon, 02 Nov 2026 10:00:00 GMT"),
        ("set-cookie", "sessionid=[9 characters]; Expires=Mon, 01 Feb 2027 10:00:00 GMT; Secure"),
    )

    outcomes = list(cookie_scope.check(_page(fields=fields), most_days=30))

    assert _said(outcomes) == [("cannot_tell", "long", "sessionid")]
    assert outcomes[0].facts["days"] == 91


@pytest.mark.parametrize(
    "value", ["max-age=600", "public, max-age=0", "public, no-cache", "public, private", "no-store"]
)
def test_a_session_cookie_is_safe_from_caches_that_do_not_keep_it(value: str) -> None:
    cookie = ("set-cookie", "sessionid=[9 characters]; Secure")

    outcomes = cache_session_cookie.check(_page(fields=(HTML, cookie, ("cache-control", value))))

    assert _said(outcomes) == [("passed", "", "sessionid")]


def test_each_origin_gets_the_grade_of_its_root() -> None:
    own = Script(f"{HOME}a.js")
    foreign = Script("https://cdn.example.org/a.js")
    walk = Walk((RedirectHop("http://www.example.gov/", 200),))
    site = Site(
        (
            _page(f"{HOME}permits", WELL_KEPT, dom=Dom("Page", HOME, scripts=(foreign,))),
            _page(HOME, WELL_KEPT, dom=Dom("Page", HOME, scripts=(own,))),
            _page("https://maps.example.gov/"),
        ),
        hosts=(Host("www.example.gov", http=walk),),
    )

    found = [(page.url, each.grade, each.score) for page, each in grades(site, Lists.packaged())]
    low = observatory_grade.check(site, Lists.packaged(), least_score=70)

    assert found == [(HOME, "B+", 80), ("https://maps.example.gov/", "D", 30)]
    assert [place for _, place, _ in _failed(low)] == ["https://maps.example.gov"]
