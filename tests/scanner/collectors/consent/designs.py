"""Pages with consent banners of every make, and visits for privacy to all of them."""

# ruff: noqa: E501 - the lines are HTML

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from tests.scanner.crawl.site import Answer, Site

from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.find import find_browser
from civiscope.collectors.consent import visit_for_privacy
from civiscope.collectors.consent.making import Pace
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Missing, Page
from civiscope.model.privacy import PrivacyMode, PrivacyVisit

HOST = "www.example.gov"
PLATFORM = "consent.example.org"
TRACKER = "www.google-analytics.com"
HOSTS: tuple[str, ...] = (HOST, PLATFORM, TRACKER, "static.example.net", "collect.example.net")
SHORT = Deadlines(load=3)
FAST = Pace(load=0.15, choice=0.1, most=2.0, scroll=0.4, banner=0.8, closing=1.0, again=0.5)

SCRIPT = """
const has = (name) => document.cookie.split('; ').some((one) => one.startsWith(name + '='));
const count = () => {
  document.cookie = '_ga=GA1.1.1234567890.1700000000; max-age=34560000; path=/';
  localStorage.setItem('visitor_id', 'a81f3c09-77d2-4e1b-9a57-0d2f6b1c8e44');
  new Image().src = `http://www.google-analytics.com/collect?cid=1`;
};
const shut = () => document.querySelectorAll('.banner').forEach((one) => one.remove());
const choose = (said) => { document.cookie = `cookie_consent=${said}; max-age=999999; path=/`; if (said === 'yes') count(); shut(); };
if (has('cookie_consent')) { shut(); if (document.cookie.includes('cookie_consent=yes')) count(); }
"""

BAR = (
    "position:fixed;left:0;right:0;bottom:0;background:#fff;padding:20px;border-top:1px solid #000"
)
BUTTONS = """<button onclick="choose('yes')">{yes}</button> <button onclick="choose('no')">{no}</button>"""


def shell(body: str, *, lang: str = "en", after: str = "", before: str = "") -> str:
    """Return a whole page with *body*, the words every page has, and the site's own script."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Office</title>'
        f'<link rel="icon" href="data:,">{before}</head><body>{body}'
        "<main><h1>Council tax</h1><p>Pay what you owe by the end of the month.</p></main>"
        '<footer><a href="/next">Next page</a> <a href="/cookies">Cookie settings</a></footer>'
        f"<script>{SCRIPT}</script>{after}</body></html>"
    )


def bar(text: str, yes: str, no: str, *, lang: str = "en", after: str = "") -> str:
    """Return a page with a fixed bar."""
    buttons = BUTTONS.format(yes=yes, no=no)
    return shell(
        f'<div class="banner" style="{BAR}"><p>{text}</p>{buttons}</div>', lang=lang, after=after
    )


MODAL = """
<div class="banner" style="position:fixed;inset:0;background:#0008;z-index:9"></div>
<div class="banner" role="dialog" aria-modal="true" id="first" style="position:fixed;top:200px;left:300px;
 width:500px;background:#fff;z-index:10;padding:20px"><p>We use cookies to count visits.</p>
<button style="background:#060;color:#fff;padding:20px 60px" onclick="choose('yes')">Accept all</button>
<a href="#" style="color:#999;background:none" onclick="more(); return false">Cookie settings</a></div>
<div class="banner" role="dialog" aria-modal="true" id="second" style="display:none;position:fixed;top:200px;left:300px;
 width:500px;background:#fff;z-index:10;padding:20px"><p>Choose which cookies we may set.</p>
<label><input type="checkbox" checked disabled> Strictly necessary cookies</label>
<label><input type="checkbox" checked id="stats"> Statistics cookies</label>
<button onclick="choose(document.querySelector('#stats').checked ? 'yes' : 'no')">Save my choices</button></div>
<script>const more = () => { first.style.display = 'none'; second.style.display = 'block'; };</script>
"""
GOVERNMENT = """
<form class="banner" method="post" action="/choose" aria-label="Cookies on this service" role="region">
<h2>Cookies on this service</h2><p>We use some essential cookies to make this service work.</p>
<button name="cookies" value="yes">Accept additional cookies</button>
<button name="cookies" value="no">Reject additional cookies</button>
<a href="/cookies">View cookies</a></form>
"""
SHADOW = """
<consent-box class="banner"></consent-box><script>
customElements.define('consent-box', class extends HTMLElement { connectedCallback() {
  this.attachShadow({ mode: 'open' }).innerHTML = `<div style="BAR"><p>We use cookies for statistics.</p>
  <button id="yes">Accept all cookies</button><button id="no">Reject all cookies</button></div>`;
  this.shadowRoot.querySelector('#yes').onclick = (e) => { if (e.isTrusted) choose('yes'); };
  this.shadowRoot.querySelector('#no').onclick = (e) => { if (e.isTrusted) choose('no'); };
} });</script>
""".replace("BAR", BAR)
FRAME = """
<iframe class="banner" style="position:fixed;left:0;bottom:0;width:100%;height:200px;border:0"
 src="http://consent.example.org/platform"></iframe>
