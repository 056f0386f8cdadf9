"""The demo site as another build of it would be served: other hashes, other order, one banner."""

from __future__ import annotations

import hashlib
import random
import re
from contextlib import AbstractContextManager

from lxml import html
from tests.ci.proxy import proxied

from civiscope.demo import DemoSite

BANNER = (
    '<section class="closing-notice" aria-label="Notice"><p>Our offices are closed on Monday. '
    '<a href="/news/">Read all our news</a></p></section>'
)
_ASSET = re.compile(r"^(/assets/[^.?]+)\.([a-z0-9]+)$")
_HASHED = re.compile(r"\.[0-9a-f]{8}\.")


def build(site: DemoSite, seed: int, *, banner: bool) -> AbstractContextManager[str]:
    """Serve a build of *site* at the address it yields; each *seed* makes other hashes."""
    return proxied(
        site,
        lambda path, text: _rebuilt(text, seed, banner),
        address=lambda path: _HASHED.sub(".", path),
    )


def _rebuilt(text: str, seed: int, banner: bool) -> str:
    tree = html.document_fromstring(text)
    for number, element in enumerate(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag
        # By what it is, not by its place: what comes before it must not matter to the hash.
        mark = f"{tag} {element.get('class', '')} {number if tag == 'html' else ''}"
        attributes = {name: _hashed(name, value, seed) for name, value in element.items()}
        if tag in {"script", "link", "style"}:
            attributes["nonce"] = _digits(f"nonce {number}", seed, 24)
        elif tag not in {"html", "head", "meta", "title"}:
            first = element.get("class", "").split()[:1] or [tag]
            made = [
                f"css-{_digits(mark, seed, 7)}",
                f"Page_{first[0]}__{_mixed(mark, seed)}",
            ]
            attributes["class"] = " ".join([*made, *element.get("class", "").split()])
            attributes[f"data-v-{_digits(mark, seed, 8)}"] = ""
        names = sorted(attributes)
        random.Random(seed).shuffle(names)  # noqa: S311 - an order, no secret
        element.attrib.clear()
        for name in names:
            element.set(name, attributes[name])
    if banner:
        # After the skip link, which has to come first.
        body = tree.find("body")
        assert body is not None
        body.insert(1, html.fragment_fromstring(BANNER))
    return "<!doctype html>\n" + str(html.tostring(tree, encoding="unicode"))


def _hashed(name: str, value: str, seed: int) -> str:
    """Give assets names with a hash of the build, as bundlers do."""
    if name not in {"src", "href"}:
        return value
    return _ASSET.sub(lambda found: f"{found[1]}.{_digits(found[1], seed, 8)}.{found[2]}", value)


def _digits(text: str, seed: int, length: int) -> str:
    return hashlib.sha256(f"{seed} {text}".encode()).hexdigest()[:length]


def _mixed(text: str, seed: int) -> str:
    """Five letters of either case, as CSS modules end their names."""
    number = int(_digits(text, seed, 12), 16)
    letters = "".join("abcdefghijklmnopqrstuvwxyz"[(number >> 5 * n) % 26] for n in range(5))
    return letters[:1] + letters[1:2].upper() + letters[2:4] + letters[4:].upper()
