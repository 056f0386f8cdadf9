"""Asking hosts: what is asked, what is kept, and what is left alone."""

from __future__ import annotations

import time

import pytest
from tests.scanner.collectors.hosts.asking import HOST, ask
from tests.scanner.collectors.hosts.conftest import Kit
from tests.scanner.collectors.hosts.servers import answer, listening, silent, tls
from tests.scanner.crawl.site import Answer, Answers, Asked, Site, page, redirect

from civiscope.collectors.hosts.certificates import is_for
from civiscope.collectors.hosts.cors_check import ORIGIN
from civiscope.collectors.hosts.hosts import HostPorts, hosts_of
from civiscope.collectors.hosts.well_known_files import is_main_us_host
from civiscope.model import Host
from civiscope.model.transport import ForeignAnswer, RedirectHop, TextFile, Walk

SECURITY = "Contact: mailto:security@example.gov\nExpires: 2030-01-01T00:00:00Z\n"


def plain(site: Site) -> str:
    return f"http://{HOST}:{site.port}/"


def test_each_host_is_asked_once_at_the_ports_that_visitors_use() -> None:
    found = hosts_of(
        [
            "https://www.example.gov/",
            "http://www.example.gov/b",
            "https://api.example.gov:8443/",
            "http://127.0.0.1:8000/",
            "http://localhost/",
            "mailto:clerk@example.gov",
        ]
    )

    assert found == (
        HostPorts("www.example.gov", 80, 443),
        HostPorts("api.example.gov", None, 8443),
        HostPorts("127.0.0.1", 8000, None),
        HostPorts("localhost", 80, None),
    )


def test_the_way_from_plain_http_is_kept_hop_by_hop(kit: Kit) -> None:
    sent = answer("ok", Strict_Transport_Security="max-age=31536000", Alt_Svc='h3=":443"')
    with tls(kit.good, answers={"/": sent}) as port, Site({}, host=HOST) as site:
        safe = f"https://{HOST}:{port}/"
        site.answers = {"/": redirect(safe, 301)}
        first, second = ask(plain(site), safe, ca=kit.ca)

    last = RedirectHop(safe, 200, hsts=("max-age=31536000",), alt_svc='h3=":443"')
    assert first.http == Walk((RedirectHop(plain(site), 301, safe), last))
    assert (first.tls, first.https) == (None, None)
    assert second.tls is not None
    assert (second.tls.state, second.tls.trust.by, second.https) == (
        "answers",
        "given",
        Walk((last,)),
    )


def test_nonces_are_kept_to_be_compared_with_those_of_the_pages(kit: Kit) -> None:
    policy = "script-src 'nonce-8IBTHwOdqNKAWeKl7plt8g==' 'self'"
    sent = answer("ok", Content_Security_Policy=policy)
    with tls(kit.good, answers={"/": sent}) as port:
        (host,) = ask(f"https://{HOST}:{port}/", ca=kit.ca)

    assert host.https is not None
    assert [hop.nonces for hop in host.https.hops] == [("8IBTHwOdqNKAWeKl7plt8g==",)]


def test_the_way_ends_where_the_site_ends() -> None:
    with Site({"/": page("Elsewhere")}) as other, Site({}, host=HOST) as site:
        site.answers = {"/": redirect(other.url("/"))}
        (host,) = ask(plain(site))

    assert host.http == Walk((RedirectHop(plain(site), 302, other.url("/")),))
    assert other.asked == []


def test_redirects_without_end_are_given_up() -> None:
    with Site({"/": redirect("/a"), "/a": redirect("/")}, host=HOST) as site:
        (host,) = ask(plain(site))

    assert host.http is not None
    assert (len(host.http.hops), host.http.error) == (11, "More than 10 redirects.")


def test_an_address_of_its_own_is_not_shown_what_signs_us_in_over_plain_http(kit: Kit) -> None:
    with tls(kit.good) as port, Site({"/": page("Home")}, host=HOST) as site:
        ask(plain(site), headers={"authorization": "Basic x"})
        own = [asked for asked in site.asked if "origin" not in asked.headers]
        met = [asked.headers.get("authorization") for asked in own]
        site.asked.clear()
        answers = {"/": answer(status=302, Location=plain(site))}
        with tls(kit.good, answers=answers) as port:
            safe = f"https://{HOST}:{port}/"
            ask(safe, ca=kit.ca, headers={"authorization": "Basic x"})
        only_led_to = [asked for asked in site.asked if asked.path == "/"]

    assert set(met) == {"Basic x"}
    assert [asked.headers.get("authorization") for asked in only_led_to] == [None]


