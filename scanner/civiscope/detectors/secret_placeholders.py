"""Tell passwords from what stands in their place: variables, words for them, samples."""

from __future__ import annotations

import re

from civiscope.model.leaks import Sureness

# `${X}`, `$(X)`, `{{ x }}`, `[x]`, `(x)`, `<x>`, `%X%`, `%(x)s`, `#{x}`, `@x@`, `:x`, `$X`, `****`
_VARIABLE = re.compile(
    r"^(?:[*x.•…_-]+|&lt;.*|[#@$!~]*[\[{(<].*[\]})>]|%[{(<]?\w+[})>]?[%sd]?|@{1,2}\w+@{0,2}|__\w+__|"
    r":[a-z_]+|\$(?:[A-Z][A-Z0-9_.]*|[a-z_]+(?:[A-Z][a-z]+)*)|(?:null|none|nil|undefined|true|false))$",
    re.IGNORECASE,
)
_OPENED = re.compile(r"^[#@$%!~]*(?:[\[{(<]|&lt;)")
# `$NAME` and `:name` are variables in the spelling that programs use for such names.
_NAME = re.compile(r"\$(?:[A-Z][A-Z0-9_.]*|[a-z_]+(?:[A-Z][a-z]+)*)|:[a-z_]+")
_SAYS_SO = re.compile(
    r"pass|pwd|secret|redact|enter|insert|change|here\b|your|example|token|placeholder|dummy|hidden|"
    r"removed|replace|todo|sample|user|masked|omitted|kennwort|motdepasse|mot-de-passe|contrase|"
    r"wachtwoord|geheim|l[oö]senord|salasana|has[lł]o|parool|adgangskode|heslo|jelsz[oó]|lozinka|"
    r"senha|parola|clave",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]+(?:[ _.-][A-Za-z]+)*\d{0,1}")


def is_placeholder(text: str) -> bool:
    """Say whether *text* stands where a password goes and is none: a variable, a word for it."""
    if _VARIABLE.match(text) and not (text[0] in "$:" and not _is_variable(text)):
        return True
    plain = text.strip("[](){}<>$%#@!~*_-.:;'\"`")
    return bool(_SAYS_SO.search(plain) and _WORDS.fullmatch(plain))


def _is_variable(text: str) -> bool:
    return bool(_OPENED.match(text) or _NAME.fullmatch(text))


_DOCS = re.compile(r"<(/?)(?:code|pre|kbd|samp|textarea)\b", re.IGNORECASE)
_LEET = str.maketrans("013457@$!", "oleastasi")


_CLOSED = re.compile(r"[^\"';<>\n]{0,60}(?:[\]})>]|&gt;)")


def weigh_password(match: re.Match[str]) -> Sureness | None:
    """Say how sure a password is: in code that is shown, or a word that all know, less."""
    source, value = match.string, match[1]
    if _OPENED.match(value):
        # `[your password]` is cut at its space.
        return None if _CLOSED.match(source, match.end(1)) else "maybe"
    plain = value.lower().translate(_LEET)
    if _SAYS_SO.search(plain) or plain in match[0][: match.start(1) - match.start()].lower():
        return "maybe"
    tags = [*_DOCS.finditer(source, max(0, match.start() - 2000), match.start())]
    return "maybe" if tags and not tags[-1][1] else "secret"
