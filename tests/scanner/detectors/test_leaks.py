"""Keys, inner addresses and debugging pages: each form found, none kept, and no false alarms."""

from __future__ import annotations

import base64
import random
import string

import pytest
from tests.scanner.detectors.made import KEYS, LETTERS, letters, signed

from civiscope.collectors.page.scripts import describe
from civiscope.detectors import find_debugging, find_inside, find_secrets, without_secrets
from civiscope.detectors.secret_formats import FORMATS, NAMES

EACH = [(kind, value) for kind, values in KEYS.items() for value in values]


def _parts(value: str) -> list[str]:
    """Return the stretches of *value* that no other key has."""
    return [
        part
        for part in "".join(c if c in LETTERS else " " for c in value).split()
        if len(part) > 11
    ]


@pytest.mark.parametrize(("kind", "value"), EACH)
def test_each_kind_of_key_is_found_where_it_stands(kind: str, value: str) -> None:
    source = f"<p>Permits</p>\n<!-- {value} -->"

    found = find_secrets(source)

    assert [(leak.kind, leak.place, leak.line) for leak in found] == [(kind, "comment", 2)]


@pytest.mark.parametrize(("kind", "value"), EACH)
def test_no_part_of_a_key_is_kept(kind: str, value: str) -> None:
    source = f'/*! upload v1.2.3 {value} */\nvar version="1.2.3";'

    kept = repr(describe("https://www.example.gov/upload.js", source))

    secret = max(_parts(value), key=len)
    assert secret not in kept
    assert secret not in without_secrets(source)
    assert not [
        secret[at : at + 12] for at in range(len(secret) - 11) if secret[at : at + 12] in kept
    ]


def test_there_is_a_sample_and_a_name_for_each_kind() -> None:
    assert {form.kind for form in FORMATS} | {"named-secret"} == set(KEYS) == set(NAMES)


def test_the_same_key_twice_is_one_and_another_is_another() -> None:
    one, other = ("AKI" + f"A{letters(16, string.ascii_uppercase, seed)}" for seed in (1, 2))

    found = find_secrets(f"{one}\n{one}\n{other}", "script")

    assert [leak.line for leak in found] == [1, 3]
    assert len({leak.digest for leak in found}) == 2


@pytest.mark.parametrize(
    "source",
    [
        "gh" + "p_" + "words_" * 6,
        "gh" + "p_" + "AnExampleOfATokenInWordsForReadersXX",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "sk_" + "live_" + "0" * 24,
        "https://user:password@www.example.org/",
        "https://${user}:${password}@www.example.org/",
        "Server=db;Password=${DB_PASSWORD};",
        'csrfToken: "' + letters(32) + '"',
        'siteKey = "' + letters(40) + '"',
        'apiKey: "your_api_key_goes_here"',
        'passwordLabel: "Password1234567890"',
        'secret: "aaaaaaaaaaaaaaaaaaaa"',
        'accessToken: "access-token-for-visitors"',
        '{"alg":"none"} eyJhbGciOiJIUzI1NiJ9',
        f"<code>Bearer {signed(sub='1234567890', name='John Doe')}</code>",
        '{"secretary": "' + letters(32, "0123456789abcdef") + '"}',
        'secretSanta: "christmas-event-2026-main-hall"',
        '{"headers": {"Authorization": "Bearer your-access-token-goes-here-now"}}',
        '<code>curl -H "Authorization: Basic dXNlcjpwYXNzd29yZA=="</code> "Basic payments"',
        "data:image/png;base64,"
        + base64.b64encode(bytes(ord(each) for each in letters(4000))).decode(),
    ],
)
def test_what_only_resembles_a_key_is_not_reported(source: str) -> None:
    assert find_secrets(source) == ()


