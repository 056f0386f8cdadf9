"""What dialogs ask, told from their words in many languages: consent to cookies, or something else."""

# ruff: noqa: E501 - the lines are dialogs

from __future__ import annotations

import pytest

from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.detectors.consent_notice import Dialog, other_question, subject_of


def dialog(name: str, text: str, *buttons: str, **more: object) -> Dialog:
    """Return a dialog that is held in place, with buttons labelled by their words."""
    labels = [(text, classify_consent_button(text)) for text in buttons]
    choices = tuple((text, label) for text, label in labels if label != "other")
    names = (name,) if name else ()
    facts: dict[str, object] = {"held": True, "pressed": buttons, **more}
    return Dialog(names, "\n".join((name, text, *buttons)), choices, **facts)  # type: ignore[arg-type] # as told


NOTICES = [
    ("Cookies on GOV.UK One Login", "We use cookies to keep you signed in and to count visits.", "Accept", "Reject"),
    ("", "Wir verwenden Cookies, damit Sie angemeldet bleiben.", "OK", "Nein"),
    ("La tua privacy", "Noi e i nostri partner accediamo a informazioni sul dispositivo, come i cookie.", "Accetto", "Rifiuto"),
    ("Cookies on this site", "We use some essential cookies to make this service work.", "Accept analytics cookies", "Reject analytics cookies"),
    ("", "This website uses cookies.", "Accept", "Decline"),
    ("", "Welcome to the city of Elm. We use cookies to count visits.", "Yes", "No"),
    ("", "Hello! We use cookies. Read our privacy notice and our terms of use.", "Accept", "Reject"),
    ("We value your privacy", "We and our 842 partners store and access information on a device and process personal data.", "Accept all", "Reject all"),
    ("Your privacy", "We would like to use analytics to improve this site.", "Yes", "No"),
    ("", "We use cookies. They count visits to the beta and to the new version.", "Accept", "Decline"),
    ("", "Cookies help us with surveys and with what our newsletter shows you.", "Accept", "Decline"),
    ("", "By using this site you agree to our use of cookies.", "OK"),
    ("Help us improve", "We'd like to set analytics cookies. They count visits for 13 months.", "Yes", "No"),
    ("Datenschutzeinstellungen", "Wenn Sie unter 16 Jahre alt sind, fragen Sie Ihre Erziehungsberechtigten. Wir verwenden Cookies.", "Alle akzeptieren", "Nur essenzielle"),
    ("", "Diese Website verwendet Cookies. Mehr dazu in der Datenschutzerklärung.", "Einverstanden", "Ablehnen"),
    ("", "Mit Matomo messen wir die Reichweite dieser Seiten (Webanalyse).", "Zustimmen", "Ablehnen"),
    ("À propos des cookies sur office.gouv.fr", "Bienvenue ! Nous utilisons des cookies.", "Tout accepter", "Tout refuser", "Personnaliser"),
    ("", "Nous utilisons des traceurs pour la mesure d'audience.", "J'accepte", "Je refuse"),
    ("Informativa", "Questo sito utilizza cookie tecnici e, con il tuo consenso, cookie di terze parti.", "Accetta", "Rifiuta"),
    ("", "Usiamo i cookie per statistiche anonime.", "Accetto", "Rifiuto"),
    ("Rispettiamo i tuoi dati", "I cookie ci aiutano a migliorare il sito.", "Accetta", "Rifiuta"),
    ("", "Цей сайт використовує кукі.", "Прийняти", "Відхилити", "Налаштувати"),
    ("", "Este sitio web utiliza galletas propias.", "Aceptar", "Rechazar"),
    ("", "Utilizamos cookies. Ao continuar aceita a nossa política.", "Aceitar", "Recusar"),
    ("", "Deze website gebruikt cookies.", "Akkoord", "Weigeren"),
    ("Vi bruger cookies", "Vi vil gerne måle trafikken. Læs mere i vores betingelser.", "Accepter", "Afvis"),
    ("", "Vi använder kakor på webbplatsen.", "Godkänn", "Neka"),
    ("Informasjonskapsler", "Vi teller besøk.", "Godta", "Avslå"),
    ("", "Käytämme evästeitä kävijätilastointiin.", "Hyväksy", "Hylkää"),
    ("", "Kasutame küpsiseid.", "Nõustun", "Keeldun"),
    ("", "Ta strona używa plików cookie i ciasteczek. Większość jest niezbędna.", "Akceptuję", "Odrzuć"),
    ("", "Vážený návštěvníku, používáme soubory cookie. Starosta", "Přijmout", "Odmítnout"),
    ("", "Na těchto stránkách používáme sušenky.", "Souhlasím", "Nesouhlasím"),
    ("", "Χρησιμοποιούμε cookies.", "Αποδοχή", "Απόρριψη"),
    ("", "Използваме бисквитки.", "Приемам", "Отказвам"),
    ("", "Rydym yn defnyddio cwcis i gyfrif ymweliadau.", "Derbyn", "Gwrthod"),
    ("", "このサイトはクッキーを使用します。", "同意する", "拒否する"),
    ("Lust auf Kekse?", "Lecker: Wir nutzen Kekse, um Besuche zu zählen.", "Ja", "Nein"),
    ("Fancy a cookie?", "This site stores cookies on your device.", "Yes", "No thanks"),
    ("Freshly baked cookies", "Hungry? Our website has some.", "Accept all cookies", "No thanks"),
    ("", "Kekse helfen uns, diese Website zu verbessern.", "Ja", "Nein"),
    ("Cookies?", "", "Yes", "No"),
    ("Ciasteczka", "Serwis korzysta z ciasteczek.", "Tak", "Nie"),
]  # fmt: skip
OTHERS = [
    ("Sign in", "Remember me on this computer (we set a cookie).", "Accept", "Cancel"),
    ("Anmelden", "Angemeldet bleiben? Dafür setzen wir ein Cookie.", "Zustimmen", "Ablehnen"),
    ("How cookies work", "Websites use cookies to count visits. Is this page useful?", "Yes", "No"),
    ("Cookies", "Was Cookies sind. War diese Seite hilfreich?", "Ja", "Nein"),
    ("This is a new service", "Try the beta? We use a cookie to remember.", "Accept", "Reject"),
    ("Support the library", "Donate today. Your data are safe (GDPR, cookies).", "Yes, I agree", "No"),
    ("", "Probieren Sie die neue Version aus. Wir verwenden Cookies.", "Akzeptieren", "Ablehnen"),
    ("Faites un don", "Nous utilisons des cookies.", "J'accepte", "Je refuse"),
    ("Xác minh độ tuổi", "Bạn đã đủ 18 tuổi chưa? Trang này dùng cookie.", "Đồng ý", "Từ chối"),
    ("Verifikasi usia", "Apakah usia Anda di atas 18? Situs ini memakai cookie.", "Setuju", "Tolak"),
    ("Age check", "This register is for people over 18. This site uses cookies for logins.", "I accept", "I reject"),
    ("", "This site uses cookies. Are you 18 or older?", "Yes", "No"),
    ("", "By entering you confirm that you are 21 years old and accept our cookies.", "I agree", "I do not agree"),
    ("Altersprüfung", "Wir verwenden Cookies.", "Alle akzeptieren", "Alle ablehnen"),
    ("", "Vous devez avoir plus de 18 ans. Ce site utilise des cookies.", "J'accepte", "Je refuse"),
    ("", "Må du være fylt 18 år. Vi bruker informasjonskapsler.", "Ja", "Nei"),
    ("", "Musisz mieć ukończone 18 lat. Używamy plików cookie.", "Tak", "Nie"),
    ("Terms of use", "You must agree before you go on. The service needs a session cookie.", "I agree", "I do not agree"),
    ("", "Please accept the terms and conditions of this register. Cookies are set.", "Accept", "Decline"),
    ("Nutzungsbedingungen", "Der Dienst setzt Cookies.", "Ich stimme zu", "Ablehnen"),
    ("", "Avant d'utiliser le service, acceptez les conditions générales d'utilisation. Un cookie de session est déposé.", "J'accepte", "Je refuse"),
    ("", "Prima di continuare accetti i termini e condizioni. Cookie di sessione.", "Accetto", "Rifiuto"),
    ("Regulamin", "Serwis używa plików cookie.", "Akceptuję", "Odrzuć"),
    ("Survey", "You give your consent by pressing Yes. A cookie remembers it.", "Yes, I agree", "No, thanks"),
    ("", "Would you take part in a short study of this site? We follow the GDPR.", "Yes", "No"),
    ("Umfrage", "Mit Ihrer Einwilligung setzen wir ein Cookie.", "Einverstanden", "Nein, danke"),
    ("Enkät", "Vi använder kakor så att du inte får frågan igen.", "Ja", "Nej"),
    ("Kysely", "Eväste muistaa vastauksesi.", "Kyllä", "Ei"),
    ("Newsletter", "We handle your address by the GDPR and set cookies.", "Agree", "No, thanks"),
    ("", "Abonnez-vous à notre lettre d'information. Le RGPD est respecté, cookies compris.", "J'accepte", "Non merci"),
    ("You are leaving this site", "The other site sets cookies of its own.", "Yes", "No"),
    ("Chat with us", "The chat sets cookies and handles personal data.", "Accept", "Decline"),
    ("", "We use cookies. By pressing Accept you agree to our terms of service.", "Accept", "Decline"),
    ("Kekse gewinnen!", "Gewinnen Sie eine Dose Kekse aus der Bäckerei.", "Ja, gerne", "Nein, danke"),
    ("Keksaktion im Rathaus", "Kekse für den guten Zweck und das Tierheim.", "Ja, ich helfe", "Nein"),
    ("Christmas cookies contest", "Send us your best recipe and win.", "Yes, I accept", "No thanks"),
    ("Fundraiser", "Buy a box of cookies and support the school orchestra.", "Yes", "No thanks"),
    ("Pierniki i ciasteczka", "Zapraszamy na kiermasz świąteczny.", "Tak", "Nie"),
    ("Soutěž o sušenky", "Zúčastněte se a vyhrajte krabici sušenek.", "Ano", "Ne"),
    ("Témoins recherchés", "La police cherche des témoins de l'accident.", "Accepter", "Refuser"),
    ("Kakafforening", "Kakor och kaffe serveras efter mötet.", "Jag kommer", "Nej tack"),
    ("Photo consent", "Do you consent to being shown in pictures of the event?", "Yes, I consent", "No"),
]  # fmt: skip
NEITHER = [
    ("Delete the draft", "Do you want to delete it?", "Yes", "No"),
    ("", "Winter timetable: the office is closed on Friday.", "OK"),
    ("", "Install our app?", "Yes", "No, thanks"),
]


