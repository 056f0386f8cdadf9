"""Cache-Control, Clear-Site-Data and the fields for reports are read as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Malformed
from civiscope.headers.cache_control import CacheControl, parse_cache_control
from civiscope.headers.clear_site_data import ClearSiteData, parse_clear_site_data
from civiscope.headers.reporting import (
    Endpoints,
    ReportingEndpoint,
    parse_report_to,
    parse_reporting_endpoints,
)

HOME = "https://www.example.gov/page"
TEXT = st.text(st.sampled_from('max-age=,;" \\{}[]:') | st.characters(max_codepoint=0x100))


def test_cache_control_is_a_list_of_directives() -> None:
    found = parse_cache_control(('No-Cache="Set-Cookie, X" , max-age = "60", a b,', "max-age=5"))

    assert found == CacheControl(
        (("no-cache", "Set-Cookie, X"), ("max-age", "60")), conflicting=("max-age",)
    )


@pytest.mark.parametrize(
    ("value", "browsers", "others", "seconds", "shared"),
    [
        ("no-store", False, False, None, None),
        ("private, max-age=60", True, False, 60, 60),
        ('private="x-user", max-age=60', True, True, 60, 60),
        ("public, max-age=60, s-maxage=0", True, True, 60, 0),
        ("max-age=soon", True, True, 0, 0),
        ("max-age", True, True, 0, 0),
        ("max-age=-1", True, True, 0, 0),
        ("max-age=" + "9" * 5000, True, True, 2**31, 2**31),
    ],
)
def test_who_keeps_an_answer_and_how_long_is_told(
    value: str, browsers: bool, others: bool, seconds: int | None, shared: int | None
) -> None:
    found = parse_cache_control((value,))

    assert found is not None
    assert (found.stored_by_browsers, found.stored_by_others) == (browsers, others)
    assert (found.max_age, found.shared_max_age) == (seconds, shared)


def test_data_is_cleared_by_kinds_in_double_quotes_only() -> None:
    found = parse_clear_site_data(('"cache", cookies, "Storage"', '"cookies", "cookies"'))

    assert found == ClearSiteData(("cache", "cookies"), ("cookies", '"Storage"'))
    assert found is not None
    assert (found.clears("cookies"), found.clears("storage")) == (True, False)
    assert ClearSiteData(("*",)).clears("storage")


def test_endpoints_are_whole_addresses_over_https() -> None:
    found = parse_reporting_endpoints(
        ('main="/reports", far="https://r.example/x", plain="http://r.example/", odd=5',), HOME
    )

    assert found == Endpoints(
        (
            ReportingEndpoint("main", "https://www.example.gov/reports"),
            ReportingEndpoint("far", "https://r.example/x"),
        ),
        ("plain", "odd"),
    )


def test_the_older_field_is_json() -> None:
    field = '{"group": "csp", "max_age": 1, "endpoints": [{"url": "https://r.example/"}, {}]}'
    without_age = '{"endpoints": [{"url": "https://r.example/"}]}'

    found = parse_report_to((field, without_age, "5"), HOME)

    assert found == Endpoints((ReportingEndpoint("csp", "https://r.example/"),), ("csp",))
    assert isinstance(found, Endpoints)
    assert found.get("csp") == ReportingEndpoint("csp", "https://r.example/")


@pytest.mark.parametrize("field", ["{", "main=/reports", "[" * 100_000])
def test_what_is_no_json_is_malformed(field: str) -> None:
    assert isinstance(parse_report_to((field,), HOME), Malformed)


def test_fields_that_were_not_sent_say_nothing() -> None:
    assert parse_cache_control(()) is None
    assert parse_clear_site_data(()) is None
    assert parse_reporting_endpoints((), HOME) is None
    assert parse_report_to((), HOME) is None


@given(TEXT)
def test_no_text_crashes_a_parser(text: str) -> None:
    values = (text,)

    cache = parse_cache_control(values)

    assert cache is not None
    assert cache.max_age is None or cache.max_age >= 0
    assert isinstance(parse_clear_site_data(values), ClearSiteData)
    assert isinstance(parse_reporting_endpoints(values, HOME), Endpoints | Malformed | None)
    assert isinstance(parse_report_to(values, HOME), Endpoints | Malformed)
