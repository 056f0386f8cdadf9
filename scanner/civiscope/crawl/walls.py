"""Recognise what stands in front of a page: bot walls and login pages. They are not the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from civiscope.model import Dom, Response
from civiscope.urls import canonical_url

_HEADER_WALLS: tuple[tuple[str, str, str], ...] = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("x-datadome", "protected", "DataDome"),
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
_WALL_STATUSES = {401, 403, 405, 406, 409, 412, 418, 429, 468, 503}
_FEW_WORDS = 150
_LOGIN_PATH = re.compile(
    r"(log-?in|sign-?in|log-?on|/auth(/|$|\.)|/sso(/|$)|/saml|/oauth|/cas/|/adfs/|anmeld"
    r"|connexion|inloggen|iniciar-?sesion|accedi|logowanie)",
    re.I,
)


def wall(asked: str, response: Response, dom: Dom | None, text: str) -> tuple[str, str]:
    """Return a word and a sentence for what was met instead of the page; two empty strings for none.

    *text* is the text of the main content. A page that merely holds a login form and was asked for
    by its own address is no wall.
    """
    for name, value, vendor in _HEADER_WALLS:
        if value in (response.headers.get(name) or "").lower():
            return _bot_wall(vendor)
    title = dom.title if dom else ""
    short = dom is None or dom.words < _FEW_WORDS
    if short and (response.status in _WALL_STATUSES or response.status == 200):
        for pattern, vendor in _TEXT_WALLS:
            # On a page that answers 200, only a title or very little else is telling.
            if pattern.search(title) or (
                (response.status != 200 or (dom is not None and dom.words < _FEW_WORDS // 2))
                and pattern.search(text[:5000])
            ):
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


def _bot_wall(vendor: str) -> tuple[str, str]:
    return (
        "bot-wall",
        f"{vendor} answers instead of the site and wants to see a person; ask the site's operator "
        f"to let civiscope through (by its user agent or address).",
    )


def _is_login(asked: str, dom: Dom) -> bool:
    if canonical_url(dom.url) == canonical_url(asked) or _LOGIN_PATH.search(urlsplit(asked).path):
        return False
    password = any(field.type == "password" for form in dom.forms for field in form.fields)
    return password or bool(_LOGIN_PATH.search(urlsplit(dom.url).path) and dom.main_words < 300)
