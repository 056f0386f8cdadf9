"""Traps in what a page's scripts do to the browser, all on pages that look like any other."""

from __future__ import annotations

from tests.hostile.call import Call, Trap, page, scripted
from tests.hostile.crashing import ASK

from civiscope.browser.process import HEAP_MB

_AFTER_LOAD = "addEventListener('load', () => setTimeout(() => {%s}, %d))"

# Busy for a minute, which is for ever to a scan: nothing is left that runs on if a guard fails.
_FOR_A_MINUTE = "for (const end = Date.now() + 60000; Date.now() < end;)"
_LOOP = f"{_FOR_A_MINUTE};"

# Half of what a page may have, in numbers that the garbage collector need not look into, and kept.
_TAKE_MEMORY = (
    f"window.taken = []; for (let i = 0; i < {HEAP_MB // 16}; i++)"
    " taken.push(new Array(1e6).fill(1.5))"
)

_WORKER = f"new Worker(URL.createObjectURL(new Blob(['{_LOOP}'])))"


async def service_worker(call: Call) -> None:
    """Answer everything on this site from a worker in the browser, with a clean page."""
    if call.rest != "worker.js":
        # Unlabelled, so that a true look at the page has something to say.
        await call.page(
            "Register",
            '<input id="unlabelled"><p id="true">As the server sent it.</p>',
            "navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());"
            "navigator.serviceWorker.register('/service-worker/worker.js', {scope: '/'})",
        )
        return
    clean = repr(page("Register", "<p>All is well.</p>"))
    await call.answer(
        "addEventListener('install', () => skipWaiting());"
        "addEventListener('activate', e => e.waitUntil(clients.claim()));"
        f"addEventListener('fetch', e => e.respondWith(new Response({clean},"
        "{headers: {'Content-Type': 'text/html', 'Strict-Transport-Security': 'max-age=1'}})))",
        kind="text/javascript",
        fields=[("Service-Worker-Allowed", "/")],
    )


async def location_bomb(call: Call) -> None:
    """Go to a new address as soon as each page is there."""
    await call.page(
        "Moving",
        script=f"location.href = '/location-bomb/{call.number('n') + 1}?n={call.number('n') + 1}'",
    )


async def location_after_load(call: Call) -> None:
    """Go to a new address a moment after each page has loaded."""
    onward = f"location.href = '/location-after-load?n={call.number('n') + 1}'"
    await call.page("Moving", script=_AFTER_LOAD % (onward, 50))


async def meta_refresh(call: Call) -> None:
    """Let the page ask for itself again at once, without a script."""
    again = call.number("n") + 1
    await call.page(
        "Moving", f'<meta http-equiv="refresh" content="0;url=/meta-refresh?n={again}">'
    )


async def refresh_header(call: Call) -> None:
    """Let a header ask for the page again at once."""
    await call.page("Moving", fields=[("Refresh", "0")])


async def form_loop(call: Call) -> None:
    """Send a form to itself as soon as the page is there."""
    form = '<form action="/form-loop"><input type="hidden" name="n" value="1"></form>'
    await call.page("Moving", form, "document.forms[0].submit()")


async def cookie_jar(call: Call) -> None:
    """Fill the jar until the server refuses every later request of the same browser."""
    fields = [("Set-Cookie", f"c{n}={'v' * 1000}; Path=/; Max-Age=9999") for n in range(50)]
    await call.page("Register", fields=fields)


async def offered_download(call: Call) -> None:
    """Make the browser fetch 30 files, by clicking their links for it."""
    if call.rest:
        await call.answer(b"PK", kind="application/zip")
        return
    await call.page(
        "Forms",
        script="for (let i = 0; i < 30; i++) {"
        "const a = document.createElement('a');"
        "a.href = '/offered-download/' + i; a.download = ''; a.click() }",
    )


async def looping_frame(call: Call) -> None:
    """Hold a frame of another site that comes back from its script after a minute."""
    if call.rest:
        await call.page("Map", script=_AFTER_LOAD % (_LOOP, 0))
        return
    await call.page("Map", f'<iframe title="Map" src="{call.other}/looping-frame/map"></iframe>')


async def crashing_frame(call: Call) -> None:
    """Hold a frame of another site whose renderer crashes."""
    if call.rest:
        await call.page("Map", script=_AFTER_LOAD % (ASK, 0))
        return
    await call.page("Map", f'<iframe title="Map" src="{call.other}/crashing-frame/map"></iframe>')


async def popups_of_popups(call: Call) -> None:
    """Open two windows that each open two windows."""
    await call.page("Offers", script="open('/popups-of-popups?a'); open('/popups-of-popups?b')")


async def unload_question(call: Call) -> None:
    """Ask before leaving, and leave."""
    await call.page(
        "Application",
        script="addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'a' });"
        f"addEventListener('unload', () => {{ {_LOOP} }});"
        + _AFTER_LOAD
        % ("location = '/healthy'", 0),
    )


