"""Traps that hide what is wrong with a page from whoever looks with the page's own functions.

All hold the same document, with one violation each of the nine rules in KNOWN_VIOLATIONS.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.hostile.call import Call, Trap

KNOWN_VIOLATIONS = frozenset(
    {
        "button-name",
        "color-contrast",
        "document-title",
        "html-has-lang",
        "image-alt",
        "label",
        "link-name",
        "list",
        "select-name",
    }
)
"""Rules of axe-core that every page of this module breaks exactly once."""

_VIOLATIONS = """<main><h1>Register</h1>
<p>Fill in the form.</p>
<p style="color: #bbb; background: #fff">Too pale to read.</p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">
<a href="/healthy"></a>
<button type="button"></button>
<input type="text">
<select><option>One</option></select>
<ul><div>Not an item</div></ul>
</main>"""

_HIDE_ELEMENTS = """
const none = () => [];
for (const kind of [Document, Element, DocumentFragment]) {
  kind.prototype.querySelectorAll = none;
  kind.prototype.querySelector = () => null;
  kind.prototype.getElementsByTagName = none;
}
Element.prototype.matches = () => false;
Element.prototype.closest = () => null;
Element.prototype.getAttribute = () => 'labelled';
Element.prototype.hasAttribute = () => true;
Object.defineProperty(Node.prototype, 'childNodes', {get: none});
Object.defineProperty(Element.prototype, 'children', {get: none});
document.createTreeWalker = () => ({nextNode: () => null});
window.getComputedStyle = () => ({getPropertyValue: () => 'none', display: 'none'});
"""

_BREAK_LANGUAGE = """
Array.prototype.map = Array.prototype.filter = Array.prototype.flatMap = () => [];
Array.prototype.push = function () { return this.length };
Array.prototype.toJSON = () => [];
Object.prototype.toJSON = () => ({violations: [], passes: [1]});
Array.from = Object.keys = Object.entries = () => [];
JSON.stringify = () => '{"violations": [], "passes": []}';
JSON.parse = () => ({});
Set.prototype.has = Map.prototype.has = () => true;
String.prototype.includes = RegExp.prototype.test = () => true;
Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => () => [];
"""

_FAKE_ENGINE = """
const answer = {violations: [], passes: [], incomplete: [], inapplicable: []};
const engine = Object.freeze({version: '4.99.0', configure() {}, reset() {}, setup() {},
  run: () => Promise.resolve(answer), runPartial: () => Promise.resolve({results: [], frames: []}),
  finishRun: () => Promise.resolve(answer), getRules: () => [], utils: Object.freeze({})});
for (const name of ['axe', '__axe', 'civiscope', '__civiscope'])
  Object.defineProperty(window, name, {value: engine, writable: false, configurable: false});
Object.defineProperty(window, 'module', {value: Object.freeze({exports: engine})});
Object.freeze(window.Object.prototype);
"""

_STOP_CLOCKS = """
window.setTimeout = window.setInterval = window.requestAnimationFrame = () => 1;
window.requestIdleCallback = window.queueMicrotask = () => 1;
Date.now = performance.now = () => 0;
window.Promise = class { then() { return this } catch() { return this } };
window.MutationObserver = window.PerformanceObserver = class { observe() {} disconnect() {} };
window.fetch = () => new Promise();
Object.defineProperty(document, 'readyState', {get: () => 'loading'});
"""

# Elements whose names stand in for properties of the document and of a form. Unlike scripts, they
# are seen from every world.
_CLOBBER = "".join(
    f'<img name="{name}" id="{name}" alt="" src="data:,">'
    for name in (
        "body",
        "documentElement",
        "querySelectorAll",
        "querySelector",
        "getElementById",
        "createElement",
        "createTreeWalker",
        "implementation",
        "defaultView",
        "title",
        "cookie",
        "URL",
        "readyState",
    )
)
_CLOBBER_FORM = "<form>{fields}</form>".format(
    fields="".join(
        f'<input type="hidden" name="{name}">'
        for name in (
            "nodeName",
            "nodeType",
            "tagName",
            "attributes",
            "children",
            "childNodes",
            "firstChild",
            "parentNode",
            "getAttribute",
            "hasAttribute",
            "querySelectorAll",
            "matches",
            "shadowRoot",
            "ownerDocument",
            "getBoundingClientRect",
            "id",
            "className",
        )
    )
)


def _tampered(script: str, extra: str = "") -> Callable[[Call], Awaitable[None]]:
    async def answer(call: Call) -> None:
        code = f"<script>{script}</script>" if script else ""
        await call.answer(
            f'<!doctype html><html><head><meta charset="utf-8">{code}</head>'
            f"<body>{extra}{_VIOLATIONS}</body></html>"
        )

    return answer


TAMPERING: dict[str, Trap] = {
    "violations": _tampered(""),
    "hidden-elements": _tampered(_HIDE_ELEMENTS),
    "broken-language": _tampered(_BREAK_LANGUAGE),
    "fake-engine": _tampered(_FAKE_ENGINE),
    "stopped-clocks": _tampered(_STOP_CLOCKS),
    "clobbered-document": _tampered("", _CLOBBER),
    "clobbered-form": _tampered("", _CLOBBER_FORM),
}
