"""What a user gives in confidence stands in nothing that is written, whatever it is made of."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Asked, Site, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LETTERS = "QWERTZUIOPASDFGHJKLYXCVBNM"
DIGITS = "4711081547110815"
WORDS = "correct-horse-battery"
PACKED = "c2VjcmV0IHZhbHVlIG9mIGEgY29va2ll"
PERCENT = "a%20b%2Fc%3Ddef"
STORED = "letmeinplease"
SHORT = "letmein"
SECRETS = (LETTERS, DIGITS, WORDS, PACKED, PERCENT, "a b/c=def", STORED, SHORT)
BASIC = base64.b64encode(f"auditor:{WORDS}".encode()).decode()


def echo(asked: Asked) -> Answer:
    """Show all that a request bore, in text, attributes, addresses, script and an error."""
    if asked.headers.get("authorization") != f"Basic {BASIC}":
        return Answer("No", 401, headers={"WWW-Authenticate": 'Basic realm="Staff"'})
    said = " ".join((*asked.headers.values(), WORDS))
    key = asked.headers.get("x-key", "")
    return page(
        f"Echo {key}",
        f"/found?said={key}",
        body=f"<pre>{said}</pre><p title='{said}' id='{WORDS}'><img src='/{key}.png'></p>"
        f"<button>{key}</button><form><input name='{key}' value='{key}'></form>"
        f"<script>console.error({json.dumps(said)} + document.cookie);"
        "document.body.append(localStorage.getItem('jwt'), ' ', btoa(document.cookie));"
        f"fetch('/api/{key}?c=' + encodeURIComponent(document.cookie));"
        f"throw new Error({json.dumps(said)});</script>",
    )


def everything_written(folder: Path) -> dict[str, str]:
    """Return the text of every file below *folder*, pictures left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".jpg"]
    return {
        path.relative_to(folder).as_posix(): (
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        ).decode("utf-8", "replace")
        for path in files
    }


@pytest.mark.parametrize("depth", ["quick", "deep"])
def test_no_secret_stands_in_anything_written(depth: str, tmp_path: Path) -> None:
    with Site({"*": echo}) as site:
        item = {"name": "jwt", "value": STORED}
        state = tmp_path / "state.json"
        state.write_text(
            json.dumps(
                {
                    "cookies": [],
                    "origins": [{"origin": site.url(""), "localStorage": [item]}],
                }
            ),
            encoding="utf-8",
        )
        out = tmp_path / "out"
        options = (
            *("--max-pages", "2", "--depth", depth, "--exit-zero", "--verbose", "--debug"),
            *("--header", f"X-Key: {LETTERS}", "--header", f"X-Pin: {DIGITS}"),
            *("--cookie", f"a={PACKED}", "--cookie", f"b={PERCENT}", "--cookie", f"c={SHORT}"),
            *("--user", f"auditor:{WORDS}", "--storage-state", str(state), "--screenshots"),
            *("--format", "html,json,sarif,junit,csv,markdown", "--ignore-robots"),
        )
        done = subprocess.run(  # noqa: S603 - our own command, on our own server
            [sys.executable, "-m", "civiscope", "audit", site.url("/"), "-o", out, *options],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    written = {**everything_written(out), "log": done.stdout + done.stderr}
    assert "pages/000000.json.gz" in "".join(written)
    assert "[hidden]" in written["evidence/pages/000000.json.gz"]
    shown = {
        (name, secret)
        for name, text in written.items()
        for secret in (*SECRETS, BASIC)
        if secret in text
    }
    assert shown == set()