@pytest.mark.parametrize("words", NOTICES)
def test_notices_are_known_whatever_their_language(words: tuple[str, ...]) -> None:
    assert subject_of(dialog(*words)).subject == "cookies"


@pytest.mark.parametrize("words", OTHERS)
def test_dialogs_that_ask_something_else_are_told_apart_and_why(words: tuple[str, ...]) -> None:
    told = subject_of(dialog(*words))

    assert told.subject == "other"
    assert told.why


@pytest.mark.parametrize("words", NEITHER)
def test_dialogs_without_a_word_on_cookies_or_data_are_not_told_of(words: tuple[str, ...]) -> None:
    assert subject_of(dialog(*words)).subject == "nothing"


def test_a_field_to_write_into_is_a_form_except_behind_settings() -> None:
    words = ("Cookies", "We use cookies.", "Accept all", "Reject all")

    assert subject_of(dialog(*words, fields=1)).why == "has a field to write into"
    assert subject_of(dialog(*words, fields=1, opened=True)).subject == "cookies"


def test_a_platform_that_says_it_asks_is_believed_and_boxes_of_other_forms_are_not() -> None:
    assert subject_of(dialog("", "Hm", "Hurrah", platform=True)).subject == "cookies"
    boxes = ("Very satisfied", "Satisfied")
    rated = dialog("Rate us", "We use a cookie to ask once. How was it?", "Save", options=boxes)
    assert subject_of(rated).subject != "cookies"
    kinds = dialog("", "Choose what is kept on your device.\nCookies", "Save", options=("Necessary", "Statistics"))  # fmt: skip
    assert subject_of(kinds).subject == "cookies"


@pytest.mark.parametrize(
    ("facts", "subject"),
    [
        ({"held": False, "main": True, "under": "Cookies"}, "other"),
        ({"held": False, "under": "Privacy notice"}, "other"),
        ({"held": False, "main": True, "under": "Bins", "mark": "strong"}, "other"),
        ({"held": False, "main": True, "mark": "strong"}, "cookies"),
        ({"held": False}, "cookies"),
        ({"held": False, "main": True, "under": "Cookies", "opened": True}, "cookies"),
    ],
)
def test_what_is_part_of_the_page_is_no_banner(facts: dict[str, object], subject: str) -> None:
    assert subject_of(dialog("Cookies", "We use cookies.", "Yes", "No", **facts)).subject == subject


@pytest.mark.parametrize("text", ["20 articles", "18 mois", "25 May 2018", "Reisen", "Starosta"])
def test_numbers_and_words_by_chance_ask_nothing(text: str) -> None:
    assert other_question(text) == ""


def test_boxes_may_be_called_after_what_sets_cookies() -> None:
    boxes = ("Matomo", "Google Maps")
    words = ("", "We use cookies.", "Save", "Accept all")

    assert subject_of(dialog(*words, options=boxes)).subject == "cookies"
