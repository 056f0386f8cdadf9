"""Filter lists in the EasyList syntax: what each kind of line names, and how fast."""

from __future__ import annotations

import time

import pytest

from civiscope.lists.filters import FilterMatch, Filters

PAGE = "https://www.example.gov/benefits/"
OWN = "https://www.example.gov/"
OTHER = "https://ads.example.org/"


@pytest.mark.parametrize(
    ("line", "url", "kind", "named"),
    [
        ("||example.org^", OTHER + "x.js", "script", True),
        ("||ample.org^", OTHER + "x.js", "script", False),
        ("||example.org^", "https://example.org.evil.test/x.js", "script", False),
        ("||example.org/ad/*/big", OTHER + "ad/1/big.png", "image", True),
        ("|https://ads.", OTHER + "x.js", "script", True),
        ("|http://ads.", OTHER + "x.js", "script", False),
        ("/x.js|", OTHER + "x.js", "script", True),
        ("/x.js|", OTHER + "x.js?y", "script", False),
        ("/track^", OWN + "track?id=1", "ping", True),
        ("/track^", OWN + "tracker", "ping", False),
        ("/banner/*/ad_", OWN + "banner/a/b/ad_1.gif", "image", True),
        ("&ad_id=", OWN + "x?y=1&AD_ID=2", "image", True),
        ("&ad_id=$match-case", OWN + "x?y=1&AD_ID=2", "image", False),
        (r"/stat[0-9]+\.gif/", OWN + "stat12.gif", "image", True),
        ("||example.org^$third-party", OTHER + "x", "image", True),
        ("||example.gov^$third-party", OWN + "x", "image", False),
        ("||example.gov^$~third-party", OWN + "x", "image", True),
        ("||example.org^$script", OTHER + "x", "image", False),
        ("||example.org^$~image", OTHER + "x", "image", False),
        ("||example.org^$xmlhttprequest", OTHER + "x", "fetch", True),
        ("||example.org^$subdocument", OTHER + "x", "document", True),
        ("||example.org^$domain=example.gov", OTHER + "x", "image", True),
        ("||example.org^$domain=example.gov|~www.example.gov", OTHER + "x", "image", False),
        ("||example.org^$domain=other.test", OTHER + "x", "image", False),
        ("*$image,domain=example.gov", OTHER + "x", "image", True),
        ("*$script,denyallow=example.org,domain=example.gov", OTHER + "x", "script", False),
        ("||example.org^$popup", OTHER + "x", "script", False),
        ("||example.org^$removeparam=id", OTHER + "x?id=1", "script", False),
        ("0.0.0.0 ads.example.org", OTHER + "x", "script", True),
        ("example.gov##.banner", OWN + "x", "script", False),
        ("! ||example.org^", OTHER + "x", "script", False),
        ("[Adblock Plus 2.0]", OTHER + "x", "script", False),
        ("/[/", OTHER + "[", "script", False),
    ],
)
def test_a_line_names_what_its_syntax_says(line: str, url: str, kind: str, named: bool) -> None:
    filters = Filters([("list", line)])

    expected = (
        FilterMatch(line if line[0] != "0" else "||ads.example.org^", "list") if named else None
    )
    assert filters.match(url, kind, PAGE) == expected


def test_an_exception_lets_pass_what_is_not_important() -> None:
    blocked = Filters([("one", "||example.org^"), ("two", "@@||example.org/ok^")])
    important = Filters([("one", "||example.org^$important"), ("two", "@@||example.org/ok^")])

    assert blocked.match(OTHER + "ok/x", "image", PAGE) is None
    assert blocked.match(OTHER + "no/x", "image", PAGE) == FilterMatch("||example.org^", "one")
    assert important.match(OTHER + "ok/x", "image", PAGE) == FilterMatch(
        "||example.org^$important", "one"
    )


def test_a_withdrawn_line_names_nothing() -> None:
    filters = Filters([("one", "||example.org^$image\n||example.org^$image,badfilter")])

    assert filters.match(OTHER + "x", "image", PAGE) is None


def test_thousands_of_lines_are_loaded_and_matched_quickly() -> None:
    hosts = [f"||tracker{number}.example.org^$third-party" for number in range(9000)]
    paths = [f"/metrics{number}/collect?" for number in range(3000)]
    text = "\n".join(hosts + paths)
    urls = [f"https://www.example.gov/assets/page-{n}.js?version={n}&lang=en" for n in range(500)]

    begin = time.process_time()
    filters = Filters([("list", text)])
    loaded = time.process_time() - begin
    times: list[float] = []
    for _ in range(3):
        begin = time.process_time()
        for url in urls:
            filters.match(url, "script", PAGE)
        times.append(time.process_time() - begin)

    assert filters.count == 12_000
    assert loaded < 1
    assert min(times) / len(urls) < 40e-6  # 20 µs on a machine of its own
    assert filters.match("https://tracker8999.example.org/x", "image", PAGE) is not None


def test_hostile_addresses_and_lines_end_soon() -> None:
    filters = Filters([("list", "*a*a*a*a*a*a*b\n||" + "x" * 10_000 + "^\n" + "$" * 1000)])

    begin = time.process_time()
    filters.match("https://" + "a" * 2000 + ".test/" + "a" * 2000, "image", PAGE)

    assert time.process_time() - begin < 2
