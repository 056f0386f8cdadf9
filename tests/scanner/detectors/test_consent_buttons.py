"""What the buttons of consent banners do, told from their words alone."""

# ruff: noqa: RUF001 - letters of many scripts are what is tested

from __future__ import annotations

import time
import tomllib
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civiscope
from civiscope.detectors.consent_buttons import ConsentLabel, classify_consent_button
from civiscope.detectors.consent_words import Role, split_words

# Accept all, reject all, only what is necessary, settings.
BUTTONS = {
    "Afrikaans": ("Aanvaar alles", "Verwerp alles", "Slegs noodsaaklike koekies", "Instellings"),
    "Albanian": ("Prano të gjitha", "Refuzo të gjitha", "Vetëm të nevojshme", "Cilësimet"),
    "Arabic": ("قبول الكل", "رفض الكل", "الضرورية فقط", "إعدادات ملفات تعريف الارتباط"),
    "Bengali": ("সব গ্রহণ করুন", "সব প্রত্যাখ্যান করুন", "শুধু প্রয়োজনীয়", "কুকি সেটিংস"),
    "Bulgarian": ("Приемам всички", "Отхвърляне на всички", "Само необходимите", "Настройки"),
    "Catalan": ("Accepta-ho tot", "Rebutja-ho tot", "Només necessàries", "Configuració"),
    "Croatian": ("Prihvati sve", "Odbij sve", "Samo nužni kolačići", "Postavke kolačića"),
    "Czech": ("Přijmout vše", "Odmítnout vše", "Pouze nezbytné", "Nastavení cookies"),
    "Danish": ("Tillad alle", "Afvis alle", "Kun nødvendige", "Tilpas"),
    "Dutch": ("Alles accepteren", "Alles weigeren", "Alleen noodzakelijke", "Instellingen"),
    "Estonian": ("Nõustun kõigiga", "Keeldun kõigist", "Ainult vajalikud", "Küpsiste seaded"),
    "Finnish": ("Hyväksy kaikki", "Hylkää kaikki", "Vain välttämättömät", "Evästeasetukset"),
    "French": ("Tout accepter", "Tout refuser", "Uniquement nécessaires", "Paramétrer"),
    "German": ("Alle akzeptieren", "Alle ablehnen", "Nur notwendige", "Einstellungen"),
    "Greek": ("Αποδοχή όλων", "Απόρριψη όλων", "Μόνο τα απαραίτητα", "Ρυθμίσεις"),
    "Hebrew": ("קבל הכל", "דחה הכל", "הכרחיות בלבד", "הגדרות עוגיות"),
    "Hindi": ("सभी स्वीकार करें", "सभी अस्वीकार करें", "केवल आवश्यक कुकीज़", "कुकी सेटिंग"),
    "Hungarian": (
        "Az összes elfogadása",
        "Összes elutasítása",
        "Csak a szükségesek",
        "Beállítások",
    ),
    "Icelandic": ("Samþykkja allar", "Hafna öllum", "Aðeins nauðsynlegar", "Stillingar"),
    "Indonesian": ("Terima semua", "Tolak semua", "Hanya yang diperlukan", "Pengaturan cookie"),
    "Irish": ("Glac le gach fianán", "Diúltaigh do gach fianán", "Riachtanach amháin", "Socruithe"),
    "Italian": ("Accetta tutti", "Rifiuta tutti", "Solo i necessari", "Personalizza"),
    "Japanese": ("すべて同意する", "すべて拒否する", "必須のみ許可", "クッキー設定"),
    "Korean": ("모두 수락", "모두 거부", "필수 쿠키만", "쿠키 설정"),
    "Latvian": ("Piekrist visām", "Noraidīt visas", "Tikai nepieciešamās", "Iestatījumi"),
    "Lithuanian": ("Priimti visus", "Atmesti visus", "Tik būtini", "Nustatymai"),
    "Norwegian": ("Godta alle", "Avvis alle", "Kun nødvendige", "Innstillinger"),
    "Persian": ("پذیرش همه", "رد همه", "فقط ضروری", "تنظیمات کوکی"),
    "Polish": ("Zaakceptuj wszystkie", "Odrzuć wszystkie", "Tylko niezbędne", "Ustawienia"),
    "Portuguese": ("Aceitar todos", "Rejeitar todos", "Apenas necessários", "Definições"),
    "Romanian": ("Acceptă toate", "Respinge toate", "Doar cele necesare", "Setări cookie-uri"),
    "Russian": ("Принять все", "Отклонить все", "Только необходимые", "Настройки"),
    "Serbian": ("Прихвати све", "Одбиј све", "Само неопходни", "Подешавања"),
    "Slovak": ("Prijať všetko", "Odmietnuť všetko", "Iba nevyhnutné", "Nastavenia"),
    "Slovenian": ("Sprejmi vse", "Zavrni vse", "Samo nujni piškotki", "Nastavitve"),
    "Spanish": ("Aceptar todo", "Rechazar todo", "Solo necesarias", "Configurar"),
    "Swedish": ("Godkänn alla", "Neka alla", "Endast nödvändiga", "Inställningar"),
    "Tamil": ("அனைத்தையும் ஏற்கவும்", "அனைத்தையும் நிராகரிக்கவும்", "தேவையான மட்டும்", "அமைப்புகள்"),
    "Thai": ("ยอมรับทั้งหมด", "ปฏิเสธทั้งหมด", "เฉพาะที่จำเป็น", "ตั้งค่าคุกกี้"),
    "Turkish": ("Tümünü kabul et", "Tümünü reddet", "Yalnızca gerekli", "Çerez ayarları"),
    "Ukrainian": ("Прийняти всі", "Відхилити всі", "Лише необхідні", "Налаштування"),
    "Vietnamese": ("Chấp nhận tất cả", "Từ chối tất cả", "Chỉ cần thiết", "Cài đặt cookie"),
    "Welsh": ("Derbyn pob cwci", "Gwrthod pob cwci", "Cwcis angenrheidiol yn unig", "Gosodiadau"),
    "Chinese": ("全部接受", "全部拒绝", "仅必要", "Cookie 设置"),
}


