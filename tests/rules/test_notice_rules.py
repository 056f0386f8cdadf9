"""Privacy notices: what they say, whom they name, which forms lead to them, in which language."""

# ruff: noqa: RUF001 - notices in many languages

from __future__ import annotations

import pytest

from civiscope.detectors.privacy_notice import notice_text
from civiscope.examples.evidence import site_of
from civiscope.model import (
    Dom,
    EvidenceMissing,
    Field,
    Form,
    Heading,
    Outcome,
    Site,
    Verdict,
)
from civiscope.testing import page_of_data
from civiscope_rules.privacy import (
    external_links_marked,
    notice_answers,
    notice_contents,
    third_parties_named,
)
from civiscope_rules.shared.personal_fields import personal_fields

HOME = "https://www.example.gov.uk/"
PAD = "The council runs schools, parks, libraries and roads for all who live here. " * 12


def _site(notice: str, *, lang: str = "en", contacted: tuple[str, ...] = ()) -> Site:
    link = {"url": f"{HOME}privacy", "text": "Privacy", "region": "footer"}
    requests = [{"url": f"https://{host}/x", "type": "script"} for host in contacted]
    home = page_of_data(url=HOME, dom={"lang": lang, "links": [link]}, requests=requests)
    there = page_of_data(
        url=f"{HOME}privacy", dom={"title": "Privacy", "lang": lang, "notice": notice}, order=1
    )
    return site_of(Site((home, there)))


def _parties(notice: str, *contacted: str) -> list[tuple[Verdict, str]]:
    site = _site(notice + " " + PAD, contacted=contacted)
    return [(o.verdict, o.place.component) for o in third_parties_named.check(site, own=[])]


@pytest.mark.parametrize(
    ("said", "host", "verdict"),
    [
        ("We use Google Analytics.", "www.google-analytics.com", "passed"),
        ("Google counts our visitors.", "www.google-analytics.com", "passed"),
        ("Data go to hotjar.com", "static.hotjar.com", "passed"),
        ("We use Siteimprove", "siteimproveanalytics.com", "passed"),
        ("We use nobody.", "static.hotjar.com", "cannot_tell"),
        ("Adobe makes our PDF reader.", "use.typekit.net", "cannot_tell"),
        ("We ask widgets.example.net too", "cdn.example.net", "passed"),
    ],
)
def test_a_third_party_is_named_by_its_name_its_first_word_or_its_domain(
    said: str, host: str, verdict: str
) -> None:
    assert [found for found, _ in _parties(said, host)] == [verdict]


def test_public_bodies_and_what_was_refused_need_no_naming() -> None:
    assert _parties("We use nobody.", "api.service.gov.uk", "search.usa.gov") == []


def test_each_owner_is_told_once_with_the_pages_that_contact_it() -> None:
    site = _site(PAD, contacted=("fonts.gstatic.com", "fonts.googleapis.com"))

    (outcome,) = third_parties_named.check(site, own=[])

    assert (outcome.facts["owner"], outcome.facts["count"]) == ("Google Fonts", 1)
    assert outcome.place.url == HOME


def test_a_notice_that_was_not_read_leaves_the_rule_untested() -> None:
    with pytest.raises(EvidenceMissing, match="was read"):
        list(third_parties_named.check(_site(""), own=[]))


NOTICES = {
    "de": "Verantwortlich ist die Stadt, Kontakt: Rathaus. Datenschutzbeauftragte: siehe unten. "
    "Zweck der Verarbeitung ist die Antwort. Rechtsgrundlage ist Art. 6. Empfänger gibt es keine. "
    "Die Speicherdauer beträgt ein Jahr. Sie haben ein Recht auf Auskunft und Beschwerde.",
    "fr": "Le responsable du traitement est la ville ; contact : la mairie. Le délégué à la "
    "protection des données répond. La finalité est la réponse ; base légale : l’article 6. Aucun "
    "destinataire. Durée de conservation : un an. Vous avez un droit d’accès et pouvez adresser "
    "une réclamation à la CNIL.",
    "et": "Vastutav töötleja on linn, kontakt: linnamaja. Andmekaitsespetsialist vastab. Andmete "
    "eesmärk on vastata. Õiguslik alus on seadus. Andmeid ei edastata. Säilitame aasta. Teil on "
    "õigus tutvuda ja esitada kaebus Andmekaitse Inspektsioonile.",
}


@pytest.mark.parametrize("lang", NOTICES)
def test_a_notice_that_speaks_of_all_passes_in_its_language(lang: str) -> None:
    site = _site(NOTICES[lang] + " …" * 150, lang=lang)

    assert [o.verdict for o in notice_contents.check(site, sites=["uk"])] == ["passed"]


