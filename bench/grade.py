"""Measure how many saved answers are graded in a second, on one core.

    python -m bench.grade [--answers 5000] [FILE]

Without a FILE of JSON lines the answers are made up from a seed. Reading the lines is measured,
too; starting Python is not.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from civiscope.grade import grade, read_saved

LATEST = Path(__file__).parent / "results" / "grade.json"
TARGET = 2000
"""Answers a second."""
POLICIES = (
    "default-src 'self'",
    "default-src 'none'; script-src 'self' 'nonce-{n}'; style-src 'self'; frame-ancestors 'none'",
    "default-src 'self' https://*.example.gov; img-src * data:; script-src 'self' 'unsafe-inline'",
    "script-src 'strict-dynamic' 'nonce-{n}' https:; object-src 'none'; base-uri 'none'",
    "default-src 'self', default-src 'self' https://maps{n}.example.org; report-uri /csp",
)
FIELDS = {
    "strict-transport-security": ("max-age=31536000; includeSubDomains", "max-age={n}"),
    "x-frame-options": ("DENY", "SAMEORIGIN", "ALLOW-FROM https://{n}.example"),
    "x-content-type-options": ("nosniff", "nosniff, nosniff"),
    "referrer-policy": ("no-referrer", "strict-origin, unsafe-url"),
    "cross-origin-opener-policy": ("same-origin", 'same-origin; report-to="a{n}"'),
    "cross-origin-embedder-policy": ("require-corp", "unsafe-none"),
    "cross-origin-resource-policy": ("same-origin", "Same-Site"),
    "access-control-allow-origin": ("*", "https://portal{n}.example.gov"),
}
COOKIES = (
    "session{n}=abc; Secure; HttpOnly; SameSite=Lax",
    "__Host-id=1; Secure; Path=/",
    "lang=en; Max-Age=31536000",
)
ELEMENTS = (
    '<script src="/assets/{n}.js"></script>',
    '<script src="https://cdn{n}.example.org/a.js" crossorigin></script>',
    '<link rel="stylesheet" href="/{n}.css">',
    '<meta name="referrer" content="same-origin">',
    "<p>Paragraph {n} of a page that says something.</p>",
)


def main() -> int:
    """Measure, write the figures down; 0 when it was quick enough."""
    parser = argparse.ArgumentParser(description="Measure the grading of saved answers.")
    parser.add_argument("file", nargs="?", type=Path, help="JSON lines instead of made-up answers")
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "answers.jsonl"
        if not given.file:
            path.write_text(made_up(given.answers), encoding="utf-8")
        rates = [_rate(path) for _ in range(given.rounds)]
    report = {
        "answers": sum(1 for _ in read_saved(path).responses) if given.file else given.answers,
        "per_second": {
            "median": round(statistics.median(rates)),
            "min": round(min(rates)),
            "max": round(max(rates)),
        },
        "target": TARGET,
        "met": statistics.median(rates) >= TARGET,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    return 0 if report["met"] else 1


def made_up(answers: int) -> str:
    """Return *answers* JSON lines, the same each time; hardly two of them alike."""
    chance = random.Random(4)  # noqa: S311 # nosec B311 # answers to measure with
    return "".join(json.dumps(_answer(chance, number)) + "\n" for number in range(answers))


def _answer(chance: random.Random, number: int) -> dict[str, object]:
    headers: dict[str, object] = {"content-type": "text/html; charset=utf-8"}
    for name, values in (FIELDS | {"content-security-policy": POLICIES}).items():
        if chance.random() < 0.8:
            headers[name] = chance.choice(values).replace("{n}", str(number))
    cookies = chance.sample(COOKIES, chance.randrange(3))
    headers["set-cookie"] = [cookie.replace("{n}", str(number)) for cookie in cookies]
    body = "".join(chance.choices(ELEMENTS, k=30)).replace("{n}", str(number))
    page = f"<!doctype html><html lang=en><title>{number}</title>{body}"
    return {"url": f"https://www{number % 50}.example.gov/", "headers": headers, "html": page}


def _rate(path: Path) -> float:
    begun = time.process_time()
    answers = read_saved(path).responses
    for answer in answers:
        grade(answer)
    return len(answers) / (time.process_time() - begun)


if __name__ == "__main__":
    raise SystemExit(main())