@pytest.mark.parametrize("language", BUTTONS)
def test_the_four_usual_buttons_are_known_in_each_language(language: str) -> None:
    labels = tuple(classify_consent_button(text) for text in BUTTONS[language])

    assert labels == ("accept", "reject", "reject", "settings")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Accept all cookies", "accept"),
        ("  ACCEPT\n ALL \u200b cookies! 🍪", "accept"),
        ("Accept & close", "accept"),
        ("J’accepte", "accept"),
        ("Save my choices", "accept"),
        ("Allow selection", "accept"),
        ("I do not accept", "reject"),
        ("Don't accept", "reject"),
        ("No, thanks", "reject"),
        ("Continue without accepting", "reject"),
        ("Reject all non-essential cookies", "reject"),
        ("Reject all except necessary cookies", "reject"),
        ("Accept only essential cookies", "reject"),
        ("Alleen noodzakelijke cookies toestaan", "reject"),
        ("Gwrthod cwcis dadansoddol", "reject"),
        ("Jätka ilma nõustumata", "reject"),
        ("Ich stimme nicht zu", "reject"),
        ("Ne pas accepter et fermer", "reject"),
        ("Do not sell or share my personal information", "reject"),
        ("No, manage settings", "settings"),
        ("Cookieeinstellungen anpassen", "settings"),
        ("Let me choose", "settings"),
        ("Show details", "settings"),
        ("Got it!", "acknowledge"),
        ("OK", "acknowledge"),
        ("×", "acknowledge"),
        ("Hide this message", "acknowledge"),
        ("Cookie policy", "other"),
        ("Reject and subscribe", "other"),
        ("I agree, enter the shop", "other"),
        ("Accept or reject?", "other"),
        ("How to reject cookies", "other"),
        ("Accept all Reject all", "other"),
        ("Not now", "other"),
        ("Our 842 partners", "other"),
        ("Enable accessibility", "other"),
        ("Not without accepting", "other"),
        ("Consent", "other"),
        ("", "other"),
        ("🍪", "other"),
        ("Accept " * 500, "other"),
    ],
)
def test_words_are_read_together(text: str, label: str) -> None:
    assert classify_consent_button(text) == label


def test_the_function_is_public() -> None:
    assert civiscope.classify_consent_button("Accept") == "accept"


@given(st.text(max_size=200))
def test_any_text_gets_one_of_the_five_labels(text: str) -> None:
    assert classify_consent_button(text) in get_args(ConsentLabel)


@pytest.mark.parametrize("text", ["Copy sessioncookiename", "mycookiejar", "setcookies.set"])
def test_a_name_with_the_word_in_its_middle_is_read_once(text: str) -> None:
    assert classify_consent_button(text) == "other"


@given(st.sampled_from(sorted(BUTTONS)), st.sampled_from(["policy", "42", "zqxj", "newsletter"]))
def test_a_word_nobody_knows_takes_the_decision_away(language: str, unknown: str) -> None:
    labels = {classify_consent_button(f"{text} {unknown}") for text in BUTTONS[language]}

    assert not labels & {"accept", "reject"}


def test_a_text_is_read_in_less_than_fifty_microseconds() -> None:
    texts = [text for texts in BUTTONS.values() for text in texts]
    classify_consent_button("read the words first")

    times: list[float] = []
    for _ in range(5):
        begin = time.process_time()
        for text in texts:
            classify_consent_button(text)
        times.append(time.process_time() - begin)

    assert min(times) / len(texts) < 50e-6


def test_every_role_in_the_list_of_words_is_one_that_is_read() -> None:
    text = files("civiscope.detectors").joinpath("consent_words.toml").read_text(encoding="utf-8")
    languages: dict[str, dict[str, str]] = tomllib.loads(text)

    strange = {
        (language, role)
        for language, roles in languages.items()
        for role in roles
        if role not in get_args(Role)
    }

    assert strange == set()


def test_accents_case_and_apostrophes_make_no_difference() -> None:
    assert split_words("D’ACCORD, Ça va") == split_words("daccord ca VA")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kontynuuj bez akceptacji", "reject"),
        ("Descartar todas", "reject"),
        ("Proíbe todos cookies", "reject"),
        ("Tüm çerezleri yasaklayın", "reject"),
        ("رفض كل شيء", "reject"),
        ("Laat me kiezen", "settings"),
        ("Lasciatemi scegliere", "settings"),
        ("Pozwól mi wybrać", "settings"),
        ("Personaliser", "settings"),
        ("Ще избирам", "settings"),
    ],
)
def test_words_of_well_known_platforms_are_known(text: str, label: str) -> None:
    assert classify_consent_button(text) == label
