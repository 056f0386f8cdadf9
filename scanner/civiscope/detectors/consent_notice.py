"""Tell a notice that asks about cookies from the other dialogs that ask for a yes or a no.

Nothing is agreed to for a scan but a consent notice. So a dialog has to show what it asks: by its
buttons ("only necessary cookies"), or by what it is called or says first; and one that asks for an
age, an opinion, an address or an agreement to terms is left alone, whatever it says of cookies.
"""

# ruff: noqa: RUF001 - punctuation of many scripts

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.detectors.consent_words import Role, readings, split_words
from civiscope.detectors.privacy_notice import names_privacy

Subject = Literal["cookies", "other", "nothing"]
"""`cookies`: a consent notice; `other`: it mentions cookies or data and asks something else, or
cannot be told from what does; `nothing`: it has nothing to do with consent."""

# Beginnings of the words for cookies, in lower case, where a language has one of its own.
COOKIE_WORDS = (
    *("cookie", "cooky", "coockie", "küpsis", "eväste", "kakor", "kakan", "kakorna", "webbkak"),
    *("informasjonskaps", "vafrakök", "vefkök", "sīkdat", "sīkfail", "slapuk", "ciasteczk"),
    *("ciastk", "sušenk", "koláčk", "piškot", "kolačić", "колачић", "sütik", "sütit", "süti "),
    *("kuki", "biskot", "fianán", "fhianán", "bhfianán", "cwci", "gwci", "çerez", "çərəz"),
    *("tan\u0131mlama bilgi", "μπισκότ", "куки", "кукі", "кукис", "бисквитк", "файлы cookie"),
    *(
        "печив",
        "колачињ",
        "kekse",
        "galetes",
        "galletas",
        "traceurs",
        "témoins",
        "testimonis",
        "koekie",
    ),
    *("vidakuzi", "עוגיות", "קובצי", "קוקי", "ملفات تعريف", "الارتباط", "كوكيز", "کوکی", "कुकी"),
    *("कूकी", "কুকি", "ਕੂਕੀ", "કૂકી", "କୁକି", "குக்கீ", "కుకీ", "ಕುಕೀ", "ಕುಕಿ", "കുക്കി", "කුකී"),
    *("คุกกี้", "ຄຸກກີ້", "ខូឃី", "クッキー", "쿠키", "曲奇", "小型文本", "ქუქი", "թխուկ"),
)
# What notices that do not say "cookie" ask about: counting and following visitors.
_COUNTING = re.compile(
    r"analytic|analytisch|analyti[ck]|tracking|tracker|tracciament|trazador|rastre(?:ad|io|ament)"
    r"|statisti|matomo|mesure d'audience|mesurer l'audience|reichweitenmessung|webanalys"
    r"|audience measurement|web measurement|sporing|sparning|seuranta|kavijatilasto|sledzen|mereni"
    r"|partners? (?:store|process)|аналитик|аналітик|στατιστικ|統計|分析|통계",
)
# Words of laws and of what is asked for that say little of what for.
_VAGUE_WORDS = (
    *("gdpr", "rgpd", "dsgvo", "ccpa", "consent", "einwillig", "consentement", "consenso"),
    *("consentimiento", "toestemming", "samtykke", "samtycke", "suostumu", "zgod", "souhlas"),
    *(
        "personal data",
        "third-party services",
        "third party services",
        "个人信息",
        "隐私",
        "ჩანაწერ",
    ),
)
_GREETING = re.compile(
    r"^(?:hello|hi\b|dear|welcome|willkommen|herzlich|bienvenue|bonjour|bienvenid|hola|benvenut|ben"
    r"vingut|bem-vind|bem vind|bun venit|welkom|velkommen|valkommen|velkomin|tervetuloa|tere|witamy"
    r"|vitejte|vitajte|dobrodosl|dobrodosli|udvozol|merhba|καλως|добре дошли|ласкаво|добро"
    r" пожаловать|hos geldin|ongi etorri|croeso|failte)"
)
_SENTENCES = re.compile(r"[.!?;:。！？।؟…]+(?:\s|$)|\n+")
# A number of years and the word for years, as age checks have it, in many languages.
_YEARS = re.compile(
    r"(?<!\d)(?:1[3-9]|2[01]) ?\+(?!\d)|(?<!\d)(?:1[3-9]|2[01])[ -]?(?:(?:years?|yrs|jahren?|ans"
    r"|anni|anos|anys|ani|jaar|ar|vuotta|vuotia\w*|aastat|aasta\w*|gadu|gadi|gadus|metu|metai|lat|let|rokov"
    r"|godin[ae]|ev|eves|ετων|години|лет|років|yas\w*|snin|bliain|oed|urte)(?!\w)|歳|岁|세)"
)
_KINDS = frozenset[Role]({"need", "optional", "functional", "extra"})
_ANSWERS = frozenset({"accept", "reject"})
_MIN_WORDS = 4
_Question: TypeAlias = tuple[str, re.Pattern[str]]
"""What a dialog asks, as a clause, and the words by which it does."""
_Questions: TypeAlias = tuple[_Question, ...]
_AGE = "asks how old the visitor is"
_TERMS = "asks to agree to terms of use"
_GRAVE = frozenset({_AGE, _TERMS})
"""Nobody answers these for a visitor, in whatever sentence they stand."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """What a part of a page that can be answered says of itself."""

    names: tuple[str, ...]
    """Its label and its headings."""
    text: str
    """All of its text, a line a line."""
    choices: tuple[tuple[str, str], ...]
    """Text and label of its buttons that are understood."""
    links: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    """Texts of everything that can be pressed."""
    fields: int = 0
    """Fields to write into."""
    options: tuple[str, ...] = ()
    """Texts of the boxes, switches and radio buttons that can be changed."""
    mark: Literal["", "weak", "strong"] = ""
    """Whether its class or id names a banner for cookies, or consent of any kind."""
    held: bool = False
    """Whether it is a dialog, or stays in place when the page is scrolled."""
    platform: bool = False
    """Whether the rules of a consent platform say that it is that platform's, and that it asks."""
    main: bool = False
    """Whether it is part of the page's main content."""
    under: str = ""
    """The page's title, when that stands above it."""
    opened: bool = False
    """Whether settings of a consent notice led to it."""


