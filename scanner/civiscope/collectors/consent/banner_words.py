"""Tell a text about cookies, in more than fifty languages, and a button that saves boxes."""

from __future__ import annotations

from civiscope.detectors.consent_words import readings, split_words

# Beginnings of the words for cookies, in lower case, where a language has one of its own; and names
# of laws and of what banners ask for.
COOKIE_WORDS = (
    *("cookie", "cooky", "coockie", "gdpr", "rgpd", "dsgvo", "ccpa", "consent"),
    *("küpsis", "eväste", "kakor", "kakan", "kakorna", "webbkak", "informasjonskaps"),
    *("vafrakök", "sīkdat", "sīkfail", "slapuk", "ciasteczk", "ciastk", "sušenk", "koláčk"),
    *("piškot", "kolačić", "колачић", "sütik", "sütit", "süti ", "kuki", "biskot", "fianán"),
    *("fhianán", "cwci", "çerez", "çərəz", "tan\u0131mlama bilgi", "μπισκότ", "куки", "кукис"),
    *("бисквитк", "файлы cookie", "печив", "колачињ", "kekse", "galetes", "galletas"),
    *("traceurs", "témoins", "testimonis", "koekie", "vidakuzi", "עוגיות", "קובצי", "קוקי"),
    *("ملفات تعريف", "الارتباط", "كوكيز", "کوکی", "कुकी", "कूकी", "কুকি", "ਕੂਕੀ", "કૂકી", "କୁକି"),
    *("குக்கீ", "కుకీ", "ಕುಕೀ", "ಕುಕಿ", "കുക്കി", "කුකී", "คุกกี้", "ຄຸກກີ້", "ខូឃី", "クッキー"),
    *("쿠키", "曲奇", "小型文本", "个人信息", "隐私", "ქუქი", "թխուկ", "ჩანაწერ"),
)
_SAVES = frozenset({"save", "use", "confirm"})
_NOT_SAVED = frozenset({"all", "need", "about", "show", "details"})


def is_about_cookies(text: str) -> bool:
    """Say whether *text* has a word for cookies, or for what banners ask."""
    lower = text.lower()
    return any(word in lower for word in COOKIE_WORDS)


def saves_choices(text: str) -> bool:
    """Say whether a button with this text keeps what the boxes beside it say."""
    words = split_words(text)
    return any(
        _SAVES & set(roles) and not _NOT_SAVED & set(roles)
        for roles in (readings(words) if 0 < len(words) <= 8 else ())
    )


def is_needed(text: str) -> bool:
    """Say whether a label names what a site cannot do without ("strictly necessary cookies")."""
    words = split_words(text)[:12]
    return any("need" in roles for word in words for roles in readings([word]))