PLACEHOLDERS = [
    "[your password]",
    "{password}",
    "$DB_PASSWORD",
    "$(PASSWORD)",
    "%PASSWORD%",
    "%(password)s",
    "#{password}",
    "(password)",
    "@@PASSWORD@@",
    "&lt;password&gt;",
    "REDACTED",
    "enter-password-here",
    "Ihr-Kennwort",
    "ditt_losenord",
    "salasana1",
    "TwojeHaslo",
    "••••••••",
]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_a_placeholder_is_no_password(value: str) -> None:
    assert find_secrets(f'settings = "Server=db;User Id=permits;Password={value};"') == ()
    assert find_secrets(f'proxy = "https://user:{value}@proxy.example.org/"') == ()


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ('var db = "Server=db;Password=k3-Tr4mwayLine;"', "secret"),
        ('var db = "Server=db;Password=$ummer-2031-x;"', "secret"),
        ("<code>Server=db;Password=k3-Tr4mwayLine;</code>", "maybe"),
        ("<code>SELECT 1</code> Server=db;Password=k3-Tr4mwayLine;", "secret"),
        ('var db = "Server=db;Password=P@ssw0rd;"', "maybe"),
        ('var db = "postgres://permits:permits@db.example.org/"', "maybe"),
    ],
)
def test_how_sure_a_password_is_depends_on_where_it_stands(source: str, sure: str) -> None:
    assert [leak.sure for leak in find_secrets(source)] == [sure]


ID = "AKI" + f"A{letters(16, string.ascii_uppercase)}"


@pytest.mark.parametrize(
    "source",
    [
        f"https://b.s3.amazonaws.com/a?X-Amz-Credential={ID}%2F20261129%2Feu-west-2%2Fs3%2Faws4_request",
        f"https://b.s3.amazonaws.com/a?AWSAccessKeyId={ID}&amp;Expires=1796000000&amp;Signature=x",
        f'<input name="X-Amz-Credential" value="{ID}/20261129/eu-west-2/s3/aws4_request">',
        f'{{"AWSAccessKeyId":"{ID}","policy":"e30=","signature":"x"}}',
        f"Authorization: AWS4-HMAC-SHA256 Credential={ID}/20261129/eu-west-2/s3/aws4_request",
    ],
)
def test_the_id_of_a_key_belongs_into_a_signed_request(source: str) -> None:
    assert find_secrets(source) == ()


def test_the_id_of_a_key_opens_nothing_without_its_secret() -> None:
    secret = letters(40, LETTERS + "/+")

    alone = find_secrets(f'{{accessKeyId: "{ID}"}}')
    pair = find_secrets(f'{{accessKeyId: "{ID}", secretAccessKey: "{secret}"}}')
    other_way = find_secrets(f'{{s: "{secret}", id: "{ID}"}}')
    digest = find_secrets(f'{{accessKeyId: "{ID}", sha1: "{letters(40, "0123456789abcdef")}"}}')

    assert [(leak.kind, leak.sure) for leak in alone] == [("aws-key", "id")]
    assert ("aws-secret", "secret") in [(leak.kind, leak.sure) for leak in pair]
    assert ("aws-secret", "secret") in [(leak.kind, leak.sure) for leak in other_way]
    assert [(leak.kind, leak.sure) for leak in digest] == [("aws-key", "id")]


@pytest.mark.parametrize("alphabet", [LETTERS[:26] + string.digits, "0123456789abcdef"])
def test_a_key_for_mailgun_needs_the_name_nearby(alphabet: str) -> None:
    key = f"key-{letters(32, alphabet)}"

    assert find_secrets(f'<div id="{key}"></div><a aria-controls="{key}">') == ()
    assert find_secrets(f'<h1>Mailgun</h1><div id="{key}"></div>') == ()
    assert find_secrets(f'<h1>Mailgun</h1><script>x={{"cache":"{key}"}}</script>') == ()
    assert [leak.sure for leak in find_secrets(f"<td>Mailgun</td><td>{key}</td>")] == ["maybe"]
    assert [leak.kind for leak in find_secrets(f'mailgun({{domain: "m", pw: "{key}"}})')] == [
        "mailgun-key"
    ]


def test_random_letters_without_the_checksum_of_their_form_are_for_a_person_to_see() -> None:
    (found,) = find_secrets(f"<script>const t = '{'gh' + 'p_' + letters(36)}'</script>")

    assert (found.kind, found.sure) == ("github-token", "maybe")


