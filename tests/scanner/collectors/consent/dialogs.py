"""Pages with dialogs that ask for a yes: consent as governments have it, and everything else."""

# ruff: noqa: E501 - the lines are HTML

from __future__ import annotations

from tests.scanner.collectors.consent.designs import BAR, shell

FIXED = "position:fixed;inset:0;background:#fff;padding:40px;z-index:99"


def dialog(name: str, inner: str, *, lang: str = "en", style: str = BAR) -> str:
    """Return a page with a dialog of that name."""
    return shell(
        f'<div class="banner" role="dialog" aria-label="{name}" style="{style}">{inner}</div>',
        lang=lang,
    )


CLOSE = "this.closest('.banner').remove()"
PRESSED = "document.cookie = 'agreed=1; path=/'; " + CLOSE
BOTH = f'<button onclick="{PRESSED}">{{yes}}</button> <button onclick="{PRESSED}">{{no}}</button>'


def asks(name: str, text: str, yes: str, no: str, *, lang: str = "en", more: str = "") -> str:
    """Return a page with a dialog that is no consent notice; it notes that it was answered."""
    return dialog(name, f"<p>{text}</p>{more}{BOTH.format(yes=yes, no=no)}", lang=lang)


EMAIL = '<label>E-mail <input type="email"></label> '

# Dialogs that speak of cookies or data and ask something else.
OTHERS: dict[str, str] = {
    "/age": asks(
        "Age check",
        "The register of licences is for people over 18. This site uses cookies for logins.",
        "I accept",
        "I reject",
    ),
    "/age-german": asks(
        "Altersprüfung",
        "Diese Seiten zeigen Tabakwerbung. Sind Sie volljährig? Wir verwenden Cookies.",
        "Ja, ich stimme zu",
        "Nein",
        lang="de",
    ),
    "/age-unnamed": asks(
        "",
        "Cookies remember your answer. You must be 21 years old to read about permits for spirits.",
        "Accept",
        "Decline",
    ),
    "/newsletter": asks(
        "Neues aus dem Rathaus",
        "Wir behandeln Ihre Adresse nach der DSGVO und setzen Cookies.",
        "Einverstanden",
        "Nein, danke",
        lang="de",
        more=EMAIL,
    ),
    "/newsletter-link": asks(
        "Restez informés",
        "Recevez notre lettre d'information. Nous respectons le RGPD et vos cookies.",
        "J'accepte",
        "Non merci",
        lang="fr",
    ),
    "/survey": asks(
        "Aiutaci a migliorare",
        "Vuole partecipare a un sondaggio? Dia il suo consenso. Un cookie evita di chiedere due volte.",
        "Sì, accetto",
        "No, grazie",
        lang="it",
    ),
    "/terms": asks(
        "Vilkår for karttjenesten",
        "Du må godta vilkårene før du bruker kartet. Tjenesten trenger en informasjonskapsel.",
        "Jeg godtar",
        "Jeg godtar ikke",
        lang="no",
    ),
    "/terms-and-cookies": asks(
        "",
        "You must agree to the terms of this service before you go on. It needs cookies.",
        "I agree",
        "I do not agree",
        more='<a href="/cookies">Cookie settings</a> ',
    ),
    "/donate": asks(
        "Support the library",
        "Donate today. Your data are safe with us (GDPR, cookies).",
        "Yes, I agree",
        "No",
    ),
    "/leaving": asks(
        "You are leaving this site", "The other site sets cookies of its own.", "Yes", "No"
    ),
}