@dataclass(frozen=True, slots=True)
class DialogSubject:
    """What a dialog is about, and why it was not taken for a consent notice."""

    subject: Subject
    why: str = ""
    """A clause to go on "it" with; empty for a consent notice."""


_NOTICE = DialogSubject("cookies")
_NOTHING = DialogSubject("nothing")


def subject_of(dialog: Dialog) -> DialogSubject:
    """Return what *dialog* is about; only what is `cookies` may be answered."""
    if dialog.platform:
        return _NOTICE
    about = _mentions(dialog)
    if not about:
        return _NOTHING
    if dialog.fields and not dialog.opened:
        return DialogSubject("other", "has a field to write into")
    if not dialog.held and _is_page(dialog):
        return DialogSubject("other", "is part of the page's own content")
    treat = _treat(dialog)
    if treat:
        return DialogSubject("other", treat)
    named = any(is_about_cookies(text) for text, label in dialog.choices if label in _ANSWERS)
    if named:
        return _NOTICE
    lead = _lead(dialog)
    question = other_question("\n".join(dialog.names)) or _offer(dialog)
    if question:
        return DialogSubject("other", question)
    if _asks_for_kinds(dialog) or dialog.opened:
        return _NOTICE
    question = "" if is_about_cookies(lead) else other_question(lead)
    if not question and _has_settings(dialog):
        return _NOTICE
    question = question or _aside(dialog)
    if question:
        return DialogSubject("other", question)
    return _by_its_words(dialog, lead, about)


