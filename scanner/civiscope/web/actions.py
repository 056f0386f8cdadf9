"""Addresses and names of links that do something when they are opened: sign out, delete, cancel."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote_plus, urlsplit

from civiscope.web.act_words import Action, fold, known_phrases, known_words, split_words

__all__ = ["Action", "action_of_address", "action_of_name", "names_act", "words_for_acts"]

MAX_NAME_WORDS = 5
"""Words of a link's name beyond which it is a sentence about the act, not a way to do it."""
_MAX_SIGN_OUT_WORDS = 9
"""The same for a name that begins with signing out: "Sign out of your account on this site"."""
_LEAVE = "salir sair esci sortir quitter uitgang irten iziet cikis exit quit"
_ALONE = frozenset(_LEAVE.split())
"""Words for leaving that mean signing out only where nothing else stands beside them."""
_LEAVE_IN_NAMES = "surt iesire thoat wyjscie poistu cix 退出"
_ALONE_IN_NAMES = _ALONE.union(_LEAVE_IN_NAMES.split())
"""The same for names of links; in addresses, such short words may be anything."""
_ACCOUNT = re.compile(
    r"^(?:account|cuenta|compte|conta|konto|area|portal|secure|riservata|perfil|profil|intranet)"
)
"""What is left, in a name of several words: "Salir de mi cuenta", "Esci dall'area riservata"."""
_LAST_VERBS = (
    "loschen loeschen entfernen absagen stornieren kundigen kuendigen abbestellen austragen"
    " verwijderen annuleren opzeggen uitschrijven"
)
_VERBS_AT_THE_END = frozenset(_LAST_VERBS.split())
"""German and Dutch name the thing first: "Termin absagen", "Afspraak annuleren"."""
_WASTE = frozenset({"trash"})
"""Also a noun, of what is collected on Mondays: an act only where it stands alone."""
_FILE = re.compile(
    r"\.(?:js|mjs|css|map|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|wasm)$"
)
_ENDING = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|jspx|do|action|cgi|cfm|py|pl|rb|xhtml|owa|srf)$")
_ORDERS = "action act do op operation cmd command method task mode event _method"
_DOING = frozenset(_ORDERS.split())
_LEADS_ON = re.compile(
    r"^(?:.*(?:return|redirect|continue|next|back|dest|target|goto|success|ref|from|url|uri).*"
    r"|q|s|query|search|term|text|keywords?|title_?search|service|relaystate)$",
    re.IGNORECASE,
)
"""Parameters whose value says where to go afterwards, or what to look for."""

_OUT = "log-?out|log-?off|sign-?out|sign-?off"
_COMPOUND = re.compile(
    rf"(?:{_OUT}|endsession)$"
    rf"|^(?:{_OUT}|endsession|wsignout)(?:\d|s|all|now|me|do|sso|user|page|form|link|url|action|get"
    r"|service|servlet|handler|controller|request|response|confirm|confirmation|success|done"
    r"|submit|redirect|return|callback|complete|cleanup|endpoint|process|session)*\d*$"
)
_NOT_OUT = frozenset({"blogout", "catalogout", "dialogout", "designout", "designoff"})
"""Words that end like signing out and mean something else."""
_ENDS = re.compile(
    r"^(?:(?:end|close|finish|quit|leave|stop|kill|invalidate|abandon)$|cerrar|cierr|finali[tz]|termin|encerrar|fechar"
    r"|remat|pechar|tanca|ferm|clore|claud|kloz|quitt|chiud|inchid|beend|schliess|beeindig|afsluit"
    r"|sluit|zakoncz|ukonc|avslut|afslut|lopet|sulge|baig|beig|zavrsi|koncaj|amaitu|itxi|befejez"
    r"|bezar)"
)
_SESSION = re.compile(
    r"^(?:sess|sesi|sesj|saio|sitzung|istun|seans|munkamen|relaci|\u0441\u0435\u0441\u0438)"
)
"""Of what is ended, in two or three words: "Rematar sesión", "Sitzung jetzt beenden"."""
_SINGLE_LOGOUT = re.compile(
    r"(?:sp|idp|saml2?|sso)slo\w*|slo(?:service|init|post|redirect|soap|re(?:quest|sponse)|do)\w*"
)
_SIGNING_IN = (
    "saml saml1 saml2 samlp sso shibboleth idp sp oidc openid oauth oauth2 cas adfs simplesaml"
    " simplesamlphp federation federated auth wsfed eidas spid cie realms keycloak login"
)
_FEDERATED = frozenset(_SIGNING_IN.split())
"""Words of addresses for signing in elsewhere; `slo` is Slovenian where none stands beside it."""
_LOGS_OUT_THERE = frozenset({"slo", "sls", "glo"})