def test_random_letters_are_random_without_digits_too() -> None:
    token = "".join(letters(29, string.ascii_letters))

    assert [leak.kind for leak in find_secrets(f"API_TOKEN: '{token}'")] == ["named-secret"]
    assert find_secrets("API_TOKEN: 'getAccessTokenFromStorageForUser'") == ()


def test_random_text_holds_no_keys() -> None:
    chance = random.Random(11)  # noqa: S311 # no secret
    alphabet = LETTERS + string.punctuation + "  \n"

    source = "".join(chance.choices(alphabet, k=400_000))

    assert find_secrets(source, "script") == ()
    assert find_inside(source, "script") == ()
    assert find_debugging(source) == ()


def test_a_value_is_a_secret_only_by_its_name_and_its_randomness() -> None:
    value = letters(24)

    named = find_secrets(f'{{client_secret: "{value}"}}', "script")
    unnamed = find_secrets(f'{{colour: "{value}"}}', "script")

    assert [(leak.kind, leak.sure) for leak in named] == [("named-secret", "maybe")]
    assert unnamed == ()


def test_a_token_of_a_service_is_sure_and_one_of_a_visitor_is_for_a_person_to_see() -> None:
    (service,), (visitor,) = (
        find_secrets(signed(role="service_role")),
        find_secrets(signed(name="A")),
    )

    assert (service.kind, service.sure) == ("service-token", "secret")
    assert (visitor.kind, visitor.sure) == ("session-token", "maybe")


@pytest.mark.parametrize(
    ("source", "kind", "sure"),
    [
        ('<img src="http://10.20.4.17/a.png">', "internal-address", "secret"),
        ('fetch("https://api.council.internal/v1")', "internal-address", "secret"),
        ("<!-- copied from 192.168.40.12 -->", "internal-address", "secret"),
        ("<!-- web server 10.20.30.40 behind the balancer -->", "internal-address", "secret"),
        ("<!-- version 3 on host 10.20.30.40 -->", "internal-address", "secret"),
        ("<!-- Serveur 10.20.30.40 -->", "internal-address", "secret"),
        ("<!-- generated by 10.20.30.40 -->", "internal-address", "maybe"),
        ("<!-- 10.20.30.40 -->", "internal-address", "maybe"),
        ("<!-- /var/www/council/app/settings.py -->", "file-path", "maybe"),
        ("<p>\\\\FILESRV01\\permits\\2026</p>", "internal-host", "maybe"),
    ],
)
def test_addresses_inside_a_network_are_found_and_masked(source: str, kind: str, sure: str) -> None:
    (leak,) = find_inside(source)

    assert (leak.kind, leak.sure) == (kind, sure)
    assert leak.masked.endswith(" characters]")
    assert leak.masked.partition("[")[0] in source
    assert len(leak.masked.partition("[")[0]) <= 6


@pytest.mark.parametrize(
    "source",
    [
        "<!-- version 10.1.2.3 -->",
        "<!-- Portal build 10.7.31.9 -->",
        "<!-- release 10.2.0.15, 3 November -->",
        "<!-- Generated by FormMaker 10.1.0.5 -->",
        "<!-- Version number of this theme: 10.2.0.15 -->",
        "<!-- Section 10.1.2.3 of the plan -->",
        "<!-- jQuery UI 10.0.1.2 -->",
        "<!-- versión 10.1.2.3 -->",
        "<!-- wersja 10.1.2.3 -->",
        "<!-- 10.0.0.0 to 10.255.255.255 are private by RFC 1918 -->",
        "<p>Call 10.20.4.17</p>",
        '<a href="http://127.0.0.1:8080/">',
        '<a href="https://www.example.gov/10.20.4.17/">',
        '<a href="https://www.local.example.gov/">',
        '"//cdn.example.org/10.0.0.1/x.js"',
    ],
)
def test_other_numbers_and_names_are_no_inner_addresses(source: str) -> None:
    assert find_inside(source) == ()