SCRIPTS: dict[str, Trap] = {
    # The main thread does not come back.
    "loop-at-load": scripted("Search", _LOOP),
    "loop-after-load": scripted("Search", _AFTER_LOAD % (_LOOP, 0)),
    "loop-later": scripted("Search", _AFTER_LOAD % (_LOOP, 400)),
    "loop-in-microtasks": scripted(
        "Search",
        "const end = Date.now() + 60000;"
        "(function f() { if (Date.now() < end) Promise.resolve().then(f) })()",
    ),
    "loop-in-regexp": scripted(
        "Search",
        # A third of a second each; a single one would take the age of the universe.
        f"{_FOR_A_MINUTE} /^(a|a)*$/.test('a'.repeat(24) + 'b')",
    ),
    "looping-frame": looping_frame,
    "looping-worker": scripted("Search", f"{_WORKER}; {_WORKER}"),
    "debugger": scripted("Search", "setInterval(() => { debugger }, 1); debugger"),
    "never-still": scripted(
        "News",
        "let n = 0; (function f() { const p = document.createElement('p'); p.textContent = n++;"
        "document.body.append(p); if (n > 50) document.querySelector('body > p').remove();"
        "requestAnimationFrame(f) })()",
    ),
    "endless-scroll": scripted(
        "News",
        "const more = () => { for (let i = 0; i < 99; i++) { const p = document.createElement('p');"
        "p.textContent = 'News'; document.body.append(p) } };"
        "more(); addEventListener('scroll', more);"
        "new IntersectionObserver(more).observe(document.querySelector('footer'))",
    ),
    # Windows in the way.
    "dialogs": scripted(
        "Offers",
        "for (let i = 0; i < 14; i++) { alert('a' + i); confirm('b'); prompt('c', 'd') } print()",
    ),
    "dialogs-without-end": scripted("Offers", f"{_FOR_A_MINUTE} alert('Wait')"),
    "dialogs-after-load": scripted("Offers", _AFTER_LOAD % ("setInterval(alert, 1)", 0)),
    "unload-question": unload_question,
    "popups": scripted("Offers", "for (let i = 0; i < 50; i++) open('/healthy?' + i, 'w' + i)"),
    "popups-of-popups": popups_of_popups,
    "offered-download": offered_download,
    "permissions": scripted(
        "Near you",
        "navigator.geolocation.getCurrentPosition(() => 0); Notification.requestPermission();"
        "navigator.mediaDevices?.getUserMedia({video: true, audio: true}).catch(() => 0);"
        "document.documentElement.requestFullscreen().catch(() => 0)",
    ),
    # The renderer dies.
    "crash": scripted("Search", ASK, '<img src="/hanging" alt="">'),
    "crash-after-load": scripted("Search", _AFTER_LOAD % (ASK, 0)),
    "crash-later": scripted("Search", _AFTER_LOAD % (ASK, 400)),
    "crashing-frame": crashing_frame,
    "memory": scripted("Search", _TAKE_MEMORY),
    "closes-itself": scripted("Search", _AFTER_LOAD % ("close()", 0)),
    # Where the browser is.
    "history-bomb": scripted(
        "Moving", "for (let i = 0; i < 20000; i++) history.pushState({}, '', '/history-bomb/' + i)"
    ),
    "history-without-end": scripted(
        "Moving",
        "let n = 0; setInterval(() => history.pushState({}, '', '/history-without-end/' + n++), 1)",
    ),
    "hash-bomb": scripted("Moving", "for (let i = 0; i < 5000; i++) location.hash = 'h' + i"),
    "location-bomb": location_bomb,
    "location-flood": scripted(
        "Moving", "for (let i = 0; i < 5000; i++) location.href = '/location-flood?' + i"
    ),
    "location-after-load": location_after_load,
    "reload-loop": scripted("Moving", "addEventListener('load', () => location.reload())"),
    "meta-refresh": meta_refresh,
    "refresh-header": refresh_header,
    "form-loop": form_loop,
    "blank": scripted("Moving", _AFTER_LOAD % ("location.href = 'about:blank'", 0)),
    # The browser's stores and its console.
    "service-worker": service_worker,
    "cookie-jar": cookie_jar,
    "storage-bomb": scripted(
        "Register",
        "for (let i = 0; i < 60; i++) document.cookie = 's' + i + '=' + 'v'.repeat(3000);"
        "try { for (let i = 0; i < 100; i++) localStorage.setItem('k' + i, 'v'.repeat(1e6)) }"
        " catch (e) {}"
        "const ask = indexedDB.open('a'); ask.onupgradeneeded = () =>"
        " ask.result.createObjectStore('b'); ask.onsuccess = () => { const put = ask.result"
        ".transaction('b', 'readwrite').objectStore('b'); for (let i = 0; i < 100; i++)"
        " put.put('v'.repeat(1e6), i) }",
    ),
    "console-flood": scripted(
        "Search", "for (let i = 0; i < 100000; i++) console.log('line', i, {a: [i]})"
    ),
    "console-huge": scripted(
        "Search",
        "console.error('\\x1b[31m' + 'e'.repeat(5e7)); console.error('::error::\\ud800\\0');"
        "setTimeout(() => { throw new Error('\\n::warning::' + 'x'.repeat(1e6)) })",
    ),
    "error-flood": scripted("Search", "setInterval(() => { throw new Error('again') }, 0)"),
    # The document goes away while it is looked at.
    "writes-for-ever": scripted(
        "News",
        "const again = () => { document.open(); document.write('<title>News</title><p>News');"
        "document.close(); setTimeout(again, 1) };"
        "addEventListener('load', () => setTimeout(again))",
    ),
    "writes-without-pause": scripted("News", f"{_FOR_A_MINUTE} document.write('<p>More news')"),
    "no-document-element": scripted("News", _AFTER_LOAD % ("document.documentElement.remove()", 0)),
    "no-body": scripted("News", "document.body.remove()"),
    "svg-document-element": scripted(
        "News",
        "document.replaceChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'),"
        " document.documentElement)",
    ),
}
