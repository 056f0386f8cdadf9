"""Signing in by OpenID Connect, with a small issuer on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from tests.watch.web.dashboards import add_user, browsing, proof_of

from civiscope_watch.store.history import History
from civiscope_watch.store.schema import account
from civiscope_watch.web.settings import OidcSettings, WebSettings

PUBLIC = "http://127.0.0.1:8600"


class Issuer:
    """Vouches for whom it is told to, in the way it is told to."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signing_key = self.key
        self.claims: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.about: dict[str, str] = {}
        self.challenge = ""
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/keys":
                    self._send({"keys": [issuer.key.as_dict(private=False)]})
                else:
                    self._send(issuer.description())

            def do_POST(self) -> None:
                form = dict(
                    parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())
                )
                self._send(issuer.exchange(form), 200 if form["code"] == "good" else 400)

            def _send(self, value: object, status: int = 200) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def description(self) -> dict[str, str]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.about,
        }

    def exchange(self, form: dict[str, str]) -> dict[str, str]:
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.challenge
        header = {"alg": self.algorithm, "kid": "one"}
        return {"id_token": jwt.encode(header, self.claims, self.signing_key)}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def settings_for(issuer: Issuer) -> WebSettings:
    oidc = OidcSettings(issuer=issuer.url, client_id="us", client_secret="s")  # noqa: S106 - made up
    return WebSettings(public_url=PUBLIC, oidc=oidc, new_role="editor")


def begin(client: httpx.Client, issuer: Issuer, **claims: Any) -> dict[str, str]:  # noqa: ANN401
    """Begin to sign in, and return what the issuer sends back with the browser."""
    form = {"proof": proof_of(client), "next": "/rules"}
    response = client.post("/sign-in/elsewhere", data=form)
    assert response.status_code == 303, response.text
    query = {k: v[0] for k, v in parse_qs(urlsplit(response.headers["location"]).query).items()}
    assert (query["redirect_uri"], query["code_challenge_method"]) == (
        f"{PUBLIC}/sign-in/return",
        "S256",
    )
    issuer.challenge = query["code_challenge"]
    issuer.claims = {
        "iss": issuer.url,
        "aud": "us",
        "sub": "42",
        "nonce": query["nonce"],
        "exp": int(time.time()) + 300,
        "email": "grace@example.gov",
        **claims,
    }
    return {"state": query["state"], "code": "good"}


def test_whom_the_issuer_vouches_for_gets_in(small: History, issuer: Issuer) -> None:
    with browsing(small, settings_for(issuer)) as client:
        assert client.get("/").headers["location"] == "/sign-in?next=%2F"
        for _ in range(2):
            client.cookies.clear()
            response = client.get("/sign-in/return", params=begin(client, issuer))
            assert (response.status_code, response.headers.get("location")) == (303, "/rules")
            assert "grace@example.gov" in client.get("/").text
    with small.database.reading() as connection:
        rows = connection.execute(select(account.c.name, account.c.role, account.c.subject)).all()
    assert [tuple(row) for row in rows] == [("grace@example.gov", "editor", "42")]


def test_a_name_that_is_taken_stays_whose_it_is(small: History, issuer: Issuer) -> None:
    add_user(small, "grace@example.gov", "admin")
    with browsing(small, settings_for(issuer)) as client:
        client.get("/sign-in/return", params=begin(client, issuer))
        assert "grace@example.gov (42)" in client.get("/account").text
        assert "as editor" in client.get("/account").text


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["us", "other"]},
        {"nonce": "old"},
        {"exp": 1},
        {"sub": None},
    ],
    ids=str,
)
def test_what_does_not_hold_lets_nobody_in(
    small: History, issuer: Issuer, claims: dict[str, Any]
) -> None:
    with browsing(small, settings_for(issuer)) as client:
        response = client.get("/sign-in/return", params=begin(client, issuer, **claims))
        assert response.status_code == 400
        assert client.get("/").status_code == 303


def test_another_key_an_old_state_or_a_wrong_code_lets_nobody_in(
    small: History, issuer: Issuer
) -> None:
    with browsing(small, settings_for(issuer)) as client:
        back = begin(client, issuer)
        said = [
            client.get("/sign-in/return", params={**back, "state": "other"}),
            client.get("/sign-in/return", params={**back, "code": "bad"}),
            client.get("/sign-in/return", params={**back, "error": "access_denied"}),
        ]
        issuer.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
        said.append(client.get("/sign-in/return", params=back))
        client.cookies.clear()
        said.append(client.get("/sign-in/return", params=back))
        assert [each.status_code for each in said] == [400] * 5
        assert client.get("/").status_code == 303


def test_an_issuer_that_is_away_or_another_is_said_so(small: History, issuer: Issuer) -> None:
    with browsing(small, settings_for(issuer)) as client:
        form = {"proof": proof_of(client)}
        issuer.about = {"issuer": "https://other.example"}
        other = client.post("/sign-in/elsewhere", data=form)
        issuer.about = {"token_endpoint": "http://example.com/token"}
        plain = client.post("/sign-in/elsewhere", data=form)
    assert "is of another issuer" in other.text
    assert "token_endpoint is not an https address" in plain.text
    away = OidcSettings(issuer="http://127.0.0.1:1", client_id="us")
    with browsing(small, WebSettings(public_url=PUBLIC, oidc=away)) as client:
        gone = client.post("/sign-in/elsewhere", data={"proof": proof_of(client)})
    assert (gone.status_code, "cannot be asked" in gone.text) == (400, True)
