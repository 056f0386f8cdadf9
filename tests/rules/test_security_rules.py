"""What the examples on the security pages cannot show: jars, folders, walls, evidence not there."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from civiscope.model import (
    Cookie,
    Dom,
    EvidenceMissing,
    Headers,
    Meta,
    Missing,
    Outcome,
    Page,
    Request,
    Response,
    Visit,
)
from civiscope.testing import NOT_GATHERED, make_page
from civiscope_rules.security import (
    clickjacking,
    content_type_charset,
    content_type_options,
    cookie_http_only,
    cookie_prefix,
    cookie_same_site,
    cookie_secure,
    cors_any_origin_with_credentials,
    csp_missing,
    csp_unsafe,
    hsts,
    hsts_on_redirect,
    https_redirect,
    mixed_content,
    referrer_policy,
    server_version,
)

HOME = "https://www.example.gov/"
WHOLE = Visit("complete")
Fields = Iterable[tuple[str, str]]


def _page(
    fields: Fields = (),
    *,
    url: str = HOME,
    hops: tuple[Response, ...] = (),
    requests: tuple[Request, ...] = (),
    cookies: tuple[Cookie, ...] | Missing = (),
    dom: Dom | Missing = NOT_GATHERED,
    visit: Visit = WHOLE,
) -> Page:
    return make_page(
        url, *requests, fields=fields, hops=hops, cookies=cookies, dom=dom, visit=visit
    )


def _cookie(
    name: str,
    *,
    domain: str = "www.example.gov",
    secure: bool = False,
    http_only: bool = False,
    by_script: bool = False,
) -> Cookie:
    return Cookie(
        name=name,
        domain=domain,
        path="/",
        secure=secure,
        http_only=http_only,
        same_site="",
        lifetime=None,
        partitioned=False,
        host_only=True,
        length=20,
        entropy=3.5,
        set_by="script" if by_script else "header",
        set_url=HOME,
    )


def _said(outcomes: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.message, one.place.component) for one in outcomes]


def _answer(url: str, status: int = 200, **fields: str) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    return Response(url, status, Headers(named))


def test_a_folder_that_civiscope_serves_is_given_no_advice_about_headers() -> None:
    page = _page(
        [("content-type", "text/html"), ("x-civiscope-folder", "1"), ("server", "civiscope/0.1")],
        url="http://127.0.0.1:8931/index.html",
        dom=Dom("Page", "http://127.0.0.1:8931/index.html", charset="windows-1252"),
    )

    said = [
        *hsts.check(page, min_age=1),
        *https_redirect.check(page),
        *csp_missing.check(page),
        *content_type_options.check(page),
        *clickjacking.check(page),
        *referrer_policy.check(page),
        *content_type_charset.check(page),
        *server_version.check(page),
    ]

    assert said == []


def test_behind_a_wall_against_robots_nothing_is_said_of_the_sites_headers() -> None:
    page = _page(visit=Visit("partial", "bot-wall"))

    with pytest.raises(EvidenceMissing):
        list(hsts.check(page, min_age=1))


def test_a_page_of_somebody_else_at_the_end_of_a_redirect_is_not_judged() -> None:
    hops = (
        _answer(HOME, 302, location="https://www.example.org/"),
        _answer("https://www.example.org/", server="Apache/2.4.41"),
    )

    assert list(server_version.check(_page(hops=hops))) == []


def test_a_site_known_to_browsers_by_one_answer_need_not_repeat_it_on_its_redirects() -> None:
    page = _page(
        hops=(
            _answer("https://example.gov/", 301, location="/en"),
            _answer(
                "https://example.gov/en",
                301,
                location=HOME,
                strict_transport_security="max-age=600",
            ),
            _answer(HOME),
        )
    )

    assert _said(hsts_on_redirect.check(page)) == [("passed", "", "example.gov")]


def test_a_redirect_of_the_site_to_somebody_elses_plain_page_is_not_the_sites_fault() -> None:
    hops = (
        _answer("http://www.example.gov/museum", 302, location="http://museum.example.org/"),
        _answer("http://museum.example.org/"),
    )

    assert list(https_redirect.check(_page(hops=hops))) == []


def test_what_the_browser_blocked_as_mixed_content_counts_whatever_it_called_it() -> None:
    request = Request("http://maps.example.org/map.js", "script", blocked="mixed-content")

    said = _said(mixed_content.check(_page(requests=(request,))))

    assert said == [("failed", "blocked", "http://maps.example.org script")]


def test_without_the_document_a_missing_policy_is_not_claimed() -> None:
    page = _page([("content-type", "text/html")])

    with pytest.raises(EvidenceMissing):
        list(csp_missing.check(page))


def test_without_the_document_a_weak_policy_is_less_sure() -> None:
    fields = [("content-security-policy", "default-src *")]
    dom = Dom("Page", HOME)

    unseen = next(csp_unsafe.check(_page(fields)))
    seen = next(csp_unsafe.check(_page(fields, dom=dom)))

    assert (unseen.message, unseen.confidence) == ("any-host", "firm")
    assert (seen.message, seen.confidence) == ("any-host", None)


def test_a_strict_policy_in_the_page_mends_a_weak_one_in_the_header() -> None:
    meta = Meta("content-security-policy", "script-src 'self'; base-uri 'none'", True)
    fields = [("content-security-policy", "default-src 'self' 'unsafe-inline'")]

    said = _said(csp_unsafe.check(_page(fields, dom=Dom("Page", HOME, meta=(meta,)))))

    assert said == [("passed", "", "script-src")]


def test_policies_that_each_leave_another_way_in_leave_none_together() -> None:
    fields = [
        ("content-security-policy", "script-src 'self' 'unsafe-inline'"),
        ("content-security-policy", "script-src https:"),
    ]

    said = _said(csp_unsafe.check(_page(fields, dom=Dom("Page", HOME))))

    assert said == [("passed", "", "script-src")]


def test_a_policy_that_was_cut_for_its_length_is_not_judged() -> None:
    page = _page([("content-security-policy", "img-src " + "x" * 8000 + "…")])

    assert _said(csp_missing.check(page)) == [("passed", "", "content-security-policy")]
    with pytest.raises(EvidenceMissing):
        list(csp_unsafe.check(page))
    with pytest.raises(EvidenceMissing):
        list(clickjacking.check(page))


def test_frame_ancestors_in_the_page_itself_protect_nobody() -> None:
    meta = Meta("content-security-policy", "frame-ancestors 'none'", True)

    said = _said(clickjacking.check(_page(dom=Dom("Page", HOME, meta=(meta,)))))

    assert said == [("failed", "missing", "frame-ancestors")]


def test_one_of_several_policies_is_enough_to_keep_foreign_frames_out() -> None:
    fields = [
        ("content-security-policy", "frame-ancestors *"),
        ("content-security-policy", "frame-ancestors 'self'"),
    ]

    assert _said(clickjacking.check(_page(fields))) == [("passed", "", "frame-ancestors")]


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("nginx", "passed"),
        ("cloudflare", "passed"),
        ("ECS (dcb/7EA3)", "passed"),
        ("awselb/2.0", "passed"),
        ("Google Frontend", "passed"),
        ("nginx/1.18.0", "failed"),
        ("Microsoft-IIS/10.0", "failed"),
        ("Apache/2.4.41 (Ubuntu) mod_ssl", "failed"),
        ("Jetty(9.4.z-SNAPSHOT)", "failed"),
        ("Phusion Passenger 6.0.18", "failed"),
        ("Varnish/7", "failed"),
    ],
)
def test_versions_are_told_from_names(value: str, verdict: str) -> None:
    (outcome,) = server_version.check(_page([("server", value)]))

    assert outcome.verdict == verdict


def test_what_the_browser_kept_is_the_truth_about_a_cookie() -> None:
    page = _page(
        [("set-cookie", "sessionid=[9 characters]")], cookies=(_cookie("sessionid", secure=True),)
    )

    assert _said(cookie_secure.check(page)) == [("passed", "", "sessionid")]


@pytest.mark.parametrize("name", ["_ga_ABC123", "AWSALB", "BIGipServerpool"])
def test_cookies_that_no_session_hangs_on_are_for_a_person_to_look_at(name: str) -> None:
    (outcome,) = cookie_secure.check(_page(cookies=(_cookie(name),)))

    assert (outcome.verdict, outcome.message, outcome.confidence) == (
        "failed",
        "other",
        "tentative",
    )


def test_a_broken_cookie_collector_leaves_the_cookies_untested() -> None:
    page = _page(cookies=Missing("failed", "The browser did not answer."))

    with pytest.raises(EvidenceMissing):
        list(cookie_secure.check(page))


def test_cookies_of_other_sites_are_not_this_sites_to_mend() -> None:
    answer = _answer("https://video.example.org/", set_cookie="session=[9 characters]")
    page = _page(
        requests=(Request(answer.url, "document", hops=(answer,)),),
        cookies=(_cookie("session", domain=".example.org"),),
    )

    said = [
        *cookie_secure.check(page),
        *cookie_http_only.check(page),
        *cookie_same_site.check(page),
    ]

    assert said == []


def test_a_name_that_only_sounds_like_a_session_is_less_sure() -> None:
    outcomes = list(
        cookie_http_only.check(_page(cookies=(_cookie("PHPSESSID"), _cookie("app_sess"))))
    )

    assert [(one.place.component, one.confidence) for one in outcomes] == [
        ("PHPSESSID", None),
        ("app_sess", "firm"),
    ]


def test_only_the_last_of_several_fields_for_a_cookie_counts() -> None:
    page = _page(
        [
            ("set-cookie", "sessionid=[9 characters]; SameSite=None"),
            ("set-cookie", "sessionid=[9 characters]; SameSite=Lax"),
        ]
    )

    assert _said(cookie_same_site.check(page)) == [("passed", "", "sessionid")]


@pytest.mark.parametrize(
    ("url", "field", "said"),
    [
        (HOME, "__Secure-a=b; Secure", [("passed", "", "__Secure-a")]),
        (HOME, "__HOST-a=b; Secure; Path=/x", [("failed", "refused", "__HOST-a")]),
        (HOME, "__Host-a=b; Secure", [("failed", "refused", "__Host-a")]),
        ("http://www.example.gov/", "__Secure-a=b; Secure", [("failed", "refused", "__Secure-a")]),
        ("http://localhost:8000/", "__Secure-a=b; Secure", []),
        (HOME, "__Host-a=; Path=/; Max-Age=0", []),
    ],
)
def test_prefixes_are_promises(url: str, field: str, said: list[tuple[str, str, str]]) -> None:
    assert _said(cookie_prefix.check(_page([("set-cookie", field)], url=url))) == said


def test_any_answer_of_the_site_may_open_a_door_to_strangers() -> None:
    answer = _answer(
        "https://api.example.gov/me?id=7",
        access_control_allow_origin="null",
        access_control_allow_credentials="true",
    )
    requests = (Request(answer.url, "fetch", hops=(answer,)),) * 2

    outcomes = list(cors_any_origin_with_credentials.check(_page(requests=requests)))

    assert [(one.message, one.place.url) for one in outcomes] == [
        ("null-origin", "https://api.example.gov/me")
    ]


@pytest.mark.parametrize(
    ("meta", "verdict"),
    [
        ((), "failed"),
        ((Meta("charset", "iso-8859-1"),), "passed"),
        ((Meta("content-type", "text/html; charset=iso-8859-1", True),), "passed"),
        ((Meta("content-type", "text/html", True),), "failed"),
    ],
)
def test_an_old_encoding_is_fine_when_it_is_said(meta: tuple[Meta, ...], verdict: str) -> None:
    dom = Dom("Page", HOME, charset="windows-1252", meta=meta)

    (outcome,) = content_type_charset.check(_page([("content-type", "text/html")], dom=dom))

    assert outcome.verdict == verdict