def _treat(dialog: Dialog) -> str:
    """Return that *dialog* means cookies to eat; empty when it may mean those of browsers.

    What asks for kinds of cookies, for all of them or for settings means those of browsers.
    """
    labels = {label for _, label in dialog.choices}
    all_of_them = any(_answers_all(text, label) for text, label in dialog.choices)
    if dialog.mark == "strong" or "settings" in labels or all_of_them or _asks_for_kinds(dialog):
        return ""
    says, treats, kept, sites = _treats()
    text = _without("\n".join((*dialog.names, dialog.text)), dialog.pressed)
    plain = _plain(text)
    if kept.search(plain) or _has_role(text, "use"):
        return ""
    # A plain yes may be one to anything, and so what it is to has to be said.
    answered = [text for text, label in dialog.choices if label != "reject"]
    agrees = any(_has_role(text, "accept", "consent", "ack") for text in answered)
    unsaid = not agrees and len(plain.split()) > _MIN_WORDS and not sites.search(plain)
    return says if unsaid or treats.search(plain) else ""


def _offer(dialog: Dialog) -> str:
    """Return what *dialog* offers, as it is called and begins, before it comes to cookies."""
    opening = [name for name in dialog.names if not names_consent(name)]
    for sentence in _SENTENCES.split(dialog.text):
        if names_consent(sentence):
            break
        opening.append(sentence)
    plain = _plain("\n".join(opening))
    return next((says for says, pattern in _questions()[1] if pattern.search(plain)), "")


def _by_its_words(dialog: Dialog, lead: str, about: str) -> DialogSubject:
    """Return what a dialog is about whose buttons say no more than yes and no."""
    called = "\n".join(dialog.names)
    labels = {label for _, label in dialog.choices}
    if _has_strange_options(dialog) and not is_about_cookies(called):
        return DialogSubject("other", "has choices that are not about cookies")
    if about == "cookies" and (is_about_cookies(called) or is_about_cookies(lead)):
        return _NOTICE
    if dialog.mark == "strong" and (about != "vague" or labels >= _ANSWERS):
        return _NOTICE
    counts = names_privacy(called) or _COUNTING.search(_plain(f"{called}\n{lead}"))
    if labels >= _ANSWERS and about != "vague" and counts:
        return _NOTICE
    if labels & _ANSWERS:
        return DialogSubject("other", "does not say first that it is about cookies")
    return _NOTHING


def _aside(dialog: Dialog) -> str:
    """Return what else *dialog* asks anywhere in its text, apart from its links and buttons.

    A sentence on cookies may name a survey that one of them is for; it may not ask for an age.
    """
    for sentence in _SENTENCES.split(_without(dialog.text, (*dialog.links, *dialog.pressed))):
        question = other_question(sentence)
        about = is_about_cookies(sentence) or _COUNTING.search(_plain(sentence))
        if question == _TERMS and not _has_role(sentence, "accept"):
            # Where terms can be read, nobody agrees to them.
            continue
        if question and (not about or question in _GRAVE):
            return question
    return ""


def _has_role(text: str, *wanted: Role) -> bool:
    """Say whether *text* has a word of one of the roles, in any language."""
    found = (roles for word in split_words(text) for roles in readings([word]))
    return any(role in wanted for roles in found for role in roles)


def _has_strange_options(dialog: Dialog) -> bool:
    """Say whether boxes or radio buttons in it are neither yes and no nor kinds of cookies.

    Beside a button that accepts all of them they may be called after whatever sets cookies.
    """
    if any(_answers_all(text, label) for text, label in dialog.choices):
        return False
    return any(
        classify_consent_button(option) == "other" and not is_about_cookies(option)
        for option in dialog.options
    )


def is_about_cookies(text: str) -> bool:
    """Say whether *text* has a word for cookies, in one of more than fifty languages."""
    lower = text.lower()
    return any(word in lower for word in COOKIE_WORDS)


def names_consent(text: str) -> bool:
    """Say whether *text* names cookies, or a law or a word for the consent to them."""
    lower = text.lower()
    return is_about_cookies(text) or any(word in lower for word in _VAGUE_WORDS)


def other_question(text: str) -> str:
    """Return what *text* asks besides consent, as a clause; empty when nothing is found."""
    plain = _plain(text)
    for says, pattern in _questions()[0]:
        if pattern.search(plain):
            return says
    return _AGE if _YEARS.search(plain) else ""


