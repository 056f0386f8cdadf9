"""What a user gave in confidence is hidden in every spelling, and nothing else is."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from civiscope.evidence.secret_values import SecretValues, secret_parts

VALUES = (
    "QWERTZUIOPASDFGHJKLYXCVBNM",
    "letmein",
    "correct-horse-battery",
    "correct horse battery",
    "4711081547110815",
    "c2VjcmV0IHZhbHVlIQ==",
    "a%20b%2Fc%3Dd",
    "Tr0ub4dor&3",
    "päss<wörd>",
    'quo"ted\\back',
)


def written(value: object, *secrets: str, public: tuple[str, ...] = ()) -> str:
    """Return *value* as JSON, with what must not be shown taken out."""
    content = json.dumps(value, ensure_ascii=False).encode()
    return SecretValues(secrets, public).hide_in_json(content).decode()


@pytest.mark.parametrize("secret", VALUES)
def test_a_value_is_hidden_whatever_it_is_made_of(secret: str) -> None:
    shown = {"title": f"You sent {secret}.", "url": f"/?q={secret}&x", "list": [secret]}

    found = json.loads(written(shown, *secret_parts(secret)))

    assert found == {"title": "You sent [hidden].", "url": "/?q=[hidden]&x", "list": ["[hidden]"]}


@pytest.mark.parametrize("secret", VALUES)
def test_the_spellings_of_addresses_and_encoders_are_hidden_as_well(secret: str) -> None:
    shown = [
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        quote(secret, safe="").replace("%2F", "%2f"),
    ]
    if len(secret) > 7:
        shown.append(base64.b64encode(secret.encode()).decode())
        shown += [secret.upper(), secret.lower(), secret.encode().hex(), quote(quote(secret))]

    found = json.loads(written(shown, *secret_parts(secret)))

    assert set(found) == {"[hidden]"}


@pytest.mark.parametrize("before", ["", "a", "ab", "sid="])
@pytest.mark.parametrize("after", ["", "; b=1", "&"])
@pytest.mark.parametrize("secret", [value for value in VALUES if len(value) > 12])
def test_of_a_secret_inside_a_text_in_base64_hardly_a_letter_is_left(
    secret: str, before: str, after: str
) -> None:
    packed = base64.b64encode(f"{before}{secret}{after}".encode()).decode()

    [found] = json.loads(written([packed], secret))

    assert "[hidden]" in found
    left = len(found.replace("[hidden]", "")) * 6 // 8
    assert left <= len(before) + len(after) + 4


def test_a_text_that_was_cut_keeps_no_beginning_of_a_secret() -> None:
    secret = "QWERTZUIOPASDFGHJKLYXCVBNM"  # noqa: S105 - opens nothing

    assert json.loads(written(["<p>QWERTZUIOPAS", "QWERTZUIOPASDF… and on"], secret)) == [
        "<p>[hidden]",
        "[hidden]… and on",
    ]


def test_a_short_word_is_hidden_where_it_stands_alone() -> None:
    shown = ["stage", "a stage.", "?a%3Dstage%26", "\nstage\n", "backstage stages"]

    assert json.loads(written(shown, "stage")) == [
        "[hidden]",
        "a [hidden].",
        "?a%3D[hidden]%26",
        "\n[hidden]\n",
        "backstage stages",
    ]


def test_values_that_protect_nothing_stay() -> None:
    assert written(["1", "on", "en", ""], "1", "on", "en", "") == '["1", "on", "en", ""]'


def test_the_form_of_the_document_stays_and_numbers_stay_numbers() -> None:
    shown = {"visit": {"state": "complete"}, "size": 47110815, "count": 3, "title": "complete"}

    found = json.loads(written(shown, "complete", "visit", "47110815"))

    assert found == {
        "visit": {"state": "complete"},
        "size": 0,
        "count": 3,
        "title": "[hidden]",
    }


def test_the_address_that_the_user_wrote_stays() -> None:
    shown = ["https://staging.example.gov/a", "on staging"]

    found = json.loads(written(shown, "staging", public=("staging.example.gov",)))

    assert found == ["https://staging.example.gov/a", "on [hidden]"]


def test_parts_that_open_the_same_door_are_secrets_of_their_own() -> None:
    stored = json.dumps({"user": {"name": "Ada"}, "tokens": ["a1b2c3d4e5"]})

    assert "0123456789" in secret_parts("Bearer 0123456789")
    assert "letmein" in secret_parts("Basic " + base64.b64encode(b"auditor:letmein").decode())
    assert "a b" in secret_parts("a%20b")
    assert secret_parts(stored) == tuple(sorted({"a1b2c3d4e5", stored, stored.strip('"')}))


def test_sentences_are_hidden_in_too() -> None:
    assert SecretValues(["letmein"]).hide("GET /?p=letmein") == "GET /?p=[hidden]"
    assert not SecretValues()
    assert SecretValues().hide("letmein") == "letmein"
