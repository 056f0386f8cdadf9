"""Channels over real sockets: what arrives, and what is said when it does not."""

# ruff: noqa: S106 - the places of secrets
from __future__ import annotations

import base64
import json
import ssl
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.watch.alerts.sinks import WebSink, mail_sink, only_ops

from civiscope.errors import CiviscopeError
from civiscope_watch.alerts import mail, post
from civiscope_watch.alerts.channels import ChannelSettings, make_channel
from civiscope_watch.alerts.messages import MAX_CARD_BYTES, mail_text
from civiscope_watch.alerts.send import Delivery, send_digest
from civiscope_watch.store.outbox import AlertDigest, DigestItem

NOW = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)
EVIL = "<!channel> [pay](https://evil.example) \x1b[31m\u202ered\r\nBcc: x@evil.example @room"
ISSUES = [
    {"title": EVIL, "severity": "critical", "rule": "a/b", "pages": 2, "fingerprint": "1-abc"}
]


def digest(*names: str) -> AlertDigest:
    content = {"sentence": "1 problem found for the first time.", "issues": ISSUES, "more": 3}
    return AlertDigest(
        id=1,
        key="7-2026-11-29",
        rule=f"serious {EVIL}",
        event="new",
        scope="tag money",
        night=date(2026, 11, 29),
        items=tuple(
            DigestItem(name, f"https://{number}.example.gov/", content)
            for number, name in enumerate(names or (EVIL,))
        ),
    )


def sent(
    kind: str,
    tls: ssl.SSLContext | None = None,
    what: AlertDigest | None = None,
    **settings: Any,  # noqa: ANN401
) -> Delivery:
    channel = make_channel("ops", kind, ChannelSettings(**settings))
    return send_digest(channel, what or digest(), NOW, tls=tls)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch, web: WebSink) -> None:
    monkeypatch.setenv("OPS_KEY", "a shared key")
    monkeypatch.setenv("OPS_URL", f"{web.url}/services/T0/B0/very-secret")
    monkeypatch.setenv("OPS_PASSWORD", "right")


def test_a_mail_goes_by_starttls_with_a_password(
    tls: ssl.SSLContext, server_tls: ssl.SSLContext
) -> None:
    with mail_sink(tls_context=server_tls, require_starttls=True, authenticator=only_ops) as server:
        mail_settings: dict[str, Any] = {
            "server": f"smtp://localhost:{server.port}",
            "to": ("a@example.gov", "b@example.gov"),
            "sender": "watch@example.gov",
            "user": "ops",
            "secret": "env:OPS_PASSWORD",
            "private": True,
        }
        assert sent("mail", tls, **mail_settings) == Delivery()

    [message] = server.mails
    assert server.over_tls == [True]
    assert server.recipients == [["a@example.gov", "b@example.gov"]]
    assert message["Message-ID"] == "<civiscope-7-2026-11-29@example.gov>"
    assert message["Bcc"] is None
    assert message["Subject"].startswith("civiscope: Problems that are new: 1 site (serious ")
    text = message.get_content()
    assert "1 problem found for the first time." in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not any(line.startswith("Bcc") for line in text.splitlines())


def test_a_mail_goes_by_tls_from_the_start(tls: ssl.SSLContext, server_tls: ssl.SSLContext) -> None:
    with mail_sink(ssl_context=server_tls) as server:
        done = sent(
            "mail",
            tls,
            server=f"smtps://localhost:{server.port}",
            to=("a@example.gov",),
            sender="watch@example.gov",
            private=True,
        )

    assert (done, len(server.mails)) == (Delivery(), 1)


@pytest.mark.parametrize(
    ("server_settings", "scheme", "changes", "sentence"),
    [
        ({}, "smtp", {}, "offers no STARTTLS"),
        (
            {"auth_require_tls": False, "authenticator": only_ops},
            "smtp+plain",
            {"user": "who"},
            "refused the user or the password",
        ),
        ({}, "smtps", {}, "does not speak TLS as expected"),
    ],
)
def test_a_mail_server_that_does_not_take_it(
    server_settings: dict[str, Any], scheme: str, changes: dict[str, Any], sentence: str
) -> None:
    secret: dict[str, Any] = {"secret": "env:OPS_PASSWORD"} if changes else {}
    with mail_sink(**server_settings) as server:
        done = sent(
            "mail",
            server=f"{scheme}://127.0.0.1:{server.port}",
            to=("a@example.gov",),
            sender="watch@example.gov",
            private=True,
            **changes,
            **secret,
        )

    assert sentence in done.error
    assert "right" not in done.error
    assert server.mails == []