def _mentions(dialog: Dialog) -> Literal["", "vague", "counting", "cookies"]:
    """Return the strongest of the words for what consent is asked for."""
    text = "\n".join((*dialog.names, dialog.text))
    if is_about_cookies(text):
        return "cookies"
    plain = _plain(text)
    if _COUNTING.search(plain):
        return "counting"
    lower = text.lower()
    if any(word in lower or word in plain for word in _VAGUE_WORDS) or names_privacy(text):
        return "vague"
    # A class that names cookies is the developer's own word for what it is.
    return "vague" if dialog.mark == "strong" else ""


def _is_page(dialog: Dialog) -> bool:
    """Say whether it is what the page itself is about: a page of settings, a part of an article."""
    if dialog.opened:
        return False
    if is_about_cookies(dialog.under) or names_privacy(dialog.under):
        return True
    return dialog.main and (bool(dialog.under) or bool(dialog.options) or dialog.mark != "strong")


def _asks_for_kinds(dialog: Dialog) -> bool:
    """Say whether it lets visitors choose kinds of cookies, as nothing but consent notices does."""
    responses = [text for text, label in dialog.choices if label in _ANSWERS]
    return any(
        _KINDS & set(roles) or (text in dialog.options and "thing" in roles)
        for text in (*responses, *dialog.options)
        for roles in readings(split_words(text)[:12])
    )


def _has_settings(dialog: Dialog) -> bool:
    """Say whether its buttons together are those of consent notices and of hardly anything else."""
    labels = {label for _, label in dialog.choices}
    if "settings" in labels and labels & (_ANSWERS | {"acknowledge"}):
        return True
    return labels >= _ANSWERS and any(_answers_all(text, label) for text, label in dialog.choices)


def _answers_all(text: str, label: str) -> bool:
    words = split_words(text)[:12]
    return label in _ANSWERS and any("all" in roles for roles in readings(words))


def _lead(dialog: Dialog) -> str:
    """Return the first sentence that is more than a greeting, a name or a button."""
    skipped = {_plain(text) for text in (*dialog.names, *dialog.pressed)}
    for sentence in _SENTENCES.split(dialog.text):
        plain = _plain(sentence)
        short = len(plain.split()) < _MIN_WORDS and not _is_unspaced(plain)
        if plain in skipped or not plain:
            continue
        if is_about_cookies(sentence) or not (short or _GREETING.match(plain)):
            return sentence
    return ""


def _without(text: str, parts: Collection[str]) -> str:
    """Return *text* without *parts*, such as links to terms that stand at its end."""
    for part in sorted(parts, key=len, reverse=True):
        if len(part) > 3:
            text = text.replace(part, " ")
    return text


def _is_unspaced(text: str) -> bool:
    return any(letter > "\u0e00" for letter in text)


def _plain(text: str) -> str:
    """Return *text* in lower case, without accents, with one kind of apostrophe."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    bare = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return " ".join(bare.split(" ")).strip()


_LETTERS = str.maketrans(
    {"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"ħ": "h", "\u2019": "'", "\u02bc": "'", "\u2018": "'"}
)


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, Any]]:
    text = files("civiscope.detectors").joinpath("other_questions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _questions() -> tuple[_Questions, _Questions]:
    """Return what is asked anywhere, and what is only looked for where a dialog begins."""
    found: tuple[list[_Question], list[_Question]] = ([], [])
    for entry in _entries().values():
        if not entry.get("treat"):
            question = (str(entry["says"]), _any_of(entry["words"]))
            found[bool(entry.get("first_only"))].append(question)
    return tuple(found[0]), tuple(found[1])


@lru_cache(maxsize=1)
def _treats() -> tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return a clause on cookies to eat, the words for them, and two sets that speak of others."""
    entry = next(entry for entry in _entries().values() if entry.get("treat"))
    words, kept, sites = (_any_of(entry[key]) for key in ("words", "kept", "sites"))
    return str(entry["says"]), words, kept, sites


def _any_of(words: str) -> re.Pattern[str]:
    """Return what finds *words*, which stand between commas.

    It finds them at the beginning of a word, or anywhere where no spaces are.
    """
    plain = dict.fromkeys(filter(None, (_plain(word.strip()) for word in words.split(","))))
    return re.compile(
        "|".join(
            ("" if _is_unspaced(word) else r"(?<!\w)") + re.escape(word).replace(r"\ ", r"\s+")
            for word in plain
        )
    )
