"""Recognise what stands in front of a page: bot walls and login pages. They are not the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from civiscope.model import Dom, Response
from civiscope.model.reasons import Reason
from civiscope.web.urls import canonical_url

_HEADER_WALLS: tuple[tuple[str, str, str], ...] = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("x-vercel-mitigated", "challenge", "Vercel"),
)
_TEXT_WALLS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"just a moment\.\.\.|attention required! \| cloudflare", re.I), "Cloudflare"),
    (re.compile(r"incapsula incident id|_incapsula_resource", re.I), "Imperva"),
    (re.compile(r"access denied.{0,400}reference\s*#?\s*[0-9a-f]+\.", re.I | re.S), "Akamai"),
    (re.compile(r"pardon our interruption", re.I), "Imperva"),
    (re.compile(r"sucuri website firewall", re.I), "Sucuri"),
    (re.compile(r"the requested url was rejected\. please consult", re.I), "F5"),
    (re.compile(r"press (&|and) hold to confirm you are a human", re.I), "HUMAN"),
    (re.compile(r"ddos-guard|ddos protection by", re.I), "a DDoS protection"),
    (
        re.compile(
            r"(verify|confirm|prove)( that)? you('| a)?re (a )?(human|not a robot)"
            r"|checking (that )?your browser|enable javascript and cookies to continue"
            r"|unusual traffic from your",
            re.I,
        ),
        "a bot check",
    ),
)
_FRAME_WALLS = (("_incapsula_resource", "Imperva"), ("captcha-delivery.com", "DataDome"))
_WALL_STATUSES = {401, 403, 405, 406, 409, 412, 418, 429, 468, 503}
_MAX_WORDS = 150
_MAX_LINKS = 5
_LOGIN_PATH = re.compile(
    r"(?<![a-z])(log-?in|sign-?in|log-?on)|(user|member|staff|admin)-?log-?in"
    r"|/auth(/|$|\.)|/sso(/|$)|/saml|/oauth|/cas/|/adfs/",
    re.I,
)
_MAYBE_LOGIN_PATH = re.compile(
    r"anmeld|connexion|inloggen|iniciar-?sesion|accedi|logowanie|account|authenti", re.I
)


_ASKS_FOR_LOGIN = re.compile(
    r"/(authori[sz]e|authn?request|openid-connect|idp|realms)(/|$)|/(wsfed|wayf)(/|$|\.)", re.I
)
_OF_LOGIN = {"saml_request", "samlrequest", "wtrealm"}


def is_login_address(url: str) -> bool:
    """Say whether *url* is by its looks that of a service people sign in with."""
    split = urlsplit(url)
    given = {name.lower() for name, _ in parse_qsl(split.query, keep_blank_values=True)}
    asks = "client_id" in given and bool(given & {"redirect_uri", "response_type"})
    by_path = _LOGIN_PATH.search(split.path) or _ASKS_FOR_LOGIN.search(split.path)
    return bool(by_path or given & _OF_LOGIN or asks)


def wall(asked: str, response: Response, dom: Dom | None, text: str) -> tuple[Reason, str]:
    """Return a word and a sentence for what was met instead of the page; empty ones for nothing.

    *text* is the text of the main content. A page that merely holds a login form and was asked for
    by its own address is not a wall.
    """
    for name, value, vendor in _HEADER_WALLS:
        if value in (response.headers.get(name) or "").lower():
            return _bot_wall(vendor)
    vendor = _stands_in_front(response, dom, text)
    if vendor:
        return _bot_wall(vendor)
    if response.status == 401:
        return "login", "The site asks for a user name and password here (it answers 401)."
    if dom is not None and _is_login(asked, dom):
        return (
            "login",
            f"The site leads to its login page instead ({urlsplit(dom.url).path}); give civiscope "
            f"a session with --storage-state, --cookie or --header to see behind it.",
        )
    return "", ""


def _bot_wall(vendor: str) -> tuple[Reason, str]:
    return (
        "bot-wall",
        f"{vendor} answers instead of the site and wants to see a person; ask the site's operator "
        f"to let civiscope through (by its user agent or address).",
    )


def _stands_in_front(response: Response, dom: Dom | None, text: str) -> str:
    """Return whose wall the page is by its looks: short, and saying what only walls say."""
    if response.status not in _WALL_STATUSES and response.status != 200:
        return ""
    if response.status >= 400 and "x-datadome" in response.headers:
        # DataDome names itself on every response of a site; only a refusal is its own.
        return "DataDome"
    if dom is None:
        return _find_words(text[:5000])
    if dom.words >= _MAX_WORDS:
        return ""
    frames = " ".join(frame.url.lower() for frame in dom.frames)
    for mark, vendor in _FRAME_WALLS:
        if mark in frames:
            return vendor
    if response.status != 200:
        return _find_words(dom.title) or _find_words(text[:5000])
    # A page that answers 200 may well talk of such things: the whole title, or very little else.
    alone = dom.words < _MAX_WORDS // 2 and len(dom.links) <= _MAX_LINKS
    return _find_words(dom.title, share=0.6) or (_find_words(text[:5000]) if alone else "")


def _find_words(text: str, share: float = 0.0) -> str:
    for pattern, vendor in _TEXT_WALLS:
        found = pattern.search(text)
        if found and len(found[0]) >= share * len(text):
            return vendor
    return ""


def _is_login(asked: str, dom: Dom) -> bool:
    """Say whether the browser was led to a login page: asked for by its own name it is a page."""
    path = urlsplit(dom.url).path
    if canonical_url(dom.url) == canonical_url(asked) or _LOGIN_PATH.search(urlsplit(asked).path):
        return False
    password = any(field.type == "password" for form in dom.forms for field in form.fields)
    if _LOGIN_PATH.search(path):
        return password or dom.main_words < 2 * _MAX_WORDS
    # Many pages have a login form in their header.
    return password and (bool(_MAYBE_LOGIN_PATH.search(path)) or dom.words < _MAX_WORDS)
