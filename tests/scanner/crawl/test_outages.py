"""Queues, pauses and overload are told, with the right status and a wrong one, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from tests.scanner.crawl.test_interstitials import ASKED, answer, document

from civiscope.collectors.page.visit import VisitResult
from civiscope.crawl.interstitials import wall
from civiscope.crawl.outages import outage
from civiscope.crawl.page_outcome import classify_visit
from civiscope.model import Visit
from civiscope.testing import make_evidence, make_page

TEXTS = {
    "queue": (
        "You are now in line. Your estimated wait is 6 minutes.",
        "Warteschlange: Es sind noch 212 Personen vor Ihnen.",
        "Vous êtes dans la file d'attente. Temps estimé : 4 minutes.",
        "Está en la cola. Quedan 120 personas delante de usted.",
        "Sala d'attesa: tempo stimato 3 minuti.",
        "U staat in de wachtrij. Nog 35 wachtenden voor u.",
        "Está na fila de espera. Tempo estimado: 5 minutos.",
        "Du står i kö. Beräknad väntetid är 8 minuter.",
        "Olet jonossa. Edelläsi on 54 asiakasta.",
        "Olete järjekorras, teie ees on 12 inimest.",
        "Jesteś w kolejce. Przed Tobą 40 osób.",
    ),
    "overloaded": (
        "We are over capacity. Please come back later.",
        "Wegen hoher Auslastung ist die Seite im Moment nicht nutzbar.",
        "En raison d'une forte affluence, le service est ralenti.",
        "El servicio está saturado por la alta demanda.",
        "A causa di un elevato numero di accessi il servizio non risponde.",
        "Door grote drukte is de website nu niet te bereiken.",
        "Devido ao elevado número de acessos, tente mais tarde.",
        "Just nu är det hög belastning på webbplatsen.",
        "Palvelussa on ruuhkaa, yritä myöhemmin uudelleen.",
        "Suure koormuse tõttu ei saa lehte praegu näidata.",
        "Z powodu dużego obciążenia serwis nie działa.",
    ),
    "maintenance": (
        "This site is down for scheduled maintenance.",
        "Wegen Wartungsarbeiten ist unser Portal heute geschlossen.",
        "Le site est en maintenance jusqu'à 18 h.",
        "El portal está en mantenimiento.",
        "Il sito è in manutenzione.",
        "De site is in onderhoud, kom later terug.",
        "O portal está em manutenção.",
        "Sidan är stängd på grund av underhåll.",
        "Palvelussa on huoltokatko kello 18 asti.",
        "Lehel tehakse hooldustöid.",
        "Trwają prace konserwacyjne.",
    ),
    "unavailable": (
        "The service is temporarily unavailable.",
        "Der Dienst ist vorübergehend nicht verfügbar.",
        "Le service est momentanément indisponible.",
        "El servicio no está disponible temporalmente.",
        "Il servizio è temporaneamente non disponibile.",
        "De dienst is tijdelijk niet beschikbaar.",
        "O serviço está temporariamente indisponível.",
        "Tjänsten är tillfälligt otillgänglig.",
        "Palvelu on tilapäisesti poissa käytöstä.",
        "Teenus on ajutiselt kättesaamatu.",
        "Serwis jest chwilowo niedostępny.",
    ),
}
MADE = [(kind, text) for kind, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), MADE)
def test_failure_is_told_by_its_words_in_eleven_languages(kind: str, text: str) -> None:
    short = document("Portal", len(text.split()))

    for status in (503, 500, 200):
        word, sentence = outage(answer(status), short, text)

        assert word == kind
        assert str(status) in sentence
    assert outage(answer(503), document(text, 5), "")[0] == kind
    assert wall("https://www.example.gov/services", answer(503), short, text) == ("", "")


@pytest.mark.parametrize(("kind", "text"), MADE)
def test_a_page_that_speaks_of_it_among_other_things_is_a_page(kind: str, text: str) -> None:
    prose = f"{'We repair roads and bridges all year round. ' * 30}{text}"

    assert outage(answer(200), document("News", 240, links=30), prose) == ("", "")
    assert outage(answer(200), document("News from the council", 100, links=20), text) == ("", "")
    assert outage(answer(404), document("Portal", 10), text) == ("", "")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Waiting rooms", "Our hospitals have a waiting room on every floor."),
        ("Garden", "Onderhoud van uw tuin: zo doet u dat."),
        ("Maintenance of roads", "Who mends the roads, and whom to call."),
        ("Queues", "How queues work in computer science."),
        ("Button: Default, example", "Save and continue"),
        ("Library", "The book is on loan. Ask for it at the desk."),
        ("Underhåll", "Underhåll till barn betalas av föräldern."),
        ("Kolej", "Rozkład jazdy kolei podmiejskiej 2027."),
    ],
)
def test_short_pages_that_use_such_words_for_other_things_are_pages(title: str, text: str) -> None:
    assert outage(answer(200), document(title, len(text.split()), links=3), text) == ("", "")


def test_waiting_rooms_of_vendors_are_known_by_cookie_and_host() -> None:
    cookie = answer(200, set_cookie="__cfwaitingroom=abc; Path=/", refresh="20")

    assert outage(cookie, document("Portal", 30), "One moment please")[0] == "queue"
    queue_it = document("Portal", 300, url="https://agency.queue-it.net/?c=agency")
    assert outage(answer(200), queue_it, "")[0] == "queue"
    let_in = answer(200, set_cookie="__cfwaitingroom=abc; Path=/")
    assert outage(let_in, document("Portal", 300, links=20), "Apply for a permit") == ("", "")


def test_an_error_without_words_stays_what_the_server_answers() -> None:
    assert outage(answer(502), document("Portal", 3), "Oops") == ("", "")
    assert outage(answer(503), None, "Service Unavailable")[0] == "unavailable"


def test_a_wall_goes_before_a_queue() -> None:
    text = "Checking your browser. You are in line."

    assert wall("https://a.example/", answer(503), document("Portal", 9), text)[0] == "bot-wall"


def test_failures_have_their_time() -> None:
    def at(status: int, visit: Visit) -> str:
        request = replace(make_page(ASKED).requests[0], hops=(answer(status),))
        return classify_visit(ASKED, VisitResult(visit, make_evidence(request))).at

    slow = Visit("failed", "timeout", "No answer.")
    assert datetime.fromisoformat(at(200, slow)).tzinfo is not None
    assert at(503, Visit("complete"))
    assert at(404, Visit("complete")) == ""
