"""Traps in where a page leads: into the private network, to files, to schemes of old."""

from __future__ import annotations

from tests.hostile.call import Call, Trap, held, page, scripted

PRIVATE = (
    "http://10.0.0.1/",
    "http://192.168.0.1/admin",
    "http://169.254.169.254/nothing-here",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[fd00::1]/",
    "http://0x0a000001/",
    "http://167772161/",
    "http://10.1/",
    "http://0.0.0.0/",
    "http://100.64.0.1/",
)
"""Addresses in networks that a public page has no business in, in several spellings."""

SCHEMES = (
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "ftp://ftp.example.org/",
    "view-source:http://127.0.0.1/",
    "chrome://version/",
    "javascript:alert(1)",
    "data:text/html,<h1>data</h1>",
    "blob:http://127.0.0.1/00000000-0000-0000-0000-000000000000",
    "about:blank",
    "filesystem:http://127.0.0.1/temporary/a",
    "mailto:clerk@example.gov",
    "tel:+15550100",
    "gopher://example.org/",
    "ws://127.0.0.1/",
    "intent://example.org/#Intent;end",
)
"""Addresses of schemes that are no web pages."""

ODD = (
    "http://",
    "http:///",
    "http://[",
    "http://[::1",
    "http://%/",
    "http://%00/",
    "http://a b/",
    "http://host.example.org:99999/",
    "http://host.example.org:port/",
    "http://clerk:secret@host.example.org/",
    "//",
    "///",
    "?",
    "#",
    "",
    " \t\n/healthy\t\n?white=space ",
    "\\\\host.example.org\\share",
    "http:healthy",
    "/%",
    "/%zz%00%ff",
    "/\x7f\x1b[31m",
    "/caf\u00e9?\u00e9=\u20ac",
    "http://xn--a/",
    "http://xn--mnchen-3ya.example.org:0/",
    "http://m\u00fcnchen.example.org/",
    "http://\u2488.example.org/",
    "http://" + "a" * 300 + ".example.org/",
    "http://" + ".".join("a" * 200) + "/",
    "/" + "long/" * 20_000,
    "/" + "../" * 100 + "healthy",
    "/healthy/" + "?" * 500,
    "/healthy#:~:text=nine",
    "/" + "\u202e" + "lmth",
)
"""Links that are hard to read; none leads anywhere that matters."""


async def redirect_private(call: Call) -> None:
    """Redirect to a server on a private address that really answers."""
    await call.redirect(f"{call.inner}/by-redirect")


async def redirect_metadata(call: Call) -> None:
    """Redirect to where clouds keep the keys of a machine."""
    await call.redirect("http://169.254.169.254/nothing-here")


async def redirect_file(call: Call) -> None:
    """Redirect to a file of the scanner's own machine."""
    await call.redirect("file:///etc/passwd")


async def redirect_data(call: Call) -> None:
    """Redirect to a page that is its own address."""
    await call.redirect("data:text/html,<h1>data</h1>")


async def parts_private(call: Call) -> None:
    """Load pictures, frames, styles, scripts, data and sockets from a private server."""
    if call.rest:
        # A part that is asked for here, and answered with a redirect to there.
        await call.redirect(f"{call.inner}/part-by-redirect")
        return
    there = call.inner
    await call.page(
        "Parts",
        f'<img src="{there}/picture" alt="Town hall">'
        f'<iframe src="{there}/frame" title="Map"></iframe>'
        f'<link rel="stylesheet" href="{there}/style"><script src="{there}/script"></script>'
        f'<object data="{there}/object" title="Plan"></object>'
        f'<video src="{there}/video"></video><link rel="prefetch" href="{there}/prefetch">'
        '<img src="/parts-private/picture" alt="Town hall">'
        f'<form id="f" action="{there}/form" method="post" target="sink"></form>'
        '<iframe name="sink" title="Sink"></iframe>',
        f"fetch('{there}/fetch', {{mode: 'no-cors'}}); navigator.sendBeacon('{there}/beacon', 'x');"
        f"new WebSocket('{there.replace('http', 'ws')}/socket'); new EventSource('{there}/events');"
        f"open('{there}/popup'); document.getElementById('f').submit();"
        f"const work = `fetch('{there}/worker', {{mode: 'no-cors'}})`;"
        "new Worker(URL.createObjectURL(new Blob([work])))",
    )


async def links_private(call: Call) -> None:
    """Link to private addresses, one of which really answers."""
    await call.page("Links", _links((f"{call.inner}/by-link", *PRIVATE)))


async def base_private(call: Call) -> None:
    """Let a base address turn ordinary links into private ones."""
    body = page("Links", '<a href="by-base">Services</a>')
    await call.answer(body.replace("<head>", f'<head><base href="{call.inner}/">'))


def _links(addresses: tuple[str, ...]) -> str:
    shown = (address.replace("&", "&amp;").replace('"', "&quot;") for address in addresses)
    return "".join(f'<p><a href="{address}">Link {n}</a></p>' for n, address in enumerate(shown))


ADDRESSES: dict[str, Trap] = {
    "goto-private": scripted("Moving", "location.href = 'http://10.0.0.1/'"),
    "goto-metadata": scripted("Moving", "location.href = 'http://169.254.169.254/nothing-here'"),
    "goto-inner": scripted("Moving", "location.href = 'INNER/by-script'"),
    "goto-inner-after-load": scripted(
        "Moving",
        "addEventListener('load', () => setTimeout(() => { location.href = 'INNER/late' }))",
    ),
    "goto-file": scripted("Moving", "location.href = 'file:///etc/passwd'"),
    "goto-ftp": scripted("Moving", "location.href = 'ftp://ftp.example.org/'"),
    "goto-elsewhere": scripted("Moving", "location.href = 'OTHER/healthy/elsewhere'"),
    "refresh-inner": held("Moving", '<meta http-equiv="refresh" content="0;url=INNER/by-refresh">'),
    "redirect-private": redirect_private,
    "redirect-metadata": redirect_metadata,
    "redirect-file": redirect_file,
    "redirect-data": redirect_data,
    "parts-private": parts_private,
    "links-private": links_private,
    "links-schemes": held("Links", _links(SCHEMES)),
    "links-odd": held("Links", _links(ODD)),
    "base-private": base_private,
}
