"""One form for one page, the right owner for each host, and nothing personal in what is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.web.urls import (
    canonical_url,
    host_of,
    is_preview,
    is_web_url,
    origin_of,
    redact_url,
    registrable_domain,
    resolve,
    same_site,
    with_plain_host,
)

TEXT = st.text(st.characters(codec="utf-16", exclude_categories=()), max_size=40)
URLS = st.one_of(
    TEXT,
    st.builds(
        "{}://{}{}/{}?{}#{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", "javascript"]),
        st.one_of(st.sampled_from(["www.example.gov", "[::1]", "10.0.0.1", "x.org."]), TEXT),
        st.sampled_from(["", ":80", ":443", ":8080", ":0", ":99999", ":x"]),
        st.one_of(st.text("ab/.%0aF;=é ", max_size=30), TEXT),
        st.one_of(st.text("ab=&%2+; é", max_size=30), TEXT),
        st.one_of(st.just("!state"), TEXT),
    ),
)


@given(URLS)
def test_the_canonical_form_of_a_canonical_form_is_itself(url: str) -> None:
    once = canonical_url(url)

    assert canonical_url(once) == once


@given(URLS)
def test_redacting_and_reading_an_address_never_raises(url: str) -> None:
    redact_url(url)
    host_of(url)
    origin_of(url)
    resolve(url, url)

    if is_web_url(url):
        assert with_plain_host(url).startswith(origin_of(url))


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_hosts_of_any_spelling_can_be_compared(one: str, other: str) -> None:
    assert same_site(f"https://{one}/", f"http://{one}:81/x")
    assert isinstance(same_site(f"https://{one}/", f"https://{other}/"), bool)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.GOV", "http://www.example.gov/"),
        ("https://www.example.gov:443/a#part", "https://www.example.gov/a"),
        ("http://www.example.gov:443/", "http://www.example.gov:443/"),
        ("http://www.example.gov:80/", "http://www.example.gov/"),
        ("https://www.example.gov./a", "https://www.example.gov/a"),
        ("https://user:password@www.example.gov/", "https://www.example.gov/"),
        ("https://www.example.gov/a/../b/./c/..", "https://www.example.gov/b/"),
        ("https://www.example.gov/../../a", "https://www.example.gov/a"),
        ("https://www.example.gov/%7euser/%c3%a9", "https://www.example.gov/~user/%C3%A9"),
        ("https://www.example.gov/é?q=é", "https://www.example.gov/%C3%A9?q=%C3%A9"),
        ("https://www.example.gov/a%2Fb%23c", "https://www.example.gov/a%2Fb%23c"),
        ("https://www.example.gov/a%2541", "https://www.example.gov/a%2541"),
        ("https://www.example.gov/100%", "https://www.example.gov/100%"),
        ("https://www.example.gov/%zz%7e", "https://www.example.gov/%zz%7e"),
        ("https://www.example.gov/?b=2&a=1", "https://www.example.gov/?a=1&b=2"),
        ("https://www.example.gov/?a=2&a=1", "https://www.example.gov/?a=2&a=1"),
        ("https://www.example.gov/?a=x%20y", "https://www.example.gov/?a=x+y"),
        ("https://www.example.gov/?a=&&b=1", "https://www.example.gov/?a=&b=1"),
        ("https://www.example.gov/a.nsf?Open&A=1", "https://www.example.gov/a.nsf?Open&A=1"),
        ("https://www.example.gov/#!/services", "https://www.example.gov/#!/services"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1/"),
        ("http://%31%30.0.0.1/", "http://10.0.0.1/"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
        ("http://www.example.gov\\@other.example/", "http://www.example.gov/@other.example/"),
        ("  https://www.example.gov/\n", "https://www.example.gov/"),
        ("http://[::1", "http://[::1"),
        ("mailto:clerk@example.gov", "mailto:clerk@example.gov"),
    ],
)
def test_a_page_has_one_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "noise",
    [
        "utm_source=mail",
        "UTM_Campaign=spring",
        "gclid=1",
        "fbclid=abc",
        "mtm_kwd=x",
        "at_medium=email",
        "PHPSESSID=abc",
        "ASPSESSIONIDQQ=1",
        "sid=0123456789abcdef0123",
        "session_id=0123456789abcdef0123",
        "utm%5Fsource=mail",
    ],
)
def test_parameters_of_trackers_and_sessions_are_dropped(noise: str) -> None:
    assert canonical_url(f"https://www.example.gov/a?{noise}&id=7") == (
        "https://www.example.gov/a?id=7"
    )
    assert canonical_url(f"https://www.example.gov/a?{noise}") == "https://www.example.gov/a"


@pytest.mark.parametrize("kept", ["sid=12", "session=2024", "id=7", "at_risk=1", "gclids=1"])
def test_parameters_that_only_resemble_them_stay(kept: str) -> None:
    assert canonical_url(f"https://www.example.gov/a?{kept}").endswith(f"?{kept}")


@pytest.mark.parametrize(
    ("path", "dropped"),
    [
        ("/a;jsessionid=0A1B?x=1", "/a?x=1"),
        ("/a;JSESSIONID=0A1B!-17!98;lang=fr", "/a;lang=fr"),
        ("/a%3Bjsessionid%3D0A1B/b", "/a/b"),
        ("/a;sid=0123456789abcdef0123/b", "/a/b"),
        ("/a;sid=12", "/a;sid=12"),
        ("/(S(lit3py55t21z5v55vlm25s55))/Default.aspx", "/Default.aspx"),
        ("/app/(X(1)S(lit3py55t21z5v55vlm25s55)F(x-Y_z1))/a/b", "/app/a/b"),
        ("/(S(lit3py55t21z5v55vlm25s55))", "/"),
        ("/wiki/London_(S(1))", "/wiki/London_(S(1))"),
        ("/parks(north)/(south)/", "/parks(north)/(south)/"),
    ],
)
def test_a_session_in_the_path_is_dropped(path: str, dropped: str) -> None:
    url = f"https://www.example.gov{path}"

    assert canonical_url(url) == f"https://www.example.gov{dropped}"
    assert canonical_url(redact_url(url)) == canonical_url(url)
    assert "lit3py" not in redact_url(url)
    assert "0A1B" not in redact_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http:",
        "http://",
        "http:///path",
        "http://[::1",
        "http://[nonsense]/",
        "http://a b/",
        "http://%/",
        "http://host.example:99999/",
        "http://host.example:port/",
        "//www.example.gov/",
        "www.example.gov",
        "ftp://www.example.gov/",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_what_no_browser_would_ask_for_is_no_web_address(url: str) -> None:
    assert not is_web_url(url)


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://WWW.Example.GOV:443/a", "www.example.gov", "https://www.example.gov"),
        ("http://www.example.gov:8080/a", "www.example.gov", "http://www.example.gov:8080"),
        ("http://[::1]:80/", "::1", "http://[::1]"),
        ("wss://www.example.gov/", "www.example.gov", "wss://www.example.gov"),
        ("https://bücher.example./", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("mailto:clerk@example.gov", "", ""),
        ("http://[", "", ""),
    ],
)
def test_host_and_origin_are_read_as_the_browser_reads_them(
    url: str, host: str, origin: str
) -> None:
    assert (host_of(url), origin_of(url)) == (host, origin)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.gov", "example.gov"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("co.uk", "co.uk"),
        ("city.gov.example", "gov.example"),
        ("localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::1"),
        ("www.xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("", ""),
    ],
)
def test_the_registrable_domain_follows_the_public_suffix_list(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.gov/a?page=2", "https://www.example.gov/a?page=2"),
        ("https://www.example.gov/?q=a%20b", "https://www.example.gov/?q=a%20b"),
        ("https://www.example.gov/?token=abc", "https://www.example.gov/?token=[3%20characters]"),
        (
            "https://www.example.gov/?mail=a@example.gov&x=1",
            "https://www.example.gov/?mail=[13%20characters]&x=1",
        ),
        (
            "https://www.example.gov/?u=a1B2c3D4e5F6g7H8i9J0k1L2",
            "https://www.example.gov/?u=[24%20characters]",
        ),
        ("https://www.example.gov/?clerk@example.gov", "https://www.example.gov/?[17 characters]"),
        ("https://user:password@www.example.gov/a", "https://www.example.gov/a"),
        (
            "https://www.example.gov/#access_token=abc&x=1",
            "https://www.example.gov/#access_token=[3%20characters]&x=1",
        ),
        ("https://www.example.gov/#section-12-of-the-act-of-2024", None),
        (
            "https://www.example.gov/a;jsessionid=0A",
            "https://www.example.gov/a;jsessionid=[hidden]",
        ),
        ("http://[::1?token=abc", "http://[::1?[unreadable]"),
        ("mailto:clerk@example.gov", None),
    ],
)
def test_what_looks_personal_or_secret_is_taken_out_of_addresses(
    url: str, expected: str | None
) -> None:
    assert redact_url(url) == (url if expected is None else expected)


@pytest.mark.parametrize(
    ("host", "preview"),
    [
        ("127.0.0.1", True),
        ("[::1]", True),
        ("10.1.2.3", True),
        ("localhost", True),
        ("site.localhost", True),
        ("staging", True),
        ("pr-12.example-council.pages.dev", True),
        ("council.github.io", True),
        ("www.example.gov.uk", False),
        ("example.org", False),
        ("93.184.215.14", False),
    ],
)
def test_hosts_where_sites_are_tried_out_are_known(host: str, preview: bool) -> None:
    assert is_preview(host) is preview
