"""Traps in what a document holds: too much, too deep, too big, or not text at all."""

from __future__ import annotations

import asyncio
import functools
import struct
import zlib

from tests.hostile.call import Call, Trap, held, page, scripted


async def links_10_000(call: Call) -> None:
    """Link to ten thousand pages."""
    await _links(call, 10_000)


async def links_100_000(call: Call) -> None:
    """Link to a hundred thousand pages."""
    await _links(call, 100_000)


async def calendar(call: Call) -> None:
    """Link to the next day and the day before, of a calendar without end."""
    day = call.number("day")
    await call.page(
        f"Day {day}",
        f'<a href="/calendar?day={day + 1}">Next</a> <a href="/calendar/x?day={day + 2}">Later</a>'
        f' <a href="/calendar?session={day * 7919}&amp;day={day + 1}">Next, for you</a>',
    )


async def nested_paths(call: Call) -> None:
    """Link to itself with an address that grows with each step."""
    await call.page("Archive", '<a href="/nested-paths/a/b/../../' + call.rest + 'c/c/">Older</a>')


async def frames_60_deep(call: Call) -> None:
    """Hold a frame in a frame, sixty times."""
    level = call.number("level", 60)
    inner = f'<iframe title="Part" src="/frames-60-deep?level={level - 1}"></iframe>'
    await call.page(f"Level {level}", inner if level else '<p id="bottom">The bottom.</p>')


async def frames_without_end(call: Call) -> None:
    """Hold a frame in a frame, and so on until the browser has enough."""
    level = call.number("level")
    await call.page(
        "Parts",
        f'<iframe title="Part" src="/frames-without-end?level={level + 1}"></iframe>'
        f'<iframe title="Part" src="/frames-without-end?level={level + 1}&amp;second"></iframe>',
    )


async def frames_300(call: Call) -> None:
    """Hold three hundred frames side by side."""
    if call.rest:
        await call.page(f"Part {call.rest}")
        return
    frames = (f'<iframe title="Part {n}" src="/frames-300/{n}"></iframe>' for n in range(300))
    await call.page("Parts", "".join(frames))


async def long_title(call: Call) -> None:
    """Have a title of one megabyte."""
    await call.page("Long " * 200_000)


async def control_codes(call: Call) -> None:
    """Have NUL, terminal escapes, a change of direction and markup in title, ids and texts."""
    code = "\0\x1b]0;owned\x07\x1b[2J\x1b[31m\u202e</title><script>\r\n::error::x"
    await call.page(
        code,
        '<p id="a\0b\x1b[31m">a\0b</p>'
        '<img src="a\x1b.png" id="\x1b[2J" class="\u202e\ufeff\x7f\x9b">'
        '<a id="]]>&quot;\'`${7*7}{{7*7}}" href="/healthy"></a>',
        "document.title = 'NUL \\0 ESC \\x1b[31m CSI \\x9b LS \\u2028 half \\ud800 end';"
        "document.body.setAttribute('data-x', '\\0\\x1b\\ud83d'); document.querySelector('img').id="
        "'\\0\\x1b[2J\\udc00'",
    )


async def half_characters(call: Call) -> None:
    """Have halves of surrogate pairs, which are no text, wherever a script can put them."""
    await call.page(
        "Names",
        '<a href="/healthy">Home</a><img><input>',
        "const h = '\\ud800'; document.title = h; document.body.append(h);"
        "const a = document.querySelector('main a'); a.id = h; a.textContent = h;"
        "a.setAttribute('href', '/' + h + '?' + h); a.className = h; a.title = h;"
        "for (const e of document.querySelectorAll('img, input')) e.setAttribute('id', h);"
        "console.log(h); console.error(h); document.documentElement.lang = h;"
        "document.cookie = 'n' + h + '=' + h; fetch('/healthy?' + h)",
    )


async def strange_names(call: Call) -> None:
    """Have elements and attributes that no selector or XML document can name as they are."""
    await call.page(
        "Names",
        '<a:b"c.d#e><p 1="2" @click="x" :if="y" a"b=\'c\' <i=x>Text</p></a:b"c.d#e>'
        '<img id="1" class="1 a:b [c]"><img id="a b"><img id=""><img id="">'
        '<x-\U0001f3db id="x"><svg><title>T</title><foreignObject><p>In</p></foreignObject></svg>',
    )


async def many_elements(call: Call) -> None:
    """Have fifty thousand elements, nested three thousand deep."""
    # A parser stops at 512 levels, so a script builds them; of spans, which layout survives.
    await call.page(
        "Register",
        script="let deep = document.querySelector('main');"
        "for (let i = 0; i < 50000; i++) {"
        "const e = document.createElement(i < 47000 ? 'p' : 'span'); e.textContent = 'x';"
        "deep.append(e); if (i >= 47000) deep = e }",
    )