def test_well_known_files_are_read(kit: Kit) -> None:
    robots = "User-agent: *\nDisallow: /private/\n"
    answers = {
        "/": answer("ok"),
        "/.well-known/security.txt": answer(SECURITY),
        "/robots.txt": answer(robots),
        "/.well-known/gpc.json": answer('{"gpc": true}', type="application/json"),
        "/vulnerability-disclosure-policy": answer("<h1>Policy</h1>", type="text/html"),
    }
    with tls(kit.good, answers=answers) as port:
        (host,) = ask(f"https://{HOST}:{port}/", ca=kit.ca)

    root = f"https://{HOST}:{port}"
    at = f"{root}/.well-known/security.txt"
    gpc = f"{root}/.well-known/gpc.json"
    policy = f"{root}/vulnerability-disclosure-policy"
    assert host.texts == (
        TextFile("security.txt", at, at, 200, "text/plain", SECURITY),
        TextFile(
            "robots.txt", f"{root}/robots.txt", f"{root}/robots.txt", 200, "text/plain", robots
        ),
        TextFile("gpc.json", gpc, gpc, 200, "application/json", '{"gpc": true}'),
        TextFile("vulnerability-disclosure-policy", policy, policy, 200, "text/html"),
    )


def test_a_file_that_is_kept_elsewhere_is_not_gone_after() -> None:
    with Site({"/": Answer(SECURITY)}) as other, Site({}, host=HOST) as site:
        site.answers = {"/.well-known/security.txt": redirect(other.url("/security.txt"))}
        (host,) = ask(plain(site))

    text = host.text("security.txt")
    assert text is not None
    assert (text.status, text.final_url, text.body) == (302, other.url("/security.txt"), "")
    assert other.asked == []


def test_the_old_place_is_looked_at_where_the_new_one_is_empty() -> None:
    with Site({"/security.txt": Answer(SECURITY, type="text/plain")}, host=HOST) as site:
        (host,) = ask(plain(site))

    old = host.text("security.txt at the root")
    assert old is not None
    assert (old.status, old.body) == (200, SECURITY)


def test_a_length_that_promises_too_much_is_no_file() -> None:
    lying = Answer(SECURITY, headers={"Content-Length": "90000"})
    with Site({"/.well-known/security.txt": lying}, host=HOST) as site:
        (host,) = ask(plain(site))

    text = host.text("security.txt")
    assert text is not None
    assert (text.status, text.there) == (None, False)
    assert text.error.startswith("No ")


def test_an_endless_file_is_cut() -> None:
    answers = {"/.well-known/security.txt": Answer("# " + "x" * 1_000_000, type="text/plain")}
    with Site(answers, host=HOST) as site:
        (host,) = ask(plain(site))

    text = host.text("security.txt")
    assert text is not None
    assert (len(text.body), text.truncated) == (64 * 1024, True)


def test_each_host_is_asked_in_the_name_of_a_site_that_is_nobodys() -> None:
    def repeats(asked: Asked) -> Answer:
        sent = {"Access-Control-Allow-Credentials": "true"}
        return Answer(
            "{}", headers={"Access-Control-Allow-Origin": asked.headers["origin"], **sent}
        )

    answers: Answers = {
        "/": page("Home"),
        "/me": repeats,
        "/robots.txt": Answer("", type="text/plain"),
    }
    with Site(answers, host=HOST) as site:
        data = [site.url("/me?id=1"), "http://elsewhere.example.org/me", site.url("/gone")]
        (host,) = ask(plain(site), data=data, headers={"authorization": "Basic x"})

    assert host.foreign == (
        ForeignAnswer(site.url("/"), ORIGIN, 200),
        ForeignAnswer(site.url("/me?id=1"), ORIGIN, 200, ORIGIN, credentials=True),
        ForeignAnswer(site.url("/gone"), ORIGIN, 404),
    )
    named = [asked for asked in site.asked if "origin" in asked.headers]
    assert [asked.path for asked in named] == ["/", "/me?id=1", "/gone"]
    assert [asked for asked in named if "authorization" in asked.headers] == []


