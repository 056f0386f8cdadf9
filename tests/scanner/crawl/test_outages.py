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
MORE_TEXTS = {
    "queue": (
        "You have joined the queue. Expected waiting time: 12 minutes.",
        "Thank you for waiting. There are 1,204 people ahead of you.",
        "You are being held in a virtual waiting area. Estimated wait 5 min.",
        "Sie wurden in die Warteschlange eingereiht. Wartezeit etwa 4 Minuten.",
        "Bitte warten Sie, Sie sind an Position 57.",
        "Sie befinden sich jetzt im virtuellen Wartebereich. Noch 3 Minuten.",
        "Vous êtes actuellement dans une file d'attente virtuelle, position 88.",
        "Merci de patienter : 45 personnes avant vous.",
        "Vous avez été placé en file d'attente. 6 minutes.",
        "Se encuentra en la fila virtual. Hay 300 personas por delante.",
        "Hay 25 personas delante de usted. Espere, por favor.",
        "Le hemos puesto en cola. Espera: 9 min.",
        "Sei in fila virtuale. Tempo di attesa: 7 minuti.",
        "Ci sono 41 persone prima di te.",
        "Sei stato inserito nella lista d'attesa. 10 minuti.",
        "Je staat in de virtuele wachtrij. Wachttijd 3 minuten.",
        "Er zijn nog 60 wachtenden voor u.",
        "U bent in de online wachtkamer, nog 2 minuten.",
        "Você está em uma fila virtual. Posição 12.",
        "Há 20 pessoas à sua frente.",
        "Está numa fila de espera virtual. 4 minutos.",
        "Du står nu i en virtuell kö. 5 minuter kvar.",
        "Det är 33 personer före dig i kön.",
        "Du har hamnat i kö. Väntetid 2 min.",
        "Your position in line: 3,401",
        "Please keep this page open, you are currently waiting in our queue. 5 minutes left.",
        "Sie sind in der virtuellen Warteschlange. Geschätzte Wartezeit: 12 Minuten",
        "Es warten 300 Nutzer vor Ihnen.",
        "Votre position dans la file d'attente : 512",
        "Il y a 80 personnes avant vous.",
        "Su posición en la cola: 44",
        "Hay 90 usuarios delante de usted.",
        "La tua posizione in coda: 29",
        "Sei il numero 45 in fila.",
        "Uw plek in de wachtrij: 12",
        "Nog 50 mensen voor u.",
        "A sua posição na fila: 7",
        "Existem 70 utilizadores à sua frente.",
        "Din plats i kön: 200",
        "Just nu är det 60 personer framför dig.",
    ),
    "overloaded": (
        "Too many people are trying to use this service.",
        "Our website is currently overloaded. Try again in a few minutes.",
        "We're receiving more visits than usual. Please try again later.",
        "The system is at capacity.",
        "Zu viele Zugriffe. Bitte versuchen Sie es später erneut.",
        "Wegen des hohen Besucheraufkommens ist der Dienst gerade nicht nutzbar.",
        "Der Server ist derzeit stark ausgelastet.",
        "En raison d'un très grand nombre de visites, le site est ralenti.",
        "Le serveur est saturé.",
        "Nous rencontrons un trafic inhabituel, veuillez réessayer.",
        "Debido al gran número de visitas, el servicio no responde.",
        "El sistema se encuentra colapsado por exceso de usuarios.",
        "Estamos recibiendo muchas visitas. Inténtelo más tarde.",
        "Troppe richieste in questo momento, riprova più tardi.",
        "Il servizio è momentaneamente sovraccarico.",
        "A causa dell'alto numero di utenti collegati il portale è lento.",
        "Door het grote aantal bezoekers is de site niet bereikbaar.",
        "De server is overbelast.",
        "Er zijn op dit moment te veel gebruikers.",
        "Devido ao grande número de acessos, o portal está lento.",
        "Servidor sobrecarregado. Tente novamente.",
        "Há muitos utilizadores ligados neste momento.",
        "På grund av hög trafik fungerar tjänsten inte.",
        "Servern är överbelastad.",
        "För många besöker webbplatsen just nu.",
        "We are seeing an unusually high number of visitors.",
        "Our servers are very busy right now. Please try later.",
        "Unser Server ist momentan überlastet.",
        "Aktuell greifen sehr viele Personen gleichzeitig auf die Seite zu.",
        "Notre site connaît actuellement une très forte affluence.",
        "Le service est victime de son succès : trop de visiteurs.",
        "Nuestros servidores están saturados en este momento.",
        "Estamos experimentando una alta demanda.",
        "Stiamo ricevendo un numero elevato di richieste.",
        "Il sito è sovraccarico.",
        "Vanwege grote drukte kunt u nu niet inloggen.",
        "De website is overbelast door te veel bezoekers.",
        "Estamos com um elevado número de pedidos.",
        "O servidor está sobrecarregado.",
        "Det är hög belastning på tjänsten.",
        "Väldigt många vill använda tjänsten just nu.",
    ),
    "maintenance": (
        "We'll be back soon. We are performing scheduled maintenance.",
        "This service is closed for planned maintenance until 9am.",
        "The website is undergoing maintenance.",
        "Maintenance window: Saturday 22:00 to 02:00.",
        "Wir führen gerade Wartungsarbeiten durch.",
        "Das System befindet sich im Wartungsmodus.",
        "Aufgrund einer geplanten Wartung ist die Anwendung nicht erreichbar.",
        "Site en cours de maintenance.",
        "Une maintenance est en cours, merci de revenir plus tard.",
        "Le service est interrompu pour maintenance.",
        "Página en mantenimiento.",
        "Sitio cerrado por mantenimiento hasta las 20 h.",
        "Estamos realizando un mantenimiento programado.",
        "Sito in manutenzione.",
        "Il portale è chiuso per manutenzione.",
        "Manutenzione straordinaria in corso.",
        "Wij voeren onderhoud uit aan de website.",
        "Deze site is tijdelijk gesloten voor onderhoud.",
        "Er vindt onderhoud plaats.",
        "Estamos em manutenção.",
        "Página fechada para manutenção.",
        "O sistema encontra-se em manutenção.",
        "Vi genomför planerat underhåll.",
        "Sidan är nere för underhåll.",
        "Underhåll pågår.",
        "The portal is offline for maintenance.",
        "Scheduled downtime: we are upgrading our systems.",
        "Die Website ist wegen Wartung vorübergehend offline.",
        "Derzeit finden Wartungsarbeiten statt.",
        "Notre site fait l'objet d'une maintenance.",
        "Maintenance planifiée ce samedi.",
        "La web está en mantenimiento.",
        "Se están llevando a cabo trabajos de mantenimiento.",
        "Sito in manutenzione programmata.",
        "Stiamo effettuando lavori di manutenzione.",
        "Deze website is in onderhoud.",
        "Onderhoudswerkzaamheden: morgen weer open.",
        "O site está em manutenção.",
        "Trabalhos de manutenção em curso.",
        "Webbplatsen är stängd för underhåll.",
        "Underhållsarbete pågår.",
    ),
    "unavailable": (
        "This service is not available at the moment.",
        "Sorry, there is a problem with the service.",
        "Something went wrong on our server. Please try again later.",
        "Der Service steht momentan nicht zur Verfügung.",
        "Die Seite ist zurzeit leider nicht erreichbar.",
        "Es ist ein interner Fehler aufgetreten.",
        "Le site est temporairement inaccessible.",
        "Ce service est actuellement indisponible.",
        "Une erreur interne est survenue.",
        "El servicio no se encuentra disponible en este momento.",
        "El sitio está temporalmente fuera de servicio.",
        "Se ha producido un error interno.",
        "Il servizio non è al momento disponibile.",
        "Sito temporaneamente non raggiungibile.",
        "Si è verificato un errore interno.",
        "De website is momenteel niet bereikbaar.",
        "Deze dienst is tijdelijk buiten gebruik.",
        "Er is een interne fout opgetreden.",
        "O serviço está indisponível de momento.",
        "O site está temporariamente fora do ar.",
        "Ocorreu um erro interno.",
        "Tjänsten är för närvarande inte tillgänglig.",
        "Webbplatsen ligger nere just nu.",
        "Ett internt fel har inträffat.",
        "Service Unavailable",
        "We are currently experiencing technical difficulties.",
        "Diese Anwendung ist derzeit leider nicht erreichbar.",
        "Es liegt eine technische Störung vor.",
        "Service momentanément indisponible.",
        "Le service est indisponible en raison d'un problème technique.",
        "Servicio temporalmente no disponible.",
        "Hay problemas técnicos.",
        "Servizio temporaneamente non disponibile.",
        "Errore interno del server.",
        "Deze pagina is tijdelijk niet beschikbaar.",
        "Er is een technische storing.",
        "Serviço temporariamente indisponível.",
        "Erro interno do servidor",
        "Tjänsten är tillfälligt nere.",
        "Vi har tekniska problem.",
    ),
}
"""How else services say it: written after the words were, and by no one's template."""
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


@pytest.mark.parametrize("kind", MORE_TEXTS)
def test_other_ways_to_say_it_are_known_with_the_right_status_and_a_wrong_one(kind: str) -> None:
    missed = [
        (status, text)
        for text in MORE_TEXTS[kind]
        for status in (503, 200)
        if outage(answer(status), document("Portal", len(text.split())), text)[0] != kind
    ]

    assert missed == []


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
        ("Feedback", "Report a problem with the service, or tell us about this website."),
        ("Hospital", "La salle d'attente des urgences : 12 places."),
        ("Help", "Technische Probleme? Rufen Sie an: 0800 100."),
        ("Asilo nido", "Lista d'attesa per gli asili nido 2026."),
        ("Boilers", "Maintenance contracts for boilers from 12 euros."),
        ("Lifts", "Contrat de maintenance des ascenseurs 2026."),
        ("Mostrador", "2 personas delante del mostrador."),
        ("Our town", "People before you: a history of the town since 1700."),
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
