"""What signs us in is read from options and files, and fits only where it belongs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from civiscope.config.scan_options import ScanSettings
from civiscope.errors import UsageError
from civiscope.scan.session import OwnSite, SiteSession, read_session

SITE = "https://www.example.gov/"


def session(*urls: str, **settings: Any) -> SiteSession:  # noqa: ANN401 - any of the settings
    return read_session(ScanSettings(**settings), urls or (SITE,))


def refused(**settings: Any) -> str:  # noqa: ANN401 - any of the settings
    with pytest.raises(UsageError) as caught:
        session(**settings)
    return str(caught.value)


@pytest.mark.parametrize(
    ("named", "url", "own"),
    [
        ("https://www.example.gov/a", "https://www.example.gov/b", True),
        ("https://www.example.gov/", "https://www.example.gov:443", True),
        ("https://www.example.gov/", "https://example.gov/", True),
        ("https://example.gov/", "https://www.example.gov/", True),
        ("https://www.example.gov/", "http://www.example.gov/", False),
        ("http://www.example.gov/", "https://www.example.gov/", True),
        ("http://www.example.gov:8080/", "https://www.example.gov/", False),
        ("https://www.example.gov/", "https://www.example.gov:8443/", False),
        ("https://www.example.gov/", "https://data.example.gov/", False),
        ("https://www.example.gov/", "https://www.example.gov.evil.example/", False),
        ("https://www.example.gov/", "wss://www.example.gov/socket", True),
        ("https://www.example.gov/", "data:text/html,x", False),
        ("http://[::1]:8000/", "http://[::1]:8000/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/", False),
    ],
)
def test_headers_and_passwords_are_for_the_places_that_were_named(
    named: str, url: str, own: bool
) -> None:
    assert OwnSite([named]).covers(url) is own


def test_a_cookie_is_for_the_site_with_and_without_www() -> None:
    found = session(
        "https://example.gov/", "http://127.0.0.1:80/", "http://[::1]/", cookies=("a=b=c",)
    )

    assert found.cookies == tuple(
        {"name": "a", "value": "b=c", "domain": domain, "path": "/"}
        for domain in ("example.gov", "www.example.gov", "127.0.0.1", "[::1]")
    )


def test_a_cookie_whose_name_asks_for_a_secure_connection_gets_one() -> None:
    found = session(cookies=("__Host-id=1",))

    assert {cookie["secure"] for cookie in found.cookies} == {True}


def test_a_request_of_our_own_bears_what_lets_it_in() -> None:
    found = session(
        cookies=("a=1", "b=2"),
        user="auditor:pass:word",
        headers={"X-Preview": "on", "Accept": "*/*"},
    )

    assert found.headers_for(SITE + "robots.txt") == {
        "cookie": "a=1; b=2",
        "authorization": "Basic YXVkaXRvcjpwYXNzOndvcmQ=",
        "x-preview": "on",
        "accept": "*/*",
    }
    assert found.headers_for("https://data.example.gov/") == {}
    assert found.headers_for("http://www.example.gov/") == {"cookie": "a=1; b=2"}


def state_file(folder: Path, **cookie: object) -> Path:
    whole = {"name": "sso", "value": "v", "domain": "www.example.gov", "path": "/", **cookie}
    items = [{"name": "theme", "value": "dark"}]
    origins = [{"origin": "https://www.example.gov", "localStorage": items, "indexedDB": []}]
    path = folder / "state.json"
    path.write_text(json.dumps({"cookies": [whole], "origins": origins}), encoding="utf-8")
    return path


def test_a_stored_session_is_read_as_playwright_wrote_it(tmp_path: Path) -> None:
    path = state_file(
        tmp_path, domain=".example.gov", expires=4e9, httpOnly=True, secure=True, sameSite="Lax"
    )

    found = session(storage_state=path)

    assert found.cookies == (
        {
            "name": "sso",
            "value": "v",
            "domain": ".example.gov",
            "path": "/",
            "httpOnly": True,
            "secure": True,
            "expires": 4e9,
            "sameSite": "Lax",
        },
    )
    assert found.local_storage == (("https://www.example.gov", "theme", "dark"),)


@pytest.mark.parametrize(
    ("cookie", "url", "sent"),
    [
        ({}, "https://www.example.gov/a", True),
        ({}, "https://example.gov/", False),
        ({}, "https://a.www.example.gov/", False),
        ({"domain": ".example.gov"}, "https://data.example.gov/", True),
        ({"domain": ".example.gov"}, "https://example.gov/", True),
        ({"domain": ".example.gov"}, "https://badexample.gov/", False),
        ({"path": "/app"}, "https://www.example.gov/app/x", True),
        ({"path": "/app"}, "https://www.example.gov/app", True),
        ({"path": "/app"}, "https://www.example.gov/apple", False),
        ({"path": "/app/"}, "https://www.example.gov/app", False),
        ({"secure": True}, "http://www.example.gov/", False),
        ({"expires": time.time() - 86400}, "https://www.example.gov/", False),
        ({"expires": time.time() + 86400}, "https://www.example.gov/", True),
        ({"expires": -1}, "https://www.example.gov/", True),
    ],
)
def test_a_stored_cookie_is_sent_where_a_browser_would_send_it(
    tmp_path: Path, cookie: dict[str, object], url: str, sent: bool
) -> None:
    found = session(storage_state=state_file(tmp_path, **cookie))

    assert found.headers_for(url) == ({"cookie": "sso=v"} if sent else {})


def test_what_could_give_the_session_away_is_known_longest_first() -> None:
    found = session(
        headers={"Authorization": "Bearer 0123456789", "Accept": "text/html", "X-Env": "staging"},
        cookies=("id=abc123def", "theme=dark", "on=1"),
        user="auditor:correct horse 9",
    )

    assert found.secrets() == (
        "YXVkaXRvcjpjb3JyZWN0IGhvcnNlIDk=",
        "auditor:correct horse 9",
        "Bearer 0123456789",
        "correct horse 9",
        "0123456789",
        "abc123def",
        "staging",
        "dark",
        "1",
    )


def test_a_header_that_signs_in_is_known_in_all_its_parts() -> None:
    found = session(headers={"Authorization": "Basic YTpsZXRtZWlu", "Cookie": "a=x; sid=qwertz"})

    assert {"YTpsZXRtZWlu", "letmein", "qwertz"} <= set(found.secrets())


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    broken, odd = tmp_path / "broken.json", tmp_path / "odd.json"
    broken.write_text("{", encoding="utf-8")
    odd.write_text('{"cookies": [{"name": "a"}]}', encoding="utf-8")
    missing = tmp_path / "missing.json"
    form = (
        "is not in Playwright's storage-state format; make it with context.storage_state(path=…) "
        "after signing in."
    )

    assert refused(cookies=("nonsense",)).startswith("--cookie takes name=value")
    assert refused(cookies=("=value",)).startswith("--cookie takes name=value")
    assert refused(user="auditor") == (
        "--user takes NAME:PASSWORD, for example --user auditor:secret."
    )
    assert refused(storage_state=missing) == (
        f"The storage state {missing} cannot be read (No such file or directory)."
    )
    assert refused(storage_state=broken) == f"{broken} {form}"
    assert refused(storage_state=odd) == f"{odd} {form}"