def test_in_the_name_of_others_nothing_is_asked_that_robots_txt_forbids() -> None:
    robots = Answer("User-agent: *\nDisallow: /me\n", type="text/plain")
    with Site({"/": page("Home"), "/robots.txt": robots}, host=HOST) as site:
        (host,) = ask(plain(site), data=[site.url("/me")])

    assert [(one.url, one.status) for one in host.foreign] == [
        (site.url("/"), 200),
        (site.url("/me"), None),
    ]
    assert "/me" not in site.paths()


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    rules = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
    with Site({"/robots.txt": rules}, host=HOST) as site:
        (host,) = ask(plain(site))

    assert {asked.path for asked in site.asked} == {"/robots.txt"}
    refusal = "The site's robots.txt asks not to visit this address."
    text = host.text("security.txt")
    assert host.http == Walk(error=refusal)
    assert text is not None
    assert text.error == refusal


def test_this_machine_is_not_asked_over_plain_http() -> None:
    with Site({"/": page("Home")}) as site:
        (host,) = ask(site.url("/"), hosts=("127.0.0.1",))

    assert (host.http, host.tls, host.texts) == (None, None, ())
    assert {asked.path for asked in site.asked} <= {"/robots.txt"}


def test_a_host_that_hangs_does_not_hold_the_others_up(kit: Kit) -> None:
    begun = time.monotonic()
    with listening(silent) as hung, tls(kit.good) as port:
        urls = (f"https://api.example.gov:{hung}/", f"https://{HOST}:{port}/")
        slow, fine = ask(*urls, ca=kit.ca, deadline=0.5)

    assert (slow.name, slow.tls and slow.tls.state) == ("api.example.gov", "silent")
    assert (fine.name, fine.tls and fine.tls.state) == (HOST, "answers")
    assert time.monotonic() - begun < 15


def test_a_private_address_is_refused_and_said_so() -> None:
    (host,) = ask("https://10.11.12.13/", hosts=(), covers=lambda _: True)

    assert "private address" in host.error
    assert (host.tls, host.http) == (None, None)


def test_a_scan_whose_time_is_up_asks_nobody() -> None:
    with Site({}, host=HOST) as site:
        (host,) = ask(plain(site), time_is_up=True)

    assert host.error == "The time allowed for the scan was up."
    assert {asked.path for asked in site.asked} <= {"/robots.txt"}


def test_what_is_not_of_the_site_is_not_asked() -> None:
    with Site({}, host=HOST) as site:
        assert ask(plain(site), covers=lambda _: False) == ()

    assert site.asked == []


@pytest.mark.parametrize(
    ("host", "main"),
    [
        ("www.example.gov", True),
        ("example.gov", True),
        ("example.mil", True),
        ("apps.example.gov", False),
        ("www.example.gov.uk", False),
        ("www.example.org", False),
    ],
)
def test_the_disclosure_policy_is_looked_for_on_main_hosts_in_the_us(host: str, main: bool) -> None:
    assert is_main_us_host(host) is main


@pytest.mark.parametrize(
    ("names", "host", "fits"),
    [
        (("www.example.gov",), "www.example.gov", True),
        (("WWW.Example.GOV",), "www.example.gov", True),
        (("*.example.gov",), "www.example.gov", True),
        (("*.example.gov",), "example.gov", False),
        (("*.example.gov",), "a.b.example.gov", False),
        (("*.gov",), "example.gov", False),
        (("example.gov",), "www.example.gov", False),
        (("127.0.0.1",), "127.0.0.1", True),
        (("*.0.0.1",), "127.0.0.1", False),
        ((), "www.example.gov", False),
    ],
)
def test_certificates_are_for_the_hosts_that_browsers_say(
    names: tuple[str, ...], host: str, fits: bool
) -> None:
    assert is_for(names, host) is fits


def test_hosts_stand_in_order() -> None:
    with Site({}, host=HOST) as one, Site({}, host=HOST) as two:
        urls = sorted((plain(one), plain(two)), reverse=True)
        found: tuple[Host, ...] = ask(*urls)

    assert [host.http_port for host in found] == sorted((one.port, two.port))
