"""Bot walls and login pages are told from pages that only resemble them."""

from __future__ import annotations

import pytest

from civiscope.crawl.interstitials import is_login_address, wall
from civiscope.model import Dom, Headers, Response
from civiscope.model.dom import Field, Form, FrameElement, Link

ASKED = "https://www.example.gov/services"
LOGIN_FORM = Form(
    action="https://www.example.gov/session", method="post", fields=(Field(type="password"),)
)


def answer(status: int = 200, **headers: str) -> Response:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(url=ASKED, status=status, headers=Headers(fields))


def document(
    title: str = "Services",
    words: int = 30,
    url: str = ASKED,
    forms: tuple[Form, ...] = (),
    frames: tuple[FrameElement, ...] = (),
    links: int = 0,
) -> Dom:
    link = Link(url="https://www.example.gov/", text="Home")
    return Dom(
        title=title,
        url=url,
        words=words,
        main_words=words,
        forms=forms,
        frames=frames,
        links=(link,) * links,
    )


@pytest.mark.parametrize(
    ("response", "dom", "text", "vendor"),
    [
        (answer(403, cf_mitigated="challenge"), document("Un momento…"), "", "Cloudflare"),
        (answer(200, cf_mitigated="challenge"), document(words=900), "", "Cloudflare"),
        (answer(202, x_amzn_waf_action="challenge"), None, "", "AWS WAF"),
        (answer(405, x_amzn_waf_action="captcha"), document(""), "", "AWS WAF"),
        (answer(429, x_vercel_mitigated="challenge"), document(""), "", "Vercel"),
        (answer(403, x_datadome="protected"), document(""), "", "DataDome"),
        (answer(403), document("Just a moment..."), "", "Cloudflare"),
        (answer(503), document("Just a moment..."), "", "Cloudflare"),
        (answer(200), document("Just a moment..."), "", "Cloudflare"),
        (answer(403), document("Attention Required! | Cloudflare"), "", "Cloudflare"),
        (
            answer(200),
            document("", 12),
            "Request unsuccessful. Incapsula incident ID: 123-456",
            "Imperva",
        ),
        (
            answer(200),
            document("", 0, frames=(FrameElement("https://a.gov/_Incapsula_Resource?x=1"),)),
            "",
            "Imperva",
        ),
        (answer(200), document("Pardon Our Interruption"), "", "Imperva"),
        (
            answer(403),
            document("Access Denied"),
            "Access Denied You don't have permission to access this server. Reference #18.2f5c",
            "Akamai",
        ),
        (answer(403), document("Sucuri WebSite Firewall - Access Denied"), "", "Sucuri"),
        (
            answer(200),
            document("Request Rejected", 25),
            "The requested URL was rejected. Please consult with your administrator.",
            "F5",
        ),
        (answer(403), document(""), "Press & Hold to confirm you are a human", "HUMAN"),
        (answer(403), document("DDoS-Guard"), "", "a DDoS protection"),
        (answer(200), document("", 20), "Please verify that you are not a robot", "a bot check"),
        (answer(503), document("", 20), "Checking your browser before you go on", "a bot check"),
    ],
)
def test_each_vendor_s_wall_is_named(
    response: Response, dom: Dom | None, text: str, vendor: str
) -> None:
    word, sentence = wall(ASKED, response, dom, text)

    assert (word, sentence.partition(" answers")[0]) == ("bot-wall", vendor)
    assert sentence.endswith("let civiscope through (by its user agent or address).")


@pytest.mark.parametrize(
    ("response", "dom", "text"),
    [
        (answer(), document("Just a moment... how we answer letters"), "It takes two days."),
        (answer(), document("News", 800), "The title of the song is Just a moment..."),
        (answer(403), document("Just a moment...", 800), "An article of some length."),
        (answer(), document("Bots", 40, links=20), "Please verify that you are a human, it said."),
        (answer(), document("Cookies", 20), "We use cookies. Enable JavaScript to see the map."),
        (answer(404), document("Not found"), "Access denied. Reference #12.ab"),
        (answer(500), document("Just a moment..."), ""),
        (answer(200, x_datadome="protected"), document(words=300), "An ordinary page."),
        (answer(403), document("Forbidden"), "You may not see this page."),
    ],
)
def test_a_page_that_only_resembles_a_wall_is_none(response: Response, dom: Dom, text: str) -> None:
    assert wall(ASKED, response, dom, text) == ("", "")


@pytest.mark.parametrize(
    "dom",
    [
        document("Sign in", 40, "https://www.example.gov/login?next=%2Fservices", (LOGIN_FORM,)),
        document("Sign in", 40, "https://www.example.gov/user/sign-in"),
        document("Sign in", 400, "https://id.example.gov/oauth/authorize", (LOGIN_FORM,)),
        document("Anmeldung", 400, "https://www.example.gov/anmeldung", (LOGIN_FORM,)),
        document("Welcome", 40, "https://www.example.gov/start", (LOGIN_FORM,)),
    ],
)
def test_a_redirect_to_a_login_page_is_named_with_advice(dom: Dom) -> None:
    word, sentence = wall(ASKED, answer(), dom, "")

    assert word == "login"
    assert "--storage-state, --cookie or --header" in sentence


def test_a_401_says_what_is_asked_for() -> None:
    word, sentence = wall(ASKED, answer(401), document("Unauthorized"), "")

    assert (word, "401" in sentence) == ("login", True)


@pytest.mark.parametrize(
    ("asked", "dom"),
    [
        # The login form stands on the page that was asked for.
        (ASKED, document(forms=(LOGIN_FORM,))),
        # The login page was asked for by its own name.
        (
            "https://www.example.gov/login",
            document("Sign in", 40, "https://www.example.gov/login?step=1", (LOGIN_FORM,)),
        ),
        # A home page that redirects and has a login form in its header.
        (
            "https://www.example.gov/",
            document("Town", 600, "https://www.example.gov/en/", (LOGIN_FORM,)),
        ),
        # A word that holds the letters of login.
        ("https://www.example.gov/b", document("Blog", 80, "https://www.example.gov/blogindex/")),
        # Registration for a course.
        ("https://www.example.gov/k", document("Kurs", 80, "https://www.example.gov/anmeldung")),
    ],
)
def test_an_ordinary_page_with_a_login_form_is_no_wall(asked: str, dom: Dom) -> None:
    assert wall(asked, answer(), dom, "") == ("", "")


@pytest.mark.parametrize(
    "url",
    [
        "https://id.example.gov/idp/authorize?client=portal&redirect=/my",
        "https://id.example.gov/realms/town/protocol/openid-connect/auth?client_id=portal",
        "https://example.gov/x?client_id=portal&redirect_uri=https://www.example.gov/back",
        "https://adfs.example.gov/adfs/ls/?wtrealm=portal",
        "https://id.example.gov/start?SAMLRequest=fZBB",
        "https://id.example.gov/sign-in",
    ],
)
def test_the_address_of_a_service_to_sign_in_with_is_known_by_its_looks(url: str) -> None:
    assert is_login_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.gov/",
        "https://example.gov/blogindex/",
        "https://example.gov/authorities",
        "https://example.gov/planning/authorised-works?client=9",
        "https://example.gov/apply?redirect_uri=/thanks",
    ],
)
def test_other_addresses_are_not_taken_for_a_login(url: str) -> None:
    assert not is_login_address(url)
