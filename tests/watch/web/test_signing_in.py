"""Who gets in, who does not, and what they may do there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import httpx
import pytest
from sqlalchemy import func, select, update
from tests.watch.web.dashboards import (
    PASSWORD,
    add_token,
    add_user,
    browsing,
    proof_of,
    sign_in,
)

from civiscope_watch.store import accounts
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.schema import (
    account,
    api_token,
    audit_log,
    issue,
    login_attempt,
    web_session,
)
from civiscope_watch.web.passwords import Cost, check_password, hash_password, is_password
from civiscope_watch.web.serving import check_listening, serving
from civiscope_watch.web.settings import OidcSettings, WebSettings

ACCEPT = "/sites/1/issues/1/acceptance"
OPEN = WebSettings(host="0.0.0.0")  # noqa: S104 - what is refused
PROXY = WebSettings(proxy_header="Remote-User", trusted_proxies=(ip_network("10.0.0.0/24"),))


def test_passwords_are_kept_hashed() -> None:
    kept = hash_password("tools of the trade", Cost(n=16))

    assert "tools" not in kept
    assert kept != hash_password("tools of the trade", Cost(n=16))
    assert is_password("tools of the trade", kept)
    assert not is_password("tools of the trad", kept)
    assert not is_password("", "")


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", "ada.lovelace-1815", "x" * 1001])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(HistoryError, match="The password"):
        check_password(weak, "ada.lovelace")


def test_while_nobody_has_an_account_the_machine_itself_may_do_all(small: History) -> None:
    with browsing(small) as client:
        assert client.get("/users").status_code == 200
        form = {"name": "ada", "role": "viewer", "password": PASSWORD}
        first = client.post("/users", data={**form, "proof": proof_of(client)})
        assert "The first user must be an admin" in first.text
        form["role"] = "admin"
        assert client.post("/users", data={**form, "proof": proof_of(client)}).status_code == 303
        assert client.get("/users").headers["location"] == "/sign-in?next=%2Fusers"
        sign_in(client, "ada")
        assert "admin" in client.get("/users").text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("192.0.2.7", {}, 303),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 303),
        ("127.0.0.1", {"Host": "evil.example"}, 421),
        ("127.0.0.1", {"Host": "localhost:8600"}, 200),
    ],
)
def test_nobody_else_is_taken_for_the_machine(
    small: History, address: str, headers: dict[str, str], status: int
) -> None:
    with browsing(small, address=address) as client:
        assert client.get("/", headers=headers).status_code == status


def test_it_listens_to_others_only_when_somebody_vouches_for_them(small: History) -> None:
    with pytest.raises(HistoryError, match=r"there is no user yet\. Add one with `civiscope watch"):
        check_listening(small, OPEN)
    check_listening(small, WebSettings(host="::1"))
    proxied = WebSettings(host="0.0.0.0", proxy_header="U", trusted_proxies=PROXY.trusted_proxies)  # noqa: S104
    check_listening(small, proxied)
    add_user(small, "ada", "admin")
    check_listening(small, OPEN)


def test_it_is_served_and_ends(small: History) -> None:
    with serving(small, WebSettings(port=0)) as address:
        assert httpx.get(f"{address}healthz").text == "ok\n"
        assert "server" not in httpx.get(address).headers
        port = int(address.rpartition(":")[2].rstrip("/"))
        with (
            pytest.raises(HistoryError, match=r"cannot listen at .* Name another --port"),
            serving(small, WebSettings(port=port)),
        ):
            pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}healthz")


def test_every_page_needs_an_account_but_what_is_for_all(small: History) -> None:
    add_user(small, "ada", "admin")
    with browsing(small) as client:
        for path in ("/", "/sites.csv", "/sites/1", "/runs/1/report", "/badges/1.svg", "/users"):
            response = client.get(path)
            assert response.status_code == 303, path
            assert response.headers["location"].startswith("/sign-in?next=")
        for path in ("/metrics", "/api/v1/sites"):
            assert client.get(path).status_code == 401, path
        for path in ("/healthz", "/sign-in", "/static/report.css"):
            assert client.get(path).status_code == 200, path
        assert client.post(ACCEPT, data={"proof": proof_of(client)}).status_code == 303
        assert client.post(ACCEPT).status_code == 400


def test_a_password_opens_a_session_that_ends(small: History) -> None:
    add_user(small, "ada", "viewer")
    with browsing(small) as client:
        form = {"name": "ada", "password": PASSWORD, "next": "/sites/1?days=30"}
        response = client.post("/sign-in", data={**form, "proof": proof_of(client)})
        assert response.headers["location"] == "/sites/1?days=30"
        cookie = response.headers["set-cookie"]
        assert ("HttpOnly" in cookie, "SameSite=lax" in cookie) == (True, True)
        assert client.get("/").status_code == 200
        secret = client.cookies["civiscope_session"]
        with small.database.reading() as connection:
            assert secret not in connection.execute(select(web_session.c.key)).scalar_one()

        client.post("/sign-out", data={"proof": proof_of(client, "/account")})
        client.cookies.set("civiscope_session", secret)
        assert client.get("/").status_code == 303


@pytest.mark.parametrize("column", ["used", "created"])
def test_a_session_ends_by_itself(small: History, column: str) -> None:
    add_user(small, "ada", "viewer")
    with browsing(small) as client:
        sign_in(client, "ada")
        with small.database.writing() as connection:
            old = datetime.now(UTC) - timedelta(days=8)
            connection.execute(update(web_session).values(**{column: old}))
        assert client.get("/").status_code == 303


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(small: History, following: str) -> None:
    add_user(small, "ada", "viewer")
    with browsing(small) as client:
        form = {"name": "ada", "password": PASSWORD, "next": following, "proof": proof_of(client)}
        assert client.post("/sign-in", data=form).headers["location"] == "/"


def test_guessing_is_slowed_down(filled: History) -> None:
    add_user(filled, "ada", "viewer")
    with browsing(filled) as client:
        form = {"name": "ada", "password": "wrong", "proof": proof_of(client)}
        said = [client.post("/sign-in", data=form).status_code for _ in range(6)]
        right = client.post("/sign-in", data={**form, "password": PASSWORD})

        assert said == [403] * 5 + [429]
        assert (right.status_code, right.headers["retry-after"]) == (429, "900")
        assert "Wait a quarter of an hour" in right.text
        with filled.database.writing() as connection:
            old = datetime.now(UTC) - timedelta(minutes=16)
            connection.execute(update(login_attempt).values(at=old))
        sign_in(client, "ada")
        with filled.database.reading() as connection:
            left = select(func.count()).select_from(login_attempt)
            assert connection.execute(left).scalar_one() == 0


def test_nobody_learns_whose_accounts_there_are(small: History) -> None:
    add_user(small, "ada", "viewer")
    with browsing(small) as client:
        said = [
            client.post(
                "/sign-in", data={"name": name, "password": "wrong", "proof": proof_of(client)}
            ).text.replace(name, "NAME")
            for name in ("ada", "zoe9")
        ]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("headers", "change"),
    [
        ({}, {"proof": ""}),
        ({}, {"proof": "0" * 64}),
        ({"Origin": "https://evil.example"}, {}),
        ({"Origin": "null"}, {}),
        ({"Sec-Fetch-Site": "cross-site"}, {}),
    ],
)
def test_forms_of_others_change_nothing(
    small: History, headers: dict[str, str], change: dict[str, str]
) -> None:
    with browsing(small) as client:
        form = {"note": "known", "proof": proof_of(client), **change}
        response = client.post(ACCEPT, data=form, headers=headers)

        assert response.status_code == 400
        assert "was not sent from a page of this dashboard" in response.text
    with small.database.reading() as connection:
        assert not connection.execute(select(issue.c.accepted).where(issue.c.id == 1)).scalar()


def test_a_form_that_is_too_large_is_refused(small: History) -> None:
    with browsing(small) as client:
        response = client.post(ACCEPT, data={"note": "x" * 70_000})
    assert response.status_code == 413


def test_roles_bound_what_people_may_do(small: History) -> None:
    for name, role in (("vera", "viewer"), ("ed", "editor"), ("ada", "admin")):
        add_user(small, name, role)  # type: ignore[arg-type]
    found: dict[str, list[int]] = {}
    for name in ("vera", "ed", "ada"):
        with browsing(small) as client:
            sign_in(client, name)
            form = {"note": "known", "until": "2099-12-31", "proof": proof_of(client, "/account")}
            page = client.get("/sites/1/issues/1").text
            assert ("Accept the issue" in page) == (name == "ed")
            found[name] = [
                client.get("/").status_code,
                client.post(ACCEPT, data=form).status_code,
                client.get("/users").status_code,
                client.get("/users.csv").status_code,
            ]

    assert found == {
        "vera": [200, 403, 403, 403],
        "ed": [200, 303, 403, 403],
        "ada": [200, 303, 200, 200],
    }


def test_accepting_is_written_down_and_can_be_ended(small: History) -> None:
    add_user(small, "ed", "editor")
    with browsing(small) as client:
        sign_in(client, "ed")
        proof = proof_of(client, "/account")
        wrong = [
            client.post(ACCEPT, data={"note": note, "until": until, "proof": proof})
            for note, until in (("", ""), ("known", "soon"), ("known", "2020-01-01"))
        ]
        assert [each.status_code for each in wrong] == [400, 400, 400]
        assert "Say why the issue is accepted" in wrong[0].text
        client.post(ACCEPT, data={"note": "a known one", "until": "2099-12-31", "proof": proof})
        text = client.get("/sites/1/issues/1").text
        assert "Accepted until" in text
        assert "by ed until 2099-12-31: a known one" in text
        assert "Accepted (1)" in client.get("/sites/1").text
        client.post(ACCEPT, data={"end": "yes", "proof": proof})
        assert "No. It counts as any other." in client.get("/sites/1/issues/1").text
    with small.database.reading() as connection:
        logged = connection.execute(select(audit_log.c.who, audit_log.c.what)).all()
    assert [tuple(row) for row in logged] == [
        ("ed", "issue accepted"),
        ("ed", "acceptance ended"),
    ]


def test_users_are_looked_after(small: History) -> None:
    add_user(small, "ada", "admin")
    with browsing(small) as client:
        sign_in(client, "ada")
        proof = proof_of(client, "/users")

        def change(path: str, **form: str) -> str:
            response = client.post(path, data={**form, "proof": proof})
            return "" if response.status_code == 303 else response.text

        assert change("/users", name="bo", role="editor", password=PASSWORD) == ""
        assert "There is a user called" in change(
            "/users", name="bo", role="editor", password=PASSWORD
        )
        assert "The password has 5" in change("/users", name="cy", role="editor", password="s" * 5)
        assert "is not a role" in change("/users", name="cy", role="king", password=PASSWORD)
        assert "is the last admin" in change("/users/change", name="ada", role="viewer")
        assert "is the last admin" in change("/users/change", name="ada", role="remove")
        assert change("/users/change", name="bo", role="admin") == ""
        assert change("/users/change", name="bo", role="remove") == ""
        assert "No user is called" in change("/users/change", name="bo", role="viewer")
        text = client.get("/users").text
    assert "bo: editor, now admin" in text


def test_a_password_is_changed_by_who_knows_it(small: History) -> None:
    add_user(small, "ada", "viewer")
    new = "other words entirely"
    with browsing(small) as client, browsing(small) as other:
        sign_in(client, "ada")
        sign_in(other, "ada")
        proof = proof_of(client, "/account")
        form = {"old": "wrong", "new": new, "proof": proof}
        assert client.post("/account/password", data=form).status_code == 403
        form = {"old": PASSWORD, "new": "short", "proof": proof}
        assert client.post("/account/password", data=form).status_code == 400
        form = {"old": PASSWORD, "new": new, "proof": proof}
        assert client.post("/account/password", data=form).status_code == 303
        assert client.get("/").status_code == 200
        assert other.get("/").status_code == 303


def test_a_token_is_shown_once_and_kept_hashed(small: History) -> None:
    add_user(small, "ed", "editor")
    with browsing(small) as client:
        sign_in(client, "ed")
        proof = proof_of(client, "/account")
        form = {"name": "CI", "role": "editor", "days": "90", "proof": proof}
        text = client.post("/account/tokens", data=form).text
        secret = text.partition("<code>cvs_")[2].partition("<")[0]
        assert len(secret) > 40
        assert secret not in client.get("/account").text
        above = client.post("/account/tokens", data={**form, "role": "admin"})
        assert "A token cannot do more than its user" in above.text
        fields = {"Authorization": f"Bearer cvs_{secret}"}
        with browsing(small) as program:
            assert program.get("/api/v1/sites", headers=fields).status_code == 200
            # A token is for the API: no page takes it.
            assert program.get("/", headers=fields).status_code == 303
        client.post("/account/tokens/remove", data={"token": "1", "proof": proof})
        with browsing(small) as program:
            assert program.get("/api/v1/sites", headers=fields).status_code == 401
    with small.database.reading() as connection:
        assert connection.execute(select(api_token)).all() == []


def test_a_token_ends_and_does_no_more_than_its_user(filled: History) -> None:
    add_user(filled, "ada", "admin")
    add_user(filled, "ed", "editor")
    fields = add_token(filled, "ed", "editor")
    with browsing(filled) as client:
        put = {"note": "known"}
        path = f"/api/v1{ACCEPT}"
        assert client.put(path, json=put, headers=fields).status_code == 200
        with filled.database.writing() as connection:
            accounts.set_role(connection, accounts.get_account(connection, "ed"), "viewer")
        assert client.put(path, json=put, headers=fields).status_code == 403
        with filled.database.writing() as connection:
            connection.execute(update(api_token).values(expires=datetime.now(UTC)))
        assert client.get("/api/v1/sites", headers=fields).status_code == 401
        wrong = {"Authorization": "Bearer cvs_wrong"}
        assert client.get("/api/v1/sites", headers=wrong).status_code == 401


def test_a_proxy_is_believed_from_its_address_alone(small: History) -> None:
    fields = {"Remote-User": "grace"}
    with browsing(small, PROXY, "10.0.0.9") as client:
        assert client.get("/", headers={**fields, "Host": "127.0.0.1"}).status_code == 200
        assert client.get("/").status_code == 303
        assert client.get("/users", headers=fields).status_code == 403
    with browsing(small, PROXY, "127.0.0.1") as client:
        assert client.get("/", headers=fields).status_code == 303
    with small.database.reading() as connection:
        rows = connection.execute(select(account.c.name, account.c.role, account.c.origin)).all()
    assert [tuple(row) for row in rows] == [("grace", "viewer", "proxy")]


def test_over_https_cookies_go_nowhere_else(small: History) -> None:
    add_user(small, "ada", "viewer")
    settings = WebSettings(public_url="https://watch.example.gov")
    with browsing(small, settings) as client:
        page = client.get("/sign-in")
        assert page.headers["strict-transport-security"].startswith("max-age=31536000")
        cookie = page.headers["set-cookie"]
        assert cookie.startswith("__Host-civiscope_form=")
        assert ("Secure" in cookie, "SameSite=strict" in cookie) == (True, True)
        sign_in(client, "ada")
        assert client.get("/", headers={"Host": "other.example"}).status_code == 421


def test_every_response_has_the_fields_that_protect_it(small: History) -> None:
    with browsing(small) as client:
        for path in ("/", "/nothing", "/sites.csv", "/api/v1/sites", "/static/report.css"):
            headers = client.get(path).headers
            assert headers["content-security-policy"].startswith("default-src 'none'"), path
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (WebSettings(proxy_header="Remote-User"), "--proxy-header needs --trusted-proxy"),
        (WebSettings(public_url="watch.example.gov"), "is not the address of a server"),
        (
            WebSettings(oidc=OidcSettings(issuer="https://i.example", client_id="c")),
            "--oidc-issuer needs --public-url",
        ),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings: WebSettings, sentence: str) -> None:
    with pytest.raises(HistoryError, match=sentence):
        settings.check()