@pytest.mark.parametrize("lang", NOTICES)
def test_what_a_notice_lacks_is_told(lang: str) -> None:
    site = _site(NOTICES[lang].rpartition(". ")[0] + " …" * 150, lang=lang)

    (outcome,) = notice_contents.check(site, sites=["uk"])

    assert outcome.message == "lacking"
    assert "complaints" in str(outcome.facts["what"])


def test_notices_in_other_languages_and_on_other_sites_are_not_judged() -> None:
    assert list(notice_contents.check(_site(PAD), sites=["de"])) == []
    with pytest.raises(EvidenceMissing, match="not known"):
        list(notice_contents.check(_site(PAD, lang="am"), sites=["uk"]))


@pytest.mark.parametrize(
    ("title", "heading", "path", "kept"),
    [
        ("Privacy notice | Larkmere", "", "p/17", True),
        ("Larkmere", "Datenschutzerklärung", "p/17", True),
        ("Larkmere", "", "politica-de-privacidad/", True),
        ("Ochrona danych", "", "", True),
        ("Персональні дані", "", "", True),
        ("News", "Roads", "roads", False),
        ("How the council decided about privacy " + "and more " * 8, "", "news", False),
    ],
)
def test_a_notice_is_known_by_what_it_calls_itself(
    title: str, heading: str, path: str, kept: bool
) -> None:
    headings = (Heading(1, heading),) if heading else ()
    dom = Dom(title, HOME + path, headings=headings)

    text = notice_text(dom, "Write to avery.example@example.gov for more.")

    assert text == ("Write to [e-mail address] for more." if kept else "")


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ((Field("email"), Field("textarea")), ("e-mail address",)),
        ((Field("text", autocomplete="section-a family-name"),), ("name",)),
        (
            (Field("text", label="Geburtsdatum*"), Field("tel")),
            ("date of birth", "telephone number"),
        ),
        ((Field("text", name="firstName"),), ("name",)),
        ((Field("text", label="Numéro de sécurité sociale"),), ("national number",)),
        ((Field("search", name="q"),), ()),
        ((Field("text", label="Postcode"),), ()),
        ((Field("text", label="Number of rooms"),), ()),
        ((Field("email", name="user"), Field("password")), ()),
        ((Field("email"), Field("password"), Field("password")), ("e-mail address",)),
        ((Field("hidden", name="email"),), ()),
    ],
)
def test_fields_that_ask_for_personal_data_are_known(
    fields: tuple[Field, ...], asked: tuple[str, ...]
) -> None:
    assert personal_fields(Form("https://www.example.gov/a", "post", fields=fields)) == asked


def _leaving(*links: tuple[str, str]) -> list[Outcome]:
    shown = [{"url": url, "text": text, "region": "main"} for url, text in links]
    page = page_of_data(url="https://www.example.gov/", dom={"links": shown})
    return list(external_links_marked.check(page, sites=["gov"], own=["example-lottery.org"]))


def test_links_that_leave_are_counted_and_named() -> None:
    (outcome,) = _leaving(
        ("https://www.example.org/", "The charity"),
        ("https://shop.example.net/", "The shop"),
        ("https://shop.example.net/2", "The shop (external link)"),
        ("https://play.example-lottery.org/", "The lottery"),
        ("https://www.usa.gov/", "USA.gov"),
        ("mailto:office@example.gov", "Write to us"),
    )

    assert outcome.verdict == "cannot_tell"
    assert outcome.facts == {"count": 2, "hosts": "shop.example.net, www.example.org"}


def test_whom_pages_contact_survives_for_rules_over_the_site() -> None:
    page = page_of_data(
        requests=[
            {"url": "https://b.example.org/x", "type": "script"},
            {"url": "https://a.example.net/x", "type": "script", "blocked": "csp"},
            {"url": "https://static.example.gov/x", "type": "script"},
        ]
    )

    assert page.lean().contacted == ("b.example.org",)
    assert page.lean().lean().contacted == ("b.example.org",)


def test_a_notice_that_failed_is_no_broken_one_and_one_not_visited_is_untested() -> None:
    home = page_of_data(
        url=HOME, dom={"lang": "en", "links": [{"url": f"{HOME}privacy", "text": "Privacy"}]}
    )
    failed = page_of_data(url=f"{HOME}privacy", visit={"state": "failed", "detail": "No answer."})

    assert list(notice_answers.check(site_of(Site((home, failed))))) == []
    with pytest.raises(EvidenceMissing, match="not visited"):
        list(notice_answers.check(site_of(Site((home,)))))
