"""Make pages of ordinary ids, codes, time stamps, versions and telephone numbers.

Nothing on these pages is anybody's number or any secret. Numbers are drawn until their check digits
are right for the kind that the words beside them name, so that only the words can tell.
"""

# ruff: noqa: E501 - a piece of a page stands on one line

from __future__ import annotations

import base64
import hashlib
import json
import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from civiscope.detectors.id_schemes import schemes


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of national number, as sites speak of it."""

    scheme: str
    digits: int
    words: str
    key: str
    slug: str


SUBJECTS = (
    Subject("gb-nhs", 10, "NHS number", "nhsNumber", "nhs-number"),
    Subject("ca-sin", 9, "social insurance number", "socialInsuranceNumber", "social-insurance"),
    Subject("nl-bsn", 9, "burgerservicenummer", "bsn", "burgerservicenummer"),
    Subject("ee-isikukood", 11, "isikukood", "isikukood", "isikukood"),
    Subject("pl-pesel", 11, "PESEL", "pesel", "pesel"),
    Subject("au-tfn", 9, "tax file number", "taxFileNumber", "tax-file-number"),
    Subject("in-aadhaar", 12, "Aadhaar number", "aadhaar", "aadhaar"),
    Subject("dk-cpr", 10, "CPR", "cprNumber", "cpr"),
    Subject("no-fodselsnummer", 11, "fødselsnummer", "fodselsnummer", "fodselsnummer"),
    Subject("de-steuer-id", 11, "Steuer-Identifikationsnummer", "steuerId", "steuer-id"),
)


HOLES = (
    "[your password]",
    "{password}",
    "$DB_PASSWORD",
    "$(PASSWORD)",
    "REDACTED",
    "(password)",
    "enter-password-here",
    "&lt;password&gt;",
    "%PASSWORD%",
    "********",
    "#{password}",
)
"""What stands where a password goes."""


class Maker:
    """Draws what pages hold from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 # no secret

    def number(self, subject: Subject) -> str:
        """Return a row of digits that has shape and check digits of *subject*."""
        scheme = schemes()[subject.scheme]
        for _ in range(200_000):
            found = "".join(self.chance.choices(string.digits, k=subject.digits))
            if scheme.pattern.fullmatch(found) and scheme.proves(found):
                return found
        return "".join(self.chance.choices(string.digits, k=subject.digits))

    def hex(self, count: int) -> str:
        """Return *count* hexadecimal digits."""
        return "".join(self.chance.choices("0123456789abcdef", k=count))

    def letters(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        """Return *count* letters and digits."""
        return "".join(self.chance.choices(alphabet, k=count))

    def version(self) -> str:
        """Return four numbers with full stops that would do as an address, too."""
        return ".".join(["10", *(str(self.chance.randrange(0, 60)) for _ in range(3))])

    def phone(self) -> str:
        """Return a telephone number of a country."""
        digits = self.letters(8, string.digits)
        return f"{self.chance.choice(['+44 20', '+353 1', '+49 30', '0300', '+46 8'])} {digits}"


def beside_numbers(make: Maker) -> Sequence[str]:
    """Return pieces with a number that is another thing beside words for a national number."""
    about = make.chance.choice(SUBJECTS)
    number, words, key, slug = make.number(about), about.words, about.key, about.slug
    return (
        f'<p><a href="/wiki/pages/{number}/find-your-{slug}">Find your {words}</a></p>',
        f'<p>Your {words}</p><img alt="Card" src="/card.png?v={number}">',
        f'<article data-loaded="{number}"><h2>Your {words}</h2><p>Where it stands.</p></article>',
        f'<script>var page={{"field":"{key}","id":{number}}};</script>',
        f'<script type="application/json">{{"{key}":null,"updated":{number}}}</script>',
        f"<table><tr><th>{words}</th><th>Order code</th></tr><tr><td>hidden</td><td>{number}</td></tr></table>",
        f"<table><tr><th>Guide</th><th>Page id</th></tr><tr><td>{words}</td><td>{number}</td></tr></table>",
        f"<p>You need no {words} for this. Reference {number} of the register.</p>",
        f"<h2>{words}</h2><p>Order {number} was sent on Monday.</p>",
        f'<h2>{words}</h2><form><input type="hidden" name="page" value="{number}"><button>Go</button></form>',
        f'<p id="top-{number}">Ask for your {words} at the desk.</p>',
        f'<a href="/help?topic={slug}&amp;ticket={number}">Help with your {words}</a>',
        f"<ul><li>{words}: on your card</li><li>Ticket {number}</li></ul>",
        f"<p>Case {number}: how to find your {words}</p>",
        f'<script>dataLayer.push({{event:"view",topic:"{words}",ts:{number}}})</script>',
    )


def identifiers(make: Maker) -> Sequence[str]:
    """Return pieces with ids, hashes and codes as programs make them."""
    sha = hashlib.sha256(make.hex(8).encode()).hexdigest()
    md5 = make.hex(32)
    secret = make.letters(32, string.ascii_lowercase + string.digits)
    signed = "AKI" + "A" + make.letters(16, string.ascii_uppercase + "234567")
    integrity = base64.b64encode(hashlib.sha384(sha.encode()).digest()).decode()
    nonce = base64.b64encode(make.hex(16).encode()).decode()
    return (
        f'<div id="key-{md5}" data-item="key-{md5}"><a aria-controls="key-{md5}" href="#x">Open</a></div>',
        f'<script src="/static/key-{md5}.js" integrity="sha384-{integrity}"></script>',
        f'<script>var build="{sha}",etag="{md5}",id="{secret}";</script>',
        f'<script type="application/json">{{"cache":"key-{secret}","commit":"{make.hex(40)}"}}</script>',
        f'<a href="https://files.s3.eu-west-2.amazonaws.com/a.pdf?X-Amz-Credential={signed}%2F20261129'
        f'%2Feu-west-2%2Fs3%2Faws4_request&amp;X-Amz-Signature={sha}">Minutes</a>',
        f'<img alt="Map" src="https://s3.amazonaws.com/files/a.jpg?AWSAccessKeyId={signed}&amp;'
        f'Expires=1796000000&amp;Signature={make.letters(27)}%3D">',
        f'<meta name="csrf-token" content="{make.letters(40)}">',
        f'<script nonce="{nonce}">window.siteKey="{make.letters(40)}";</script>',
        f'<form><input type="hidden" name="csrfToken" value="{make.letters(43)}"><button>Send</button></form>',
        f'<svg><path d="M10.1.2.3 10.0.0.1l{make.chance.random():.8f} 8.6"/></svg>',
        f'<link rel="preload" as="image" href="/photo{make.hex(4)}@2x.avif">',
    )


def settings(make: Maker) -> Sequence[str]:
    """Return pieces of help pages: placeholders, versions in comments, prose about secrets."""
    version = make.version()
    hole = make.chance.choice(HOLES)
    return (
        f"<p>Write <code>Server=db;Database=x;User Id=me;Password={hole};</code> into it.</p>",
        f"<pre>proxy = https://user:{hole}@proxy.example.org:8080/</pre>",
        f"<!-- Portal build {version} -->",
        f"<!-- release {version}, 3 November -->",
        f"<!-- Generated by FormMaker {version} -->",
        f"<!-- Version number of this theme: {version} -->",
        f"<!-- Section {version} of the plan -->",
        f"<p>Please upgrade to package {version} before Monday.</p>",
        f'<script type="application/json">{{"packageVersion":"{version}"}}</script>',
        '<label>Password <input type="password" name="password" autocomplete="off"></label>',
        f'<script>var t={{passwordLabel:"Your password",passwordHint:"At least {make.chance.randrange(8, 20)}'
        ' letters"};</script>',
        "<p>A traceback tells where a program stopped. Error: see the help desk at /help.</p>",
        "<p>Index of /24 address blocks, and how to read it.</p>",
    )


def everyday(make: Maker) -> Sequence[str]:
    """Return pieces with numbers of everyday life."""
    chance = make.chance
    return (
        f"<p>Call us: {make.phone()}</p>",
        f"<p>Charity registration number {chance.randrange(10**6, 10**7)}</p>",
        f"<p>The budget rose by {chance.randrange(1, 900)} {chance.randrange(100, 999)} 000 kr.</p>",
        f'<time datetime="2026-11-{chance.randrange(10, 29)}T10:00:00Z">{chance.randrange(10**12, 10**13)}</time>',
        f"<p>ISBN 978-{chance.randrange(10**9, 10**10)}</p>",
        f"<td>{chance.random() * 1000:.6f}</td>",
        f"<p>IBAN GB{chance.randrange(10, 99)} WEST {make.letters(14, string.digits)}</p>",
    )


KINDS: tuple[Callable[[Maker], Sequence[str]], ...] = (
    beside_numbers,
    identifiers,
    settings,
    everyday,
)


def ordinary_page(seed: int) -> str:
    """Return a page with three pieces of each kind, and nobody's number or secret."""
    make = Maker(seed)
    pieces = [piece for kind in KINDS for piece in make.chance.sample(list(kind(make)), k=3)]
    make.chance.shuffle(pieces)
    return _page("\n".join(pieces))


def telling_page(seed: int) -> tuple[str, str]:
    """Return a page with one national number and its own label, and the kind of number."""
    make = Maker(seed)
    about = make.chance.choice(SUBJECTS)
    number = make.number(about)
    data = json.dumps({"person": {about.key: number, "name": "A"}})
    places = (
        f"<p>{about.words}: {number}</p>",
        f"<dl><dt>{about.words}</dt><dd>{number}</dd></dl>",
        f"<table><tr><th>Name</th><th>{about.words}</th></tr><tr><td>A</td><td>{number}</td></tr></table>",
        f'<input type="hidden" name="{about.key}" value="{number}">',
        f'<div data-person="{data.replace(chr(34), "&quot;")}"></div>',
        f"<script>var all={data};</script>",
        f'<a href="/person?{about.key}={number}">A</a>',
        f"<!-- {about.words} {number} -->",
    )
    ordinary = "\n".join(identifiers(make)[:3])
    return _page(f"{ordinary}\n<main>{make.chance.choice(places)}</main>"), about.scheme


def _page(body: str) -> str:
    return f'<!doctype html>\n<html lang="en"><head><title>Page</title></head><body>\n{body}\n</body></html>'
