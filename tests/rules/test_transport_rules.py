"""Rules on hosts, fed by real servers: each fault is named by its rule, and by no other."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.asking import HOST, ask
from tests.scanner.collectors.hosts.certificates import Authority, make, sha1_signed
from tests.scanner.collectors.hosts.servers import (
    Talk,
    answer,
    listening,
    old,
    says,
    silent,
    ssl_2,
    tls,
)

from civiscope.judge.apply import RuleRun, apply_rule
from civiscope.model import Host, Site
from civiscope.model.transport import Record, TextFile, TlsServer
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope_rules.shared.hosts.security_txt import parse_expires, parse_security_txt

PREFIXES = (
    "certificate",
    "cors-reflects",
    "dns-",
    "https-",
    "security-txt",
    "tls-",
    "transport-",
    "wellknown-",
)
RULES = [
    rule
    for rule in all_rules(load_rulebooks())
    if rule.scope == "site"
    and rule.area == "security"
    and rule.id.partition("/")[2].startswith(PREFIXES)
]
HOST_FIELDS = "max-age=31536000"
SECURITY = "Contact: mailto:security@example.gov\nExpires: {}-01-01T00:00:00Z\n"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def said_of(*hosts: Host) -> dict[str, RuleRun]:
    return {rule.id: apply_rule(rule, Site((), hosts=hosts)) for rule in RULES}


def required(said: dict[str, RuleRun]) -> set[tuple[str, str]]:
    """Return rule and message of each failure of a requirement."""
    kinds = {rule.id: rule.facts.kind for rule in RULES}
    return {
        (name.partition("/")[2], outcome.message)
        for name, one in said.items()
        for outcome in one.outcomes
        if outcome.verdict == "failed" and kinds[name] == "requirement"
    }


def judged(server: AbstractContextManager[int], ca: Path | None) -> set[tuple[str, str]]:
    with server as port:
        return required(said_of(*ask(f"https://{HOST}:{port}/", ca=ca, deadline=2)))


def right(year: int = 2027) -> dict[str, bytes]:
    policy = answer("<h1>Policy</h1>", type="text/html")
    return {
        "/": answer("ok", Strict_Transport_Security=HOST_FIELDS),
        "/.well-known/security.txt": answer(
            SECURITY.format(year), type="text/plain; charset=utf-8"
        ),
        "/vulnerability-disclosure-policy": policy,
    }


Faulty = Callable[[Authority, Path], AbstractContextManager[int]]


def issued(**how: float | bool) -> Faulty:
    return lambda authority, folder: tls(
        authority.issue(HOST, **how).write(folder, "leaf"),  # type: ignore[arg-type] # by name
        answers=right(),
    )


def with_tls(version: ssl.TLSVersion, ciphers: str = "") -> Faulty:
    return lambda authority, folder: tls(
        authority.issue(HOST, bits=2048).write(folder, "leaf"),
        least=version,
        most=version,
        ciphers=ciphers,
        answers=right(),
    )


def plays(talk: Talk) -> Faulty:
    return lambda _authority, _folder: listening(talk)


TLS_1_2 = ssl.TLSVersion.TLSv1_2
FAULTS: list[tuple[str, Faulty, set[tuple[str, str]]]] = [
    ("right", issued(), set()),
    ("expired", issued(days=-1, age=30), {("certificate-dates", "expired")}),
    ("not yet valid", issued(age=-1), {("certificate-dates", "not-yet")}),
    ("chain with a gap", issued(send=False), {("certificate-trusted", "incomplete")}),
    (
        "short key",
        issued(bits=1024),
        {("certificate-key", "short"), ("tls-forward-secrecy", "accepted")},
    ),
    (
        "another host",
        lambda authority, folder: tls(authority.issue("other.example.gov").write(folder, "leaf")),
        {("certificate-host", "other")},
    ),
    (
        "self-signed",
        lambda _, folder: tls(make(HOST, names=[HOST]).write(folder, "leaf")),
        {("certificate-trusted", "self-signed")},
    ),
    (
        "SHA-1",
        lambda _, folder: tls(sha1_signed(folder), ciphers="ECDHE+AES:@SECLEVEL=0"),
        {("certificate-trusted", "self-signed"), ("certificate-signature", "broken")},
    ),
    (
        "TLS 1.0 only",
        with_tls(ssl.TLSVersion.TLSv1, "ECDHE+AES:@SECLEVEL=0"),
        {("tls-old-versions", "accepted"), ("tls-current-version", "missing")},
    ),
    (
        "NULL",
        with_tls(TLS_1_2, "ECDHE-RSA-NULL-SHA:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"),
        {("tls-broken-ciphers", "accepted")},
    ),
    (
        "3DES only",
        plays(old(0x0303, "3DES")),
        {("tls-weak-ciphers", "accepted"), ("tls-renegotiation", "unsafe")},
    ),
    (
        "RC4 over SSL 3",
        plays(old(0x0300, "RC4")),
        {
            ("tls-ssl-versions", "accepted"),
            ("tls-weak-ciphers", "accepted"),
            ("tls-current-version", "missing"),
            ("tls-renegotiation", "unsafe"),
        },
    ),
    (
        "SSL 2",
        plays(ssl_2),
        {("tls-ssl-versions", "accepted"), ("tls-current-version", "missing")},
    ),
    (
        "plain HTTP",
        plays(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        {("https-offered", "not-tls")},
    ),
]


@pytest.mark.parametrize(
    ("server", "expected"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_each_server_is_named_for_its_fault_and_no_other(
    server: Faulty, expected: set[tuple[str, str]], authority: Authority, tmp_path: Path
) -> None:
    ca = authority.write(tmp_path)

    assert judged(server(authority, tmp_path), ca) == expected


def test_nothing_of_a_host_that_hangs_counts_as_passed() -> None:
    with listening(silent) as port:
        said = said_of(*ask(f"https://{HOST}:{port}/", deadline=0.5))

    assert {name for name, one in said.items() if one.passed} == set()
    tried = {name: one.summary(unseen="") for name, one in said.items()}
    untested = {name for name, outcome in tried.items() if outcome.outcome == "untested"}
    assert {"security/tls-ssl-versions", "security/certificate-trusted"} <= untested
    assert tried["security/tls-ssl-versions"].reason == (
        f"{HOST}:{port}: The server did not answer in time."
    )
    assert tried["security/https-offered"].outcome == "cantTell"


def test_a_host_that_was_not_asked_is_untested_and_the_other_still_judged() -> None:
    fine = Host("www.example.gov", https_port=443, tls=TlsServer())
    other = Host("api.example.gov", https_port=443, error="The time allowed for the scan was up.")

    said = said_of(fine, other)["security/https-offered"]

    assert (said.passed, said.missing and said.missing.reason) == (
        1,
        "api.example.gov: The time allowed for the scan was up.",
    )


def test_findings_stand_at_the_first_page_of_their_host() -> None:
    host = Host("www.example.gov", http_port=80, https_port=443, tls=TlsServer("not-tls"))

    (outcome,) = said_of(host)["security/https-offered"].outcomes

    assert (outcome.place.component, outcome.place.url) == (
        "www.example.gov",
        "https://www.example.gov/",
    )


def test_every_rule_about_hosts_keeps_quiet_on_this_machine() -> None:
    host = Host("127.0.0.1", http_port=8000)

    outcomes = {name: one.summary(unseen="").outcome for name, one in said_of(host).items()}

    assert set(outcomes.values()) == {"inapplicable"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_site_without_hosts_is_no_matter(rule: Rule) -> None:
    assert apply_rule(rule, Site(())).summary(unseen="").outcome == "inapplicable"


def test_what_the_resolver_did_not_say_is_untested_and_not_missing() -> None:
    silent_resolver = "No response about example.gov within 6 seconds."
    kinds = ("A", "AAAA", "CAA", "DS", "SOA", "MX", "SPF", "DMARC", "MTA-STS", "TLS-RPT")
    records = tuple(Record(kind, "example.gov", error=silent_resolver) for kind in kinds)

    said = said_of(Host("example.gov", records=records))

    outcomes = {name: one.summary(unseen="") for name, one in said.items() if "/dns-" in name}
    assert {(one.outcome, one.reason) for one in outcomes.values()} == {
        ("untested", f"example.gov: {silent_resolver}")
    }


def test_a_server_that_is_busy_has_not_said_that_there_is_no_file() -> None:
    url = "https://www.example.gov/.well-known/security.txt"
    text = TextFile("security.txt", url, url, 503, "text/html")

    said = said_of(Host("www.example.gov", https_port=443, texts=(text,)))

    assert said["security/security-txt"].summary(unseen="").outcome == "untested"


def test_a_domain_that_hosts_share_is_judged_once() -> None:
    record = Record("SPF", "example.gov", ("v=spf1 -all",))
    hosts = [Host(name, records=(record,)) for name in ("example.gov", "www.example.gov")]

    assert said_of(*hosts)["security/dns-spf"].passed == 1


@pytest.mark.parametrize(
    ("value", "readable"),
    [
        ("2027-01-01T00:00:00Z", True),
        ("2027-01-01t00:00:00.5z", True),
        ("2027-01-01T00:00:00+05:30", True),
        ("2027-01-01", False),
        ("2027-02-30T00:00:00Z", False),
        ("Thu, 31 Dec 2027 18:37:07 -0800", False),
        ("9999-12-31T23:59:59-23:59", True),
        ("٢٠٢٧-01-01T00:00:00Z", False),
    ],
)
def test_dates_are_those_of_rfc_3339(value: str, readable: bool) -> None:
    assert (parse_expires(value) is not None) is readable


def _odd() -> Iterator[str]:
    yield ""
    yield "\x00" * 100
    yield "-----BEGIN PGP SIGNED MESSAGE-----"
    yield ":" * 10_000
    yield "Contact:mailto:a@example.gov"
    yield "Contact: " + "x" * 100_000
    yield "\n".join(["Contact: mailto:a@example.gov"] * 10_000)


@pytest.mark.parametrize("text", list(_odd()), ids=lambda text: repr(text[:20]))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert parse_security_txt(text).all("expires") == ()


SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\niHUEARYIAB0=\n-----END PGP SIGNATURE-----\n"
SIGNED = (
    "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
    f"Contact: mailto:security@example.gov\nExpires: 2027-06-30T00:00:00Z\n{SIGNATURE}"
)


@pytest.mark.parametrize(
    ("text", "outside", "problem", "broken"),
    [
        (SIGNED, None, False, False),
        (SIGNED.replace("\n", "\r\n"), None, False, False),
        (SIGNED.replace("Hash: SHA256\n", ""), None, False, False),
        (SIGNED + "\n\n", None, False, False),
        ("\n" + SIGNED, "", False, False),
        ("# ours\n" + SIGNED, "# ours", False, False),
        ("Contact: mailto:a@example.org\n" + SIGNED, "Contact: mailto:a@example.org", False, False),
        (SIGNED + "Hiring: https://a.example\n", "Hiring: https://a.example", False, False),
        (SIGNED.replace("SHA256\n\n", "SHA256\n \n"), None, True, False),
        (SIGNED.replace("Hash: SHA256\n\n", ""), None, True, False),
        (SIGNED.replace(SIGNATURE, f"-----BEGIN PGP SIGNATURE-----\n{SIGNATURE}"),
         None, True, False),
        (SIGNED.replace(SIGNATURE, ""), None, False, True),
    ],
)  # fmt: skip
def test_a_signed_file_is_read_to_the_letter(
    text: str, outside: str | None, problem: bool, broken: bool
) -> None:
    found = parse_security_txt(text)

    assert found.signed
    assert (found.outside, bool(found.problem), found.broken) == (outside, problem, broken)
    assert found.all("contact") == ("mailto:security@example.gov",)
    assert not found.all("hiring")


def test_a_lone_carriage_return_ends_no_line() -> None:
    found = parse_security_txt("Contact: mailto:a@example.gov\rExpires: 2027-06-30T00:00:00Z\r")

    assert found.all("expires") == ()


def test_a_leap_second_is_a_time() -> None:
    assert parse_expires("2027-06-30T23:59:60Z") == parse_expires("2027-06-30T23:59:59Z")