# Services as the British government's design system builds them.
MESSAGE = """
<div class="govuk-cookie-banner" data-nosnippet role="region" aria-label="Cookies on Renew a permit" id="b">
 <div class="govuk-cookie-banner__message" id="ask"><h2>Cookies on Renew a permit</h2>
  <p>We use some essential cookies to make this service work.</p><p>We'd also like to set analytics cookies.</p>
  <button type="button" onclick="say('accepted')">Accept analytics cookies</button>
  <button type="button" onclick="say('rejected')">Reject analytics cookies</button> <a href="/cookies">View cookies</a></div>
 <div class="govuk-cookie-banner__message" id="told" role="alert" hidden><p>You've <span></span> analytics cookies.
  You can <a href="/cookies">change your cookie settings</a> at any time.</p>
  <button type="button" onclick="b.hidden = true">Hide cookie message</button></div></div>
<script>
if (document.cookie.includes('cookies_policy')) b.hidden = true;
function say(what) {
  document.cookie = 'cookies_policy=' + encodeURIComponent(JSON.stringify({ essential: true, settings: false, usage: what == 'accepted', at: Date.now() })) + '; path=/; max-age=31536000';
  ask.hidden = true; told.hidden = false; told.querySelector('span').textContent = what;
}
</script>"""
SETTINGS_FORM = """<div class="cookies-page"><h1>Cookies</h1><p>We use cookies to count visits.</p>
<form method="post" action="/choose"><fieldset><legend>Do you want to accept analytics cookies?</legend>
<label><input type="radio" name="a" value="yes"> Yes</label> <label><input type="radio" name="a" value="no"> No</label></fieldset>
<button>Save cookie settings</button></form></div>"""
SETTINGS_PAGE = (
    '<!doctype html><html lang="en"><title>Cookies</title><header>Office</header>'
    f'<main>{SETTINGS_FORM}</main><footer><a href="/next">Next page</a></footer></html>'
)
# An old pattern: yes at once, no only on a page of its own, which a server keeps.
OLD = shell(
    '<div class="banner" id="global-cookie-message" role="region" aria-label="cookie banner"><p>We use cookies.</p>'
    '<button onclick="choose(\'yes\')">Accept all cookies</button> <a href="/settings-page">Set cookie preferences</a></div>'
)

BOXES = """<p>{text}</p><label><input type="checkbox" checked disabled> {need}</label>
<label><input type="checkbox" id="stats"{ticked}> {stats}</label>
<button onclick="choose(stats.checked ? 'yes' : 'no')">{save}</button> <button onclick="choose('yes')">{yes}</button>"""


def boxes(save: str = "Save choices", *, ticked: str = "", lang: str = "en", **words: str) -> str:
    """Return a page whose banner has boxes on its first layer."""
    said = {
        "text": "We use cookies. Choose which ones.",
        "need": "Necessary",
        "stats": "Statistics",
    }
    said |= {"yes": "Accept all", "save": save, "ticked": ticked, **words}
    return dialog("Cookies", BOXES.format(**said), lang=lang)


RADIOS = """<h2>Cookies</h2><p>May we use cookies to count visits?</p>
<label><input type="radio" name="count" value="yes"{yes}> Yes</label> <label><input type="radio" name="count" value="no"{no}> No</label>
<button onclick="choose(document.querySelector('[name=count]:checked')?.value || 'none')">Save</button>"""

# Cookies on this site as the French state's design system writes it, closed for the Nordic ones.
FRENCH = """<div class="fr-consent-banner banner" style="BAR"><h2 class="fr-h6">À propos des cookies sur office.gouv.fr</h2>
<p>Bienvenue ! Nous utilisons des cookies pour améliorer votre expérience. Vous pouvez, à tout moment, avoir le contrôle
sur les cookies que vous souhaitez activer.</p><ul><li><button onclick="choose('yes')" title="Autoriser tous les cookies">Tout accepter</button></li>
<li><button onclick="choose('no')" title="Refuser tous les cookies">Tout refuser</button></li>
<li><button title="Personnaliser les cookies">Personnaliser</button></li></ul></div>""".replace(
    "BAR", BAR
)
CLOSED = """<div id="host" class="banner"></div><script>
if (has('cookie_consent')) host.remove();
const root = host.attachShadow({ mode: 'closed' });
root.innerHTML = `<div style="BAR"><p>TEXT</p><button id="y">YES</button> <button id="n">NO</button></div>`;
root.querySelector('#y').onclick = (e) => { if (e.isTrusted) choose('yes'); };
root.querySelector('#n')?.addEventListener('click', (e) => { if (e.isTrusted) choose('no'); });
</script>""".replace("BAR", BAR)
DECLARED = """<div class="banner"><template shadowrootmode="closed"><div style="BAR" role="dialog" aria-label="Cookies">
<p>We use cookies.</p><form method="post" action="/choose"><button>Reject all</button></form>
<button>Accept all</button></div></template></div>""".replace("BAR", BAR)


