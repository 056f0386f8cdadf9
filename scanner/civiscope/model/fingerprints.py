"""Name an element so that the same piece of a page has the same name everywhere, every day."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_MAX_SNIPPET_CHARACTERS = 4000
"""Characters of a snippet or selector that are looked at; evidence keeps fewer."""
_REMEMBERED = 16384
"""Tags and steps that are not taken apart again: pages of one site are made of the same ones."""
_MAX_NAME_CHARACTERS = 120
"""Characters of an id or class that are looked at; nobody writes longer ones by hand."""
# A snippet may be cut within its first tag, so its end is not asked for.
_TAG = re.compile(r"<([a-zA-Z][\w:-]*)([^<>]*)")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_NTH = re.compile(r":nth-(?:child|of-type|last-child)\([^)]*\)")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_GENERATED = re.compile(
    r"(?=[a-f]*\d)[0-9a-f]{6,}|\d{3,}"
    # React's ids, and nothing that merely begins with an r.
    r"|^(?::r[0-9a-z]*:|«r[0-9a-z]*»|_r_[0-9a-z]*_)"
    # Hashes of CSS modules have digits or mixed letters; the elements of BEM (nav__title) do not.
    r"|__(?=[A-Za-z]*\d)[A-Za-z0-9]{5,}$|__(?=[a-z]*[A-Z])(?=[A-Z]*[a-z])[A-Za-z]{5,6}$"
    r"|--(?=[A-Za-z]*\d[A-Za-z])[A-Za-z0-9_]{5,}$"
    r"|^css-\w+|^sc-\w+|^jss\d+|^ng-tns|^svelte-\w+|^_\w{5,}_\w{3,}_\d+$|^emotion-|^jsx-\d"
    # A word of its own that no person wrote: digits strewn among letters, or capitals without sense
    # (the second class of styled-components, base64 hashes). `h2`, `col1of2`, `navItem` stay.
    r"|^_?(?=[A-Za-z]*\d[A-Za-z]+\d)(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{5,}$"
    r"|^(?=[a-z]*[A-Z])(?=[A-Za-z]{5,7}$)(?:[a-z]{1,2}[A-Z]{1,3}){2,3}[a-z]{0,2}$",
)
_KEPT_ATTRIBUTES = ("type", "role", "name")
_STATE = re.compile(
    r"^(is|has|js)-|(^|-)(active|open|closed|selected|current|hover|focus|visible|hidden|loaded)$"
    # As a part of a longer name these may be a thing: sign-in, opt-out.
    r"|^(on|off|in|out|show|shown)$"
)


def is_generated(name: str) -> bool:
    """Say whether a machine made the id or class *name*, so that it may change with every build."""
    return _GENERATED.search(name[:_MAX_NAME_CHARACTERS]) is not None


def element_component(snippet: str, selector: str) -> str:
    """Return a name for the element that *snippet* shows and *selector* leads to.

    Built from what its maker wrote (tag, role, type, name, id, classes, the structure above it),
    without what changes by itself: positions, generated names, state.
    """
    match = _TAG.search(snippet[:_MAX_SNIPPET_CHARACTERS])
    own = _own_name(match[1].lower(), match[2]) if match else ""
    path = _structure(selector[-_MAX_SNIPPET_CHARACTERS:])
    if "#" in own or "." in own or "[" in own:
        return own
    return path if path.endswith(own) or not own else own


@lru_cache(maxsize=_REMEMBERED)
def _own_name(tag: str, attributes: str) -> str:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        found.setdefault(name.lower(), double or single or bare)
    name = tag
    identity = found.get("id", "")[:_MAX_NAME_CHARACTERS]
    if identity and not _GENERATED.search(identity):
        name += f"#{identity}"
    words = [word[:_MAX_NAME_CHARACTERS] for word in found.get("class", "").split()]
    classes = sorted(c for c in words if not _GENERATED.search(c) and not _STATE.search(c))
    name += "".join(f".{c}" for c in classes[:4])
    for attribute in _KEPT_ATTRIBUTES:
        value = found.get(attribute, "")[:_MAX_NAME_CHARACTERS]
        if value and not _GENERATED.search(value):
            name += f"[{attribute}={value[:60]}]"
    return name


@lru_cache(maxsize=_REMEMBERED)
def _structure(selector: str) -> str:
    """The last steps of the way to the element, without positions and generated names."""
    # What stands in brackets are values: addresses with spaces, dots and hashes of assets.
    last = _IN_BRACKETS.sub("", selector.rpartition(" >>> ")[2])
    steps = [_step(step) for step in re.split(r"\s*>\s*|\s+", last) if step]
    return " > ".join(steps[-4:])


@lru_cache(maxsize=_REMEMBERED)
def _step(step: str) -> str:
    step = _NTH.sub("", step)
    tag = re.match(r"[a-zA-Z][\w-]*", step)
    marks = re.findall(r"([#.])((?:\\.|[\w-])+)", step)
    kept = [
        sign + name
        for sign, name in ((sign, name[:_MAX_NAME_CHARACTERS]) for sign, name in marks)
        if not _GENERATED.search(name) and not (sign == "." and _STATE.search(name))
    ]
    return (tag[0] if tag else "") + "".join(kept) or "*"


def fingerprint(*parts: str) -> str:
    """Return sixteen hexadecimal digits that stand for *parts*."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
