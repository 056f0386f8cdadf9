"""Set-Cookie is read as browsers read it, and what cookies are known for is found by name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.detectors.cookies import is_session_like
from civiscope.headers import Malformed, SetCookie, parse_set_cookie
from civiscope.headers.cookie_date import parse_cookie_date
from civiscope.headers.set_cookie import redact_set_cookie, refusal
from civiscope.lists.known_cookies import KnownCookie, known_cookie, steady_name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a=b", SetCookie("a", 1)),
        (" a = b ; Secure ; HttpOnly", SetCookie("a", 1, secure=True, http_only=True)),
        ("a=[26 characters]", SetCookie("a", 26)),
        ("a=b=c", SetCookie("a", 3)),
        ("just-a-value", SetCookie("", 12)),
        ("a=b; SECURE=false", SetCookie("a", 1, secure=True)),
        (
            "a=b; SameSite=Lax; samesite=NONE",
            SetCookie("a", 1, same_site="None", same_site_as_sent="NONE"),
        ),
        ("a=b; SameSite=Sure", SetCookie("a", 1, same_site_as_sent="Sure")),
        ("a=b; Domain=.Example.GOV; Path=/x", SetCookie("a", 1, domain="example.gov", path="/x")),
        ("a=b; Path=x; Max-Age=+5", SetCookie("a", 1, max_age=5)),
        ("a=b; Max-Age=" + "9" * 5000, SetCookie("a", 1)),
        ("a=b; Max-Age=" + "9" * 1000, SetCookie("a", 1, max_age=400 * 86400)),
        ("a=b; Max-Age=++5", SetCookie("a", 1)),
        ('a=b; Max-Age="3600"', SetCookie("a", 1)),
        ("\ta=\tb\t;\tSecure", SetCookie("a", 1, secure=True)),
        ("=__Host-x", SetCookie("", 8, value_begins="__host-")),
        ("a=b; Max-Age=-5; Partitioned", SetCookie("a", 1, max_age=-5, partitioned=True)),
        (
            "a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
            SetCookie("a", 1, expires=datetime(2021, 6, 9, 10, 18, 14, tzinfo=UTC)),
        ),
        ("a=b; Domain=" + "x" * 1025, SetCookie("a", 1)),
    ],
)
def test_a_field_is_read(value: str, expected: SetCookie) -> None:
    assert parse_set_cookie(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "=",
        " ; Secure",
        "a=b\x00",
        "a=b\tc",
        "a\tb=c",
        "a=b; Path=/\tc",
        "a=b; x=\x7f",
        "a=" + "x" * 4096,
    ],
)
def test_what_browsers_ignore_is_malformed(value: str) -> None:
    assert isinstance(parse_set_cookie(value), Malformed)


SERVICE = "https://tax.service.gov.uk/"


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("a=1; Domain=service.gov.uk; Secure", "suffix"),
        ("a=1; Domain=gov.uk", "suffix"),
        ("a=1; Domain=uk", "suffix"),
        ("a=1; Domain=tax.service.gov.uk", ""),
        ("a=1; Domain=.TAX.service.GOV.uk", ""),
        ("a=1; Domain=", ""),
        ("a=1; Domain=.", "foreign"),
        ("a=1; Domain=other.gov.uk", "foreign"),
        ("a=1; Domain=sub.tax.service.gov.uk", "foreign"),
        ("__Host-a=1; Secure; Path=/", ""),
        ("__Host-a=1; Secure; Path=/; Domain=", ""),
        ("__Host-a=1; Secure", "prefix"),
        ("__host-a=1; Path=/", "prefix"),
        ("__Secure-a=1", "prefix"),
        ("__Http-a=1; Secure; Path=/", "prefix"),
        ("__Http-a=1; Secure; HttpOnly", ""),
        ("__http-a=1; HttpOnly", "prefix"),
        ("__Host-Http-a=1; Secure; Path=/", "prefix"),
        ("__Host-Http-a=1; Secure; Path=/; HttpOnly", ""),
        ("__Host-Http-a=1; Secure; Path=/; HttpOnly; Domain=tax.service.gov.uk", "prefix"),
        ("__Httpx=1", ""),
        ("=__Secure-a; Secure", "prefix"),
        ("__Host-a; Secure; Path=/", "prefix"),
        ("=a", ""),
        ("a=1; Partitioned", "partitioned"),
        ("a=1; Partitioned; Secure", ""),
        ("a=1; SameSite=None", "same-site"),
        ("a=1; SameSite=None; Secure", ""),
        ("a=1; SameSite=Sure", ""),
    ],
)
def test_what_browsers_refuse_is_known_from_the_field_and_from_evidence(
    field: str, kind: str
) -> None:
    for value in (field, redact_set_cookie(field)):
        cookie = parse_set_cookie(value)
        assert isinstance(cookie, SetCookie)
        refused = refusal(cookie, SERVICE)
        assert (refused.kind if refused else "") == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://www.example.gov/", "plain"),
        ("https://www.example.gov/", ""),
        ("http://127.0.0.1:8000/", ""),
        ("http://office.localhost/", ""),
    ],
)
def test_a_secure_cookie_is_kept_only_where_it_comes_over_https(url: str, kind: str) -> None:
    cookie = parse_set_cookie("a=1; Secure")
    assert isinstance(cookie, SetCookie)

    refused = refusal(cookie, url)

    assert (refused.kind if refused else "") == kind


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("a=secret; Path=/", "a=[6 characters]; Path=/"),
        ("secret; Secure", "[6 characters]; Secure"),
        ("=__Host-secret", "=[13 characters, __host-]"),
        ("a=se\tcret", "a=[7 characters, a control character]"),
        ("a=[6 characters]", "a=[6 characters]"),
    ],
)
def test_evidence_holds_no_value_and_what_makes_browsers_refuse_it(
    field: str, expected: str
) -> None:
    assert redact_set_cookie(field) == expected
    assert redact_set_cookie(expected) == expected


@pytest.mark.parametrize(
    ("value", "deletes"),
    [
        ("a=; Max-Age=0", True),
        ("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", True),
        ("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", False),
        ("a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT", False),
        ("a=b", False),
    ],
)
def test_a_cookie_that_has_long_run_out_is_deleted(value: str, deletes: bool) -> None:
    cookie = parse_set_cookie(value)

    assert isinstance(cookie, SetCookie)
    assert cookie.deletes() is deletes


def test_a_cookie_that_runs_out_before_the_answer_was_made_is_deleted() -> None:
    cookie = parse_set_cookie("a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT")

    assert isinstance(cookie, SetCookie)
    assert cookie.deletes(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 10-Dec-2007 17:02:24 GMT", datetime(2007, 12, 10, 17, 2, 24, tzinfo=UTC)),
        ("Wed, 09 Jun 69 1:2:3", datetime(2069, 6, 9, 1, 2, 3, tzinfo=UTC)),
        ("Wed, 09 Jun 70 01:02:03", datetime(1970, 6, 9, 1, 2, 3, tzinfo=UTC)),
        ("01:02:03 june 9th 1999", datetime(1999, 6, 9, 1, 2, 3, tzinfo=UTC)),
        ("Wed, 31 Feb 2020 01:02:03", None),
        ("Wed, 09 Jun 1600 01:02:03", None),
        ("Wed, 09 Jun 2020 25:02:03", None),
        ("0", None),
        ("", None),
    ],
)
def test_dates_are_read_as_leniently_as_in_browsers(text: str, expected: datetime | None) -> None:
    assert parse_cookie_date(text) == expected


@given(st.text())
def test_no_text_crashes_the_parsers(value: str) -> None:
    assert isinstance(parse_set_cookie(value), SetCookie | Malformed)
    parse_cookie_date(value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("_ga", KnownCookie("_ga", "analytics", "Google Analytics")),
        ("_ga_ABC123", KnownCookie("_ga_*", "analytics", "Google Analytics")),
        ("phpsessid", KnownCookie("PHPSESSID", "session", "PHP")),
        ("ASPSESSIONIDQSTACBSR", KnownCookie("ASPSESSIONID*", "session", "Active Server Pages")),
        ("_hjSessionUser_1", KnownCookie("_hjSession*", "analytics", "Hotjar")),
        ("mp_0af_mixpanel", KnownCookie("mp_*_mixpanel", "analytics", "Mixpanel")),
        ("_gadget", None),
        ("visitor_id7041-hash", KnownCookie("visitor_id#*", "advertising", "Salesforce")),
        ("visitor_id", None),
        ("basket", None),
    ],
)
def test_cookies_are_known_by_name(name: str, expected: KnownCookie | None) -> None:
    assert known_cookie(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("JSESSIONID", "known"),
        ("my_session", "likely"),
        ("SESS49960de5880e8c687434170f6476605b", "likely"),
        ("portal.sid", "likely"),
        ("auth_token", "likely"),
        ("access_token", "likely"),
        ("author", "no"),
        ("inside", "no"),
        ("session_count", "no"),
        ("ai_session", "no"),
        ("csrftoken", "no"),
        ("lang", "no"),
    ],
)
def test_names_tell_whether_a_session_hangs_on_a_cookie(name: str, expected: str) -> None:
    assert is_session_like(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("_pk_id.3.9f1c", "_pk_id*"),
        ("survey_84613", "survey_*"),
        ("v_49960de5880e8c68", "v_*"),
        ("feedface", "feedface"),
        ("step2", "step2"),
    ],
)
def test_names_lose_what_changes_from_visit_to_visit(name: str, expected: str) -> None:
    assert steady_name(name) == expected