_NOTIFY = "abmelden abmeldung afmelden odjava odjavi odhlasit odhlaseni odhlasenie"
_NOTIFIES = frozenset(_NOTIFY.split())
"""Words for signing out that are also said of a dog, a car or a home that goes."""
_NOTIFIED = (
    "hund gewerbe fahrzeug kfz auto wohn kind mull muell tonne abfall strom wasser schul betrieb"
    " neben zweit haupt haustier kita verein steuer versicher arbeit mitarbeit tier hond kenteken"
    " bedrijf voertuig preb borav pobyt trval pes psa vozil motor zivnost firm"
)
_IS_NOTIFIED = re.compile(rf"^(?:{'|'.join(_NOTIFIED.split())})")
_LETTERS = re.compile(r"^(?:newsletter|rundbrief|nieuwsbrief|odber|novic|infobrief|mailing)")
_WITHIN = (
    "ログアウト ログオフ サインアウト 登出 退出登录 退出登錄 退出系统 安全退出 注销登录"
    " 로그아웃 로그오프 ออกจากระบบ"
)
_UNSPACED = tuple(map(fold, _WITHIN.split()))
"""Said within longer words, in languages that are written without spaces."""
_MAX_UNSPACED = 16


@lru_cache(maxsize=65536)
def action_of_address(url: str) -> Action | None:
    """Return what opening *url* would do by its own words; None when it names no act.

    A word counts as a whole part of the path, at the beginning or end of one, as the name of a
    parameter without a value or with a number, and as the value of `action`, `do` and the like.
    Words for signing out count in the value of any parameter that does not say where to go next,
    and a fragment that is a route is read as an address of its own.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote_plus(parts.path)
    if not _FILE.search(path.lower()):
        found = _of_path(path) or _of_query(parts.query, path)
        if found is not None:
            return found
    route = parts.fragment.lstrip("!")
    return action_of_address(route.split("#")[0]) if route.startswith("/") else None


def _of_path(path: str) -> Action | None:
    segments = [_ENDING.sub("", one) for one in path.split("/") if one]
    named: list[Action] = []
    for at, segment in reversed(tuple(enumerate(segments))):
        found = _of_part(segment, beside=segments[max(at - 1, 0) : at])
        if found == "sign-out":
            return found
        if found is not None:
            named.append(found)
    if named:
        return named[0]
    # Of more than one word, they may stand apart: /session/end, /sign/out.
    for pair in pairwise(segments):
        if _of_part(" ".join(pair)) == "sign-out":
            return "sign-out"
    return "sign-out" if _is_single_logout(split_words(" ".join(segments))) else None


def _is_single_logout(words: list[str]) -> bool:
    """Say whether an address ends the session at all parties of a federation."""
    return any(_SINGLE_LOGOUT.fullmatch(word) for word in words) or (
        not _LOGS_OUT_THERE.isdisjoint(words) and not _FEDERATED.isdisjoint(words)
    )


def names_act(url: str) -> bool:
    """Say whether any word of *url*'s path or parameters is one for an act.

    Wider than `action_of_address`: for deciding on what must not happen now, not on what is a page.
    """
    if action_of_address(url) is not None:
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote_plus(parts.path)
    if _FILE.search(path.lower()):
        return False
    names = [unquote_plus(piece).partition("=")[0] for piece in parts.query.split("&")]
    known = words_for_acts()
    words = split_words(" ".join((path, *names)))
    return any(word in known or _signs_out(word) for word in words)


@lru_cache(maxsize=1)
def words_for_acts() -> frozenset[str]:
    """Return the words by which `names_act` knows an act, in lower case without accents."""
    return frozenset(word for word, kind in known_words().items() if kind != "act")


def _of_query(query: str, path: str) -> Action | None:
    for piece in query.split("&"):
        name, equals, value = unquote_plus(piece).partition("=")
        does = name.casefold() in _DOING
        flag = not equals or not value or value.isdecimal() or value.casefold() in {"true", "yes"}
        found = _of_part(value) if does else _of_part(name) if flag else None
        if found is not None:
            return found
        if flag and _LOGS_OUT_THERE.intersection(split_words(name)):
            return "sign-out"
        # `?route=account/logout`, `?title=Special:UserLogout`; `?q=user/logout` is a page, too.
        routed = (
            "/" in value.strip("/") and " " not in value and not value.startswith(("/", "http"))
        )
        if not flag and len(value) < 80 and ((routed and name == "q") or not _LEADS_ON.match(name)):
            last = re.split(r"[/:]", value)[-1]
            if _of_part(last) == "sign-out":
                return "sign-out"
    words = split_words(" ".join((path, query)))
    return "sign-out" if "wsignout1" in words or "wsignoutcleanup1" in words else None


def _of_part(text: str, *, beside: list[str] | None = None) -> Action | None:
    words = split_words(text)
    if not words:
        return None
    if len(words) > MAX_NAME_WORDS:
        return "sign-out" if _signs_out(words[-1]) or _signs_out(words[0]) else None
    if len(words) == 1 and words[0] in _ALONE:
        return "sign-out"
    return _of_words(words, beside=split_words(" ".join(beside or ())))


@lru_cache(maxsize=65536)
def action_of_name(text: str) -> Action | None:
    """Return what a link of this name does; None when it names no act, or only speaks of one."""
    words = split_words(text[:200])
    if not words or len(words) > _MAX_SIGN_OUT_WORDS:
        return None
    if len(words) == 1 and words[0] in _ALONE_IN_NAMES:
        return "sign-out"
    if len(words) > MAX_NAME_WORDS:
        return "sign-out" if _of_words(words[:2], begin_only=True) == "sign-out" else None
    if len(text) <= _MAX_UNSPACED and any(word in fold(text) for word in _UNSPACED):
        return "sign-out"
    found = _of_words(words, begin_only=True)
    return None if found == "act" else found


def _of_words(
    words: list[str], *, begin_only: bool = False, beside: list[str] | None = None
) -> Action | None:
    joined = " ".join(words)
    for kind, pattern in known_phrases():
        if pattern.search(joined):
            return _settle(kind, [*words, *(beside or ())])
    if 1 < len(words) < 5 and _finds(_ENDS, words) and _finds(_SESSION, words):
        return "sign-out"
    if len(words) > 1 and words[0] in _ALONE_IN_NAMES and _finds(_ACCOUNT, words[1:]):
        return "sign-out"
    if begin_only:
        last = words[-1:] if len(words) < 4 and words[-1] in _VERBS_AT_THE_END else []
        ends = (words[0], *last)
    else:
        ends = (words[0], words[-1])
    if any(not word.isdecimal() for word in words[1:]):
        ends = tuple(word for word in ends if word not in _WASTE)
    for word in (*ends, *(() if begin_only else ("".join(words),))):
        out = _signs_out(word) if word in ends else False
        found = "sign-out" if out else known_words().get(word)
        if found is not None:
            return _settle(found, [*words, *(beside or ())])
    # The name of a link to sign out often begins with the person: "Ada Lovelace: log out".
    outs = [word for word in words if _signs_out(word)]
    return _settle("sign-out", [*words, *(beside or ())]) if outs else None


def _finds(pattern: re.Pattern[str], words: list[str]) -> bool:
    return any(pattern.search(word) for word in words)


def _signs_out(word: str) -> bool:
    known = known_words().get(word) == "sign-out"
    return known or (word not in _NOT_OUT and bool(_COMPOUND.search(word)))


def _settle(kind: Action, words: list[str]) -> Action | None:
    """Return *kind*, unless the words speak of notifying an office or of ending letters."""
    if kind != "sign-out" or _NOTIFIES.isdisjoint(words):
        return kind
    if any(_LETTERS.match(word) for word in words):
        return "unsubscribe"
    return None if any(_IS_NOTIFIED.match(word) for word in words) else kind