async def many_attributes(call: Call) -> None:
    """Have one element of 20,000 attributes, 20,000 classes and an id of a megabyte."""
    attributes = " ".join(f'data-a{n}="{n}"' for n in range(20_000))
    classes = " ".join(f"c{n}" for n in range(20_000))
    await call.page(
        "Register",
        f'<img {attributes} class="{classes}" id="{"i" * 1_000_000}" src="data:,{"x" * 1_000_000}"'
        ">",
    )


async def many_violations(call: Call) -> None:
    """Break a rule ten thousand times."""
    await call.page("Gallery", '<img src="data:,">' * 10_000)


async def huge_inline_script(call: Call) -> None:
    """Carry thirty megabytes of script in the page."""
    await call.page("Register", f'<script>const x = "{"x" * 30_000_000}"</script>')


async def pixel_bomb(call: Call) -> None:
    """Show a picture of fifty kilobytes that is more than a gigabyte once unpacked."""
    if call.rest:
        await call.answer(await asyncio.to_thread(_picture, 20_000), kind="image/png")
        return
    await call.page("Map", '<img src="/pixel-bomb/map.png" alt="Map of the town">')


async def entity_bomb(call: Call) -> None:
    """Be an XML page whose entities stand for billions of letters."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    await call.answer(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "lol">{levels}'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Entities</title></head>'
        "<body><p>&e10;</p><p>&file;</p></body></html>",
        kind="application/xhtml+xml",
    )


async def style_bomb(call: Call) -> None:
    """Have styles that are slow to match against many elements."""
    rules = "".join(
        f":has(:nth-last-child({n}n + 1 of .a{n}) ~ *) p {{ --a: {n} }}" for n in range(300)
    )
    await call.page("Register", f"<style>{rules}</style>" + '<p class="a1"><b>x</b></p>' * 1_000)


async def shadow_tower(call: Call) -> None:
    """Have shadow roots in shadow roots, five hundred deep, and a violation at the bottom."""
    await call.page(
        "Parts",
        '<div id="host"></div>',
        "let host = document.getElementById('host'); for (let i = 0; i < 500; i++) {"
        "const root = host.attachShadow({mode: 'open'}); host = document.createElement('div');"
        "root.append(host) } host.innerHTML = '<img src=\"data:,\">'",
    )


CONTENT: dict[str, Trap] = {
    "links-10-000": links_10_000,
    "links-100-000": links_100_000,
    "calendar": calendar,
    "nested-paths": nested_paths,
    "frames-60-deep": frames_60_deep,
    "frames-without-end": frames_without_end,
    "frames-300": frames_300,
    "inline-frames": scripted(
        "Parts",
        "const f = document.querySelectorAll('iframe');"
        "f[2].src = URL.createObjectURL(new Blob(['<p>blob</p><img>'], {type: 'text/html'}))",
        '<iframe title="One" src="data:text/html,<p>data</p><img>"></iframe>'
        '<iframe title="Two" srcdoc="<p>srcdoc</p><img>"></iframe><iframe title="Three"></iframe>'
        '<iframe title="Four" src="about:blank"></iframe><iframe title="Five" sandbox '
        'src="/healthy"></iframe><iframe title="Six" src="javascript:\'<p>js</p>\'"></iframe>'
        '<object data="/healthy" title="Seven"></object><embed src="/healthy" title="Eight">',
    ),
    "long-title": long_title,
    "control-codes": control_codes,
    "half-characters": half_characters,
    "strange-names": strange_names,
    "many-elements": many_elements,
    "many-attributes": many_attributes,
    "many-violations": many_violations,
    "huge-inline-script": huge_inline_script,
    "pixel-bomb": pixel_bomb,
    "tall": held("Archive", '<div style="height: 30000000px">Top</div><p>Bottom</p>'),
    "entity-bomb": entity_bomb,
    "style-bomb": style_bomb,
    "shadow-tower": shadow_tower,
    "no-links": held("Closed", ""),
    "frameset": scripted("Frames", "document.body.replaceWith(document.createElement('frameset'))"),
}


async def _links(call: Call, number: int) -> None:
    if call.rest:
        await call.page(f"Page {call.rest}")
        return
    links = (f'<a href="/{call.path}/{n}">Page {n}</a> ' for n in range(number))
    await call.answer(page("All pages", "".join(links)))


@functools.cache
def _picture(side: int) -> bytes:
    """Return a black PNG of one bit a pixel, *side* pixels square; *side* is divisible by 8."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    rows = b"".join([packer.compress(row) for _ in range(side)]) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