DEBUGGING = [
    ("django", "<p>You're seeing this error because you have <code>DEBUG = True</code></p>"),
    ("werkzeug", "<title>KeyError // Werkzeug Debugger</title><script>var EVALEX = true</script>"),
    ("php", "<b>Warning</b>: include(a.php): failed in <b>/srv/a.php</b> on line <b>12</b>"),
    ("phpinfo", "<title>PHP 8.2.1 - phpinfo()</title><h1>PHP Version 8.2.1</h1>"),
    (
        "directory",
        '<title>Index of /files/</title><h1>Index of /files/</h1><hr><pre><a href="../">../</a>',
    ),
    (
        "directory",
        "<title>Directory listing for /a</title><h1>Directory listing for /a</h1>"
        '<ul><li><a href="plan.pdf">plan.pdf</a></li></ul>',
    ),
    (
        "directory",
        "<title>forms.example.gov - /old/</title><pre><br>"
        ' 11/29/2026  3:00 AM        &lt;dir&gt; <A HREF="/old/x/">x</A><br>',
    ),
    (
        "directory",
        '<title>Index of /f/</title><h1>Index of /f/</h1><td><a href="./plan.pdf">plan.pdf</a>',
    ),
    ("directory", '<title>Files within old/</title><ul id="files"><li><a href="/old/a">a</a>'),
    ("directory", '<table aria-describedby="summary"><tr class="file"><td>plan.pdf'),
    (
        "php",
        "<b>Fatal error</b>:  Uncaught Error: no such thing in /srv/a.php:3\nStack trace:\n"
        "#0 {main}\n  thrown in <b>/srv/a.php</b> on line <b>3</b>",
    ),
    ("php", "<p>PHP Warning: Undefined variable $x in /srv/a.php on line 3"),
    (
        "node",
        "SyntaxError: Unexpected token < in JSON at position 0\n    at JSON.parse (<anonymous>)\n"
        "    at parse (/srv/node_modules/body-parser/lib/types/json.js:89:19)",
    ),
]
NODE_PATH = "show (/srv/permits/app/list.js:12:9)"
FIRST_FRAMES = [
    [NODE_PATH],
    ["JSON.parse (&lt;anonymous&gt;)", NODE_PATH],
    ["Object.parse (native)", NODE_PATH],
    ["new Promise (<anonymous>)", "async Promise.all (index 0)", "file:///srv/permits/a.mjs:1:2"],
]


@pytest.mark.parametrize(("kind", "source"), DEBUGGING)
def test_pages_for_developers_are_told_with_their_line(kind: str, source: str) -> None:
    found = find_debugging(f"<html>\n{source}")

    assert [(sign.kind, sign.line) for sign in found] == [(kind, 2)]


@pytest.mark.parametrize("frames", FIRST_FRAMES, ids=lambda frames: frames[0].split(" ")[0])
@pytest.mark.parametrize("end", ["<br>", "\n", "\\n"], ids=["break", "line", "escaped"])
def test_a_trace_of_node_is_found_whatever_frame_comes_first(frames: list[str], end: str) -> None:
    source = end.join(["<pre>TypeError: no such list", "a second line", *frames_of(frames)])

    assert [sign.kind for sign in find_debugging(source)] == ["node"]


def frames_of(frames: list[str]) -> list[str]:
    """Return *frames* as lines of a trace."""
    return [f" &nbsp; at {frame}" for frame in frames]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Something went wrong. Please try again later.</p>",
        "<p>How to turn DEBUG = True off in Django</p>",
        "<h1>Index of services</h1><a href='/'>Parents and directory</a>",
        "<p>Warning: roads are closed in /north on Monday, see /roads.php on line 3</p>",
        "<p>Warning: the office is closed on line 12 of the tram.</p>",
        "<title>Index of /24 address blocks</title><h1>Index of /24 address blocks</h1>"
        '<a href="/">Home</a> <a href="/networks">Networks</a>',
        "<title>Directory: /etc explained</title><h1>Directory: /etc explained</h1>"
        '<a href="/files">Files</a>',
        "<title>Teaching - /r/ and /l/ sounds</title><pre>\n<br>ra la</pre>",
        "<p>Error: it stopped<br>at https://www.example.gov/assets/site.js:1:200</p>",
    ],
)
def test_pages_for_visitors_are_not_taken_for_them(source: str) -> None:
    assert find_debugging(source) == ()