def test_a_certificate_of_nobody_we_trust_ends_it(server_tls: ssl.SSLContext) -> None:
    with mail_sink(ssl_context=server_tls) as server:
        done = sent(
            "mail",
            server=f"smtps://localhost:{server.port}",
            to=("a@example.gov",),
            sender="watch@example.gov",
            private=True,
        )

    assert "has a certificate that cannot be trusted" in done.error


def test_one_of_two_recipients_who_is_refused_is_named_and_the_other_is_not_sent_it_twice() -> None:
    with mail_sink() as server:
        server.refuse.add("gone@example.gov")
        done = sent(
            "mail",
            server=f"smtp+plain://127.0.0.1:{server.port}",
            to=("a@example.gov", "gone@example.gov"),
            sender="watch@example.gov",
            private=True,
        )

    assert done.error == ""
    assert "refused gone@example.gov" in done.note
    assert server.recipients == [["a@example.gov"]]


def test_a_webhook_is_signed(web: WebSink) -> None:
    done = sent("webhook", server=f"{web.url}/hook?a=1", secret="env:OPS_KEY", private=True)

    [request] = web.received
    headers = request.headers
    assert (done, request.method, request.path) == (Delivery(), "POST", "/hook?a=1")
    assert headers["webhook-id"] == "civiscope-7-2026-11-29"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["webhook-signature"] == post.sign(
        b"a shared key", headers["webhook-id"], int(NOW.timestamp()), request.body
    )
    assert request.data["type"] == "civiscope.alert.new"
    [told] = request.data["sites"]
    assert (told["url"], told["more_issues"]) == ("https://0.example.gov/", 3)
    assert "\u202e" not in told["issues"][0]["title"]


def test_the_signature_is_that_of_standard_webhooks() -> None:
    # The example of the specification.
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signature = post.sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_slack_reads_no_marks_in_what_strangers_wrote(web: WebSink) -> None:
    assert sent("slack", secret="env:OPS_URL", private=True) == Delivery()

    [request] = web.received
    assert request.path == "/services/T0/B0/very-secret"
    assert {block["text"]["type"] for block in request.data["blocks"]} == {"plain_text"}
    assert "<!channel>" not in request.data["text"]
    assert "&lt;!channel&gt;" in request.data["text"]
    assert any("critical: " in block["text"]["text"] for block in request.data["blocks"])


def test_teams_gets_an_adaptive_card_that_reads_no_markdown(web: WebSink) -> None:
    many = digest(*(f"Office {number}" for number in range(80)))

    assert sent("teams", what=many, secret="env:OPS_URL", private=True) == Delivery()

    [request] = web.received
    [attachment] = request.data["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    body = attachment["content"]["body"]
    assert {element["type"] for element in body} == {"RichTextBlock"}
    assert "more sites; see" in body[-1]["inlines"][0]["text"]
    assert len(json.dumps(request.data)) <= MAX_CARD_BYTES


def test_matrix_puts_a_notice_under_a_number_that_does_not_change(web: WebSink) -> None:
    done = sent(
        "matrix", server=web.url, to=("!ops:example.org",), secret="env:OPS_KEY", private=True
    )

    [request] = web.received
    assert (done, request.method) == (Delivery(), "PUT")
    assert request.path == (
        "/_matrix/client/v3/rooms/%21ops%3Aexample.org/send/m.room.message/civiscope-7-2026-11-29"
    )
    assert request.headers["authorization"] == "Bearer a shared key"
    assert request.data["msgtype"] == "m.notice"
    assert request.data["m.mentions"] == {}


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (500, "responded with status 500."),
        (403, "responded with status 403: it refused the secret."),
        (410, "responded with status 410: there is no such address any more."),
        (302, "responded with status 302: redirects are not followed."),
    ],
)
def test_a_server_that_does_not_take_it_is_told_by_its_host_only(
    web: WebSink, status: int, sentence: str
) -> None:
    web.statuses = [status]

    done = sent("slack", secret="env:OPS_URL", private=True)

    assert done.error == f"127.0.0.1 {sentence}"
    assert len(web.received) == 1


