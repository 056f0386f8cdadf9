"""Know a privacy notice by what it calls itself, and keep its text for rules to read."""

# ruff: noqa: RUF001 - stems in many scripts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from civiscope.model import Dom

_MAX_TITLE = 16
"""Words; a longer title is that of an article."""
_MAX_LINK = 6
"""Words; a longer link is part of a sentence."""
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
# Stems of the words for privacy and personal data, without accents.
_CALLED = re.compile(
    r"privacy|privacidad|privacitat|privadesa|prywatnos|privatliv|privatsphare|privatum|privatezza"
    r"|privatnost|datenschutz|dateschutz|confidentialit|confidencialidad|confidentialitat"
    r"|vie privee|donnees (?:a caractere )?personnel|protection des donnees|rgpd|gdpr"
    r"|protecc?i(?:on|o) de da(?:tos|des)|protecao de dados|dados pessoais|datos perso(?:nales|ais)"
    r"|dades personals|data protection|personal (?:data|information)|riservatezza|dati personali"
    r"|protezione dei dati|protezzjoni tad data|data personali"
    r"|gegevensbescherming|persoonsgegevens|privaatsus|andmekaitse|isikuandme|tietosuoja"
    r"|henkilotieto|yksityisyy|personvern|persondata|personoplysning|databeskyttelse|integritet"
    r"|personuppgift|dataskydd|ochron[ay] danych|danych osobowych|dane osobowe|rodo"
    r"|osobn(?:i|ich|imi|ych|e) udaj|zpracovani osobnich|soukromi|sukromi|osobnych podatk"
    r"|osebni?h? podatk"
    r"|zasebnost|varstvo podatkov|osobni[hm]?a? poda[ct]|zastita podataka"
    r"|adatvedel|adatkezel|szemelyes adat"
    r"|asmens duomen|duomenu apsaug|privatum|personas dat|datu aizsardzib|protectia datelor"
    r"|date(?:lor)? personale|caracter personal|personuvernd|friðhelgi|dati personali|preifatrwydd"
    r"|diogelu data|ph?riobhaideach|cosaint sonrai|sonrai pearsanta|pribatutasun|datuen babes"
    r"|απορρητο|ιδιωτικοτητ"
    r"|προσωπικ(?:ων|α) δεδομεν|поверителност|личн(?:и|ите) данни|конфіденціин|персональн"
    r"|захист даних|गोपनीयता"
    r"|निजता|隐私|プライバシー|개인정보"
)


def notice_text(dom: Dom, text: str) -> str:
    """Return *text*, that of the main content, when the page calls itself a privacy notice.

    Its e-mail addresses are taken out. Empty for all other pages.
    """
    if not calls_itself_notice(dom):
        return ""
    return _EMAIL.sub("[e-mail address]", text)


def notice_links(dom: Dom) -> Iterator[str]:
    """Yield where the links of a page lead whose short text names privacy."""
    for link in dom.links:
        words = link.text.split()
        if 0 < len(words) <= _MAX_LINK and _CALLED.search(_plain(link.text)):
            yield link.url


def calls_itself_notice(dom: Dom) -> bool:
    """Say whether title, first headings or address of the page name privacy."""
    names = [dom.title, *(heading.text for heading in dom.headings[:8] if heading.level == 1)]
    try:
        path = urlsplit(dom.url).path.rstrip("/")
    except ValueError:
        path = ""
    names.append(re.sub(r"[-_.+]", " ", unquote(path.rpartition("/")[2])))
    return any(len(name.split()) <= _MAX_TITLE and _CALLED.search(_plain(name)) for name in names)


def names_privacy(text: str) -> bool:
    """Say whether *text* names privacy, personal data or their protection."""
    return bool(_CALLED.search(_plain(text)))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", " ".join(bare.split()))