<script>addEventListener('message', (event) => choose(event.data));</script>
"""
# A known platform that asks in a frame of its own; the page knows it by what holds the frame.
SOURCEPOINT = FRAME.replace(
    '<iframe class="banner"', '<div id="sp_message_container_7" class="banner"><iframe'
).replace("</iframe>", "</iframe></div>")
IN_FRAME = (
    '<!doctype html><html lang="en"><title>Consent</title><body><p>This site uses cookies.</p>'
    "<button onclick=\"parent.postMessage('yes','*')\">Accept all</button>"
    "<button onclick=\"parent.postMessage('no','*')\">Reject all</button></body></html>"
)
NO_REJECT = f"""<div class="banner" style="{BAR}"><p>We use cookies.</p>
<button onclick="choose('yes')">Accept</button></div>"""
WALL = """<div class="banner" role="dialog" style="position:fixed;inset:0;background:#fff">
<p>We use cookies. Accept them to go on.</p><button onclick="choose('yes')">Accept all</button></div>
"""
FORGETFUL = f"""<div class="banner" style="{BAR}"><p>We use cookies.</p>
<button onclick="shut()">Accept all</button><button onclick="shut()">Reject all</button></div>"""
REAPPEARS = f"""<div class="banner" style="{BAR}"><p>We use cookies.</p>
<button onclick="choose('yes')">Accept all</button>
<button onclick="const b = this.parentElement; b.remove(); setTimeout(() => document.body.append(b), 20)">
Reject all</button></div>"""
LEADS_AWAY = f"""<div class="banner" style="{BAR}"><p>We use cookies.</p>
<button onclick="choose('yes')">Accept all</button>
<button onclick="location.href = 'http://static.example.net/goodbye'">Reject all</button></div>"""
NEVER = '<iframe style="position:fixed;bottom:0;width:100%" src="/never"></iframe>'
BOMB = """<script>for (let i = 0; i < 3000; i++) localStorage.setItem('k' + i, 'v'.repeat(500));
for (let i = 0; i < 150; i++) document.cookie = `c${i}=${'x'.repeat(200)}; path=/`;</script>"""
HIDES = """<!doctype html><html lang="en"><title>Office</title><body><script>
if (!navigator.webdriver && !/visitor/.test(navigator.userAgent)) document.body.textContent = '';
</script></body></html>"""
ASKS = """<script>if (!navigator.globalPrivacyControl) count();</script>"""

# Known platforms, whose buttons say nothing by themselves: an icon, and a word in no list.
ONETRUST = f"""<div class="banner" id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" style="{BAR}">
<p>Your way on these pages.</p><button id="onetrust-pc-btn-handler">More</button>
<button id="onetrust-accept-btn-handler" onclick="choose('yes')">Hurrah</button>
<div id="onetrust-reject-all-handler" onclick="choose('no')">Shoo</div></div></div>"""
COMPLIANZ = f"""<div class="banner" id="cmplz-cookiebanner-container"><div class="cmplz-cookiebanner" style="{BAR}">
<p>Your way on these pages.</p><button class="cmplz-accept" onclick="choose('yes')">Hurrah</button>
<button class="cmplz-deny" onclick="choose('no')">✕</button></div></div>"""
IDS = """<script>
const made = () => [1, 2, 3].map(() => Math.random().toString(36).slice(2)).join('');
const keep = (name, value) => { if (!has(name)) document.cookie = `${name}=${value}; max-age=9999999; path=/`; };
keep('who', made()); keep('theme', 'a-long-name-of-a-theme-9'); document.cookie = 'now=' + performance.now() + Math.random() + '; path=/';
if (!localStorage.me) localStorage.me = made();
new Image().src = 'http://www.google-analytics.com/collect?t=1700000000&who=' + document.cookie.match(/who=([^;]+)/)[1];
window.name = localStorage.me;
document.querySelector('footer').insertAdjacentHTML('beforeend', '<a href="http://static.example.net/goodbye?from=office&vid=' + localStorage.me + '">Partner</a> <a href="http://static.example.net/goodbye?from=office">Other</a>');
fetch('http://collect.example.net/collect', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ me: localStorage.me }) });
</script>"""
LINKER = """<script>
const visitor = `${100000000 + Math.floor(Math.random() * 800000000)}.1700000000`;
if (!has('counted')) document.cookie = `counted=GA1.1.${visitor}; max-age=9999999; path=/`;
const id = document.cookie.match(/counted=GA1.1.([^;]+)/)[1];
new Image().src = 'http://www.google-analytics.com/collect?cid=' + id;
document.querySelector('footer').insertAdjacentHTML('beforeend', '<a href="http://static.example.net/goodbye">Partner</a>');
document.addEventListener('mousedown', (event) => {
  if (event.target.closest('a')) event.target.href = 'http://static.example.net/goodbye?_gl=1*1ab2c3d*_ga*' + btoa(id).replaceAll('=', '.');
});
</script>"""
MOVES = f"""<style>@keyframes go {{ from {{ transform: translateY(400px) }} to {{ transform: none }} }}</style>
<div class="banner" style="{BAR};animation:go 1.2s linear"><p>We use cookies.</p>
<button onclick="choose('yes')">Accept all</button><button onclick="choose('no')">Reject all</button></div>"""
CROWD = "".join(f"<img alt='' src='http://c{number}.example.net/collect'>" for number in range(300))

PAGES: Mapping[str, str] = {
    "/bar": bar("We use cookies to count visits.", "Accept all cookies", "Reject all cookies"),
    "/early": bar("We use cookies.", "Accept all", "Reject all", after="<script>count()</script>"),
    "/ignores": bar(
        "We use cookies.",
        "Accept all",
        "Reject all",
        after="<script>document.querySelectorAll('.banner button')[1].addEventListener('click', count)</script>",
    ),
    "/modal": shell(MODAL),
    "/government": shell(GOVERNMENT),
    "/shadow": shell(SHADOW),
    "/frame": shell(FRAME),
    "/sourcepoint": shell(SOURCEPOINT),
    "/no-reject": shell(NO_REJECT),
    "/wall": shell(WALL),
    "/forgetful": shell(FORGETFUL),
    "/german": bar(
        "Wir verwenden Cookies.", "Alle akzeptieren", "Nur notwendige Cookies", lang="de"
    ),
    "/estonian": bar("Kasutame küpsiseid.", "Nõustun kõigiga", "Keeldun", lang="et"),
    "/hindi": bar("हम कुकीज़ का उपयोग करते हैं।", "सभी स्वीकार करें", "सभी अस्वीकार करें", lang="hi"),
    "/onetrust": shell(ONETRUST),
    "/complianz": shell(COMPLIANZ),
    "/moves": shell(MOVES),
    "/crowd": shell(CROWD),
    "/tells": shell(
        '<img alt="" src="http://collect.example.net/collect">',
        before='<meta name="referrer" content="unsafe-url">',
    ),
    "/ids": bar("We use cookies.", "Accept all", "Reject all", after=IDS),
    "/linker": shell("", after=LINKER),
    "/reappears": shell(REAPPEARS),
    "/leads-away": shell(LEADS_AWAY),
    "/never-loads": shell(NEVER),
    "/bomb": shell(BOMB),
    "/asks": shell("", after=ASKS),
    "/hides": HIDES,
    "/no-banner": shell(""),
}


def visits(
    paths: Mapping[str, Sequence[PrivacyMode]],
    pages: Mapping[str, str] = PAGES,
    *,
    search: bool = False,
    hosts: Mapping[str, str] | None = None,
    others: Mapping[str, Answer] | None = None,
    pace: Pace = FAST,
    view: BrowserView | None = None,
) -> dict[str, PrivacyVisit | Missing]:
    """Return what visits for privacy saw of each of *paths*, in one browser.

    Each path is visited without a choice, and in the modes it leads to; on HOST, unless *hosts*
    names another for it.
    """

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work(port: int) -> dict[str, PrivacyVisit | Missing]:
        pinned = {host: f"127.0.0.1:{port}" for host in (*HOSTS, *(hosts or {}).values())}
        settings = BrowserSettings(find_browser(None).path, pinned, ("*",))
        async with open_pool(
            settings, world=world_script(), allow=allow, deadlines=SHORT, view=view, tabs=5
        ) as pool:

            async def one(path: str) -> PrivacyVisit | Missing:
                url = f"http://{(hosts or {}).get(path, HOST)}{path}"
                seen = await pool.visit(url)
                page = Page(url, seen.evidence, seen.visit)
                return await visit_for_privacy(
                    pool, page, modes=paths[path], search=search, pace=pace
                )

            found = await asyncio.gather(*map(one, paths))
            return dict(zip(paths, found, strict=True))

    served: dict[str, Answer] = {**_OTHERS, **(others or {})}
    for path, body in pages.items():
        # What a design does on its own next page, it does there as well.
        served[path] = Answer(body.replace("/next", f"{path}/next"))
        served[f"{path}/next"] = served[path]
    with Site(served) as site:
        return asyncio.run(work(site.port))


_OTHERS = {
    "/platform": Answer(IN_FRAME),
    # A choice that the server keeps, as services without scripts do it.
    "/choose": Answer(
        status=303,
        headers={
            "Location": "/government",
            "Set-Cookie": "cookie_consent=no; Path=/; Max-Age=999999",
            "Connection": "close",
        },
    ),
    "/goodbye": Answer("<!doctype html><title>Bye</title><p>Goodbye from elsewhere.</p>"),
    "/never": Answer("late", delay=20),
    "/collect": Answer("", type="image/gif"),
}