def closed(text: str, yes: str, no: str, *, lang: str) -> str:
    """Return a page with a banner in a shadow root that is closed to scripts."""
    inner = CLOSED.replace("TEXT", text).replace("YES", yes).replace("NO", no)
    return shell("", lang=lang, after=inner)


LATE = """<script>
const add = () => { if (!has('cookie_consent')) document.body.insertAdjacentHTML('beforeend', `BANNER`); };
WHEN
</script>""".replace(
    "BANNER",
    f"""<div class="banner" style="{BAR}"><p>We use cookies.</p><button onclick="choose('yes')">Accept all</button> <button onclick="choose('no')">Reject all</button></div>""",
)

FORM = '<label>Name <input name="name" autocomplete="name"></label>'
# A modal dialog makes the page below it inert, so that nobody can type there before an answer.
MODAL_FORM = f"""<dialog class="banner" id="ask"><p>We use cookies.</p><button onclick="choose('yes')">Accept all</button>
<button onclick="choose('no')">Reject all</button></dialog>{FORM}<script>ask.showModal();</script>"""


def in_german(page: str, words: dict[str, str]) -> str:
    """Return *page* with its words in German."""
    for english, german in words.items():
        page = page.replace(english, german)
    return page


GERMAN_SETTINGS = in_german(
    SETTINGS_PAGE,
    {
        'lang="en"': 'lang="de"',
        "Save cookie settings": "Speichern",
        "> Yes<": "> Ja<",
        "> No<": "> Nein<",
        "Do you want to accept analytics cookies?": "Dürfen wir Cookies zur Statistik setzen?",
    },
)
OLD_GERMAN = in_german(
    OLD,
    {
        "We use cookies.": "Wir verwenden Cookies.",
        "Accept all cookies": "Alle Cookies akzeptieren",
        "Set cookie preferences": "Cookie-Einstellungen",
        "/settings-page": "/settings-german",
    },
)

# A banner, and a newsletter that lies over it with a button where the banner's is.
BEHIND = f"""<div class="banner" style="{BAR};z-index:2"><p>We use cookies.</p><button onclick="choose('yes')">Accept all</button>
<button onclick="choose('no')">Reject all</button></div>"""
NEWSLETTER = f"""<div class="news" role="dialog" aria-label="News" style="{FIXED}"><p>Get our newsletter.</p><label>E-mail <input type="email"></label>
<button style="position:absolute;inset:150px 0 0 0;width:100%" onclick="document.cookie = 'subscribed=1; path=/'">Agree and subscribe</button></div>"""

# A second layer that comes slowly, in a dialog of its own, while the first stays where it is.
TWO_LAYERS = f"""<div class="banner" style="{BAR}" id="cookie-first"><p>We use cookies.</p><button onclick="choose('yes')">Accept all</button>
<button onclick="setTimeout(() => {{ second.style.display = 'block'; }}, 700)">Cookie settings</button></div>
<div class="banner" role="dialog" aria-label="Settings" id="second" style="display:none;{FIXED}"><label><input type="checkbox"> Statistics</label>
<button onclick="choose('yes')">Accept all</button> <button onclick="choose('no')">Only necessary</button> <button>Save</button></div>"""