def test_a_server_that_says_nothing_is_given_up(
    web: WebSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "TIMEOUT_S", 0.3)
    web.silent = True

    done = sent("slack", secret="env:OPS_URL", private=True)

    assert done.error == "127.0.0.1 did not respond within 0.3 seconds."


def test_a_mail_server_that_says_nothing_is_given_up(
    web: WebSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.3)
    port = web.url.rpartition(":")[2]  # a web server waits for the other side to begin

    done = sent(
        "mail",
        server=f"smtp+plain://127.0.0.1:{port}",
        to=("a@example.gov",),
        sender="watch@example.gov",
        private=True,
    )

    assert done.error == f"The mail server 127.0.0.1:{port} did not respond within 0.3 seconds."


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("webhook", {"server": "http://127.0.0.1:1/", "secret": "env:OPS_KEY"}),
        ("webhook", {"server": "http://[::ffff:10.0.0.1]/", "secret": "env:OPS_KEY"}),
        ("webhook", {"server": "http://169.254.169.254/latest", "secret": "env:OPS_KEY"}),
        ("webhook", {"server": "http://0x7f.1/", "secret": "env:OPS_KEY"}),
        ("slack", {"secret": "env:OPS_URL"}),
        ("matrix", {"server": "http://localhost:1", "to": ("!a:b",), "secret": "env:OPS_KEY"}),
        ("mail", {"server": "smtp://192.168.1.1", "to": ("a@b.gov",), "sender": "a@b.gov"}),
    ],
)
def test_a_private_network_is_refused_unless_it_was_allowed(
    web: WebSink, kind: str, settings: dict[str, Any]
) -> None:
    done = sent(kind, **settings)

    assert "If it is meant, add the channel with --private." in done.error
    assert web.received == []


def test_nobody_who_listens_is_said_in_a_sentence() -> None:
    done = sent("webhook", server="http://127.0.0.1:1/x", secret="env:OPS_KEY", private=True)

    assert done.error == "127.0.0.1:1/x cannot be reached (ConnectError)."


def test_a_secret_that_is_not_there_is_named_by_its_place(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    empty = tmp_path / "empty"
    empty.touch()

    assert "no OPS_NONE" in sent("slack", secret="env:OPS_NONE").error
    assert f"{gone} with the channel's secret cannot" in sent("slack", secret=f"file:{gone}").error
    assert "holds no secret" in sent("slack", secret=f"file:{empty}").error
    assert "does not hold an address" in sent("slack", secret="env:OPS_KEY").error


@pytest.mark.parametrize(
    ("kind", "settings", "sentence"),
    [
        ("pigeon", {}, "There is no kind of channel 'pigeon'"),
        ("mail", {"server": "mail.example.gov"}, "is not a mail server"),
        ("mail", {"server": "smtp://u:pw@mail.example.gov"}, "holds no user or password"),
        ("mail", {"server": "smtp://a.gov"}, "Mail needs recipients"),
        (
            "mail",
            {"server": "smtp://a.gov", "to": ("a@b.gov\nBcc: c@d.gov",), "sender": "a@b.gov"},
            "is not an address of mail",
        ),
        ("webhook", {"server": "file:///etc/passwd"}, "needs an address on the web"),
        ("webhook", {"server": "https://a.gov/"}, "A webhook is signed"),
        ("slack", {}, "name it: --secret"),
        ("slack", {"secret": "https://hooks.example/T0/very-secret"}, "does not hold it"),
        ("matrix", {"server": "https://a.gov", "secret": "env:X"}, "Matrix needs one room"),
    ],
)
def test_a_channel_that_cannot_work_is_refused_when_it_is_added(
    kind: str, settings: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CiviscopeError, match=sentence) as caught:
        make_channel("ops", kind, ChannelSettings(**settings))

    assert "very-secret" not in str(caught.value)
    assert "pw@" not in str(caught.value)


def test_a_long_night_is_cut_and_says_so() -> None:
    many = digest(*(f"Office {number}" for number in range(80)))

    text = mail_text(replace(many, rule="all"))

    assert "and 30 more sites; see `civiscope watch show`" in text
    assert "Office 49" in text
    assert "Office 50" not in text