CONSENT: dict[str, str] = {
    "/govuk": shell("", before="").replace("<main>", f"{MESSAGE}<main>"),
    "/settings-page": SETTINGS_PAGE,
    "/old": OLD,
    "/settings-german": GERMAN_SETTINGS,
    "/old-german": OLD_GERMAN,
    "/old-with-form": OLD.replace("</main>", FORM + "</main>"),
    "/modal-with-form": shell(MODAL_FORM),
    "/two-layers": shell(TWO_LAYERS),
    "/boxes": boxes(),
    "/boxes-ticked": boxes(ticked=" checked"),
    "/boxes-italian": boxes(
        "Salva le preferenze",
        lang="it",
        text="Usiamo i cookie. Scegli quali.",
        need="Necessari",
        stats="Statistiche",
        yes="Accetta tutti",
    ),
    "/boxes-selected": boxes(
        "Auswahl erlauben",
        lang="de",
        text="Wir verwenden Cookies.",
        need="Notwendig",
        stats="Statistik",
        yes="Alle zulassen",
    ),
    "/radios": dialog("", RADIOS.format(yes="", no="")),
    "/radios-no": dialog("", RADIOS.format(yes="", no=" checked")),
    "/french": shell(FRENCH, lang="fr"),
    "/closed": closed("Vi bruger cookies til statistik.", "Accepter alle", "Afvis alle", lang="da"),
    "/closed-declared": shell(DECLARED),
    "/closed-in-frame": shell(
        """<iframe class="banner" title="Cookies" style="position:fixed;left:0;bottom:0;width:100%;height:200px;border:0" src="http://consent.example.org/closed-platform"></iframe>
<script>addEventListener('message', (event) => choose(event.data));</script>"""
    ),
    "/switches": dialog(
        "Cookies",
        RADIOS.format(yes="", no=" checked").replace("> Yes<", "> On<").replace("> No<", "> Off<"),
    ),
    "/beside-newsletter": shell(NEWSLETTER + BEHIND.replace("z-index:2", "z-index:200")),
    "/under-newsletter": shell(NEWSLETTER + BEHIND),
    "/late": shell("", after=LATE.replace("WHEN", "setTimeout(add, 1500);")),
    "/scrolled": shell(
        '<div style="height:3000px">Long</div>',
        after=LATE.replace(
            "WHEN",
            "addEventListener('scroll', () => { if (scrollY > 150) add(); }, { once: false });",
        ).replace("if (!has(", "if (!document.querySelector('.banner') && !has("),
    ),
    "/programs": shell("", after=LATE.replace("WHEN", "if (!navigator.webdriver) add();")),
    "/fades": shell(
        f"""<div class="banner" style="{BAR};transition:opacity .8s"><p>We use cookies.</p><button onclick="choose('yes')">Accept all</button>
<button onclick="const b = this.parentElement; b.classList.remove('banner'); b.style.opacity = 0; choose('no')">Reject all</button></div>"""
    ),
    "/too-late": shell("", after=LATE.replace("WHEN", "setTimeout(add, 60000);")),
    "/borlabs": dialog(
        "Datenschutz-Präferenz",
        "<p>Wenn Sie unter 16 Jahre alt sind und Ihre Einwilligung geben möchten, müssen Sie Ihre Erziehungsberechtigten um Erlaubnis bitten."
        " Wir verwenden Cookies und andere Technologien.</p><button onclick=\"choose('yes')\">Ich akzeptiere alle</button>"
        "<button onclick=\"choose('no')\">Nur essenzielle Cookies akzeptieren</button>",
        lang="de",
    ),
}
# What the frame shows: a banner in a root that is closed to scripts, in a document of another site.
IN_FRAME = """<!doctype html><html lang="en"><title>Consent</title><body><div id="host"></div><script>
const root = host.attachShadow({ mode: 'closed' });
root.innerHTML = '<p>This site uses cookies.</p><button>Accept all</button><button>Reject all</button>';
root.querySelectorAll('button').forEach((one, at) => { one.onclick = () => parent.postMessage(at ? 'no' : 'yes', '*'); });
</script></body></html>"""
