"""How the visit to each trap ends."""

from __future__ import annotations

# State and reason of the visit of each trap. More than one where it depends on the machine's speed
# how far the page gets before its time is up.
HANGS = {
    "hanging": {"failed timeout"},
    "hanging-after-head": {"failed timeout"},
    "hanging-parts": {"partial timeout", "partial hung"},
    "slow-drip": {"partial timeout"},
    "slow-head": {"failed timeout"},
    "endless-page": {"failed hung", "failed too-large", "partial hung", "partial timeout"},
    "endless-interim": {"failed timeout"},
    "goto-ftp": {"partial timeout"},
    "tls-silent": {"failed timeout"},
}
LOOPS = {
    "loop-at-load": {"failed hung"},
    "loop-after-load": {"failed hung"},
    "loop-later": {"complete", "partial hung", "failed hung"},
    "loop-in-microtasks": {"failed hung"},
    "loop-in-regexp": {"failed hung"},
    "looping-frame": {"failed hung"},
    "dialogs-without-end": {"failed hung"},
    "writes-without-pause": {"failed hung", "failed crashed"},
    "style-bomb": {"failed hung"},
    "console-flood": {"failed hung", "partial timeout", "partial hung", "complete"},
}
CRASHES = {
    "crash": {"failed crashed"},
    "crash-after-load": {"failed crashed"},
    "crash-later": {"complete", "failed crashed", "partial hung"},
    "crashing-frame": {"failed crashed"},
    "memory": {"complete"},
    "closes-itself": {"complete"},
    "no-document-element": {"failed no-document"},
    "no-body": {"complete"},
    "svg-document-element": {"complete"},
    "writes-for-ever": {"complete"},
    "debugger": {"complete"},
    "never-still": {"complete"},
    "endless-scroll": {"complete"},
    "looping-worker": {"complete"},
}
ANSWERS = {
    "redirect-loop": {"failed redirects"},
    "redirect-ever-on": {"failed redirects"},
    "reset": {"partial connection"},
    "garbage": {"failed invalid"},
    "no-content": {"failed no-page"},
    "empty": {"complete"},
    "password": {"failed login"},
    "not-packed": {"failed invalid"},
    "many-headers": {"complete"},
    "too-many-headers": {"failed invalid"},
    "header-repeated": {"complete"},
    "header-bytes": {"complete"},
    "png-as-html": {"complete"},
    "no-type": {"complete"},
    "broken-xhtml": {"complete"},
    "wrong-charset": {"complete"},
    "tls-untrusted": {"failed tls"},
    "tls-expired": {"failed tls"},
    "tls-plain": {"failed tls"},
    "refused": {"failed refused"},
    "redirect-file": {"failed redirects"},
    "redirect-data": {"failed redirects"},
    "goto-file": {"complete"},
    "websocket-flood": {"complete"},
    "event-stream": {"complete"},
    "request-flood": {"complete"},
}
FILES = (
    "download",
    "endless-download",
    "html-as-bytes",
    "json",
    "plain-text",
    "redirect-nowhere",
    "replaced-pages",
)
MOVES = {
    "location-bomb": {"failed navigation-loop"},
    "location-flood": {"failed navigation-loop", "partial timeout"},
    "location-after-load": {"failed navigation-loop"},
    "reload-loop": {"failed navigation-loop"},
    "meta-refresh": {"failed navigation-loop"},
    "refresh-header": {"failed navigation-loop"},
    "form-loop": {"failed navigation-loop"},
    "history-bomb": {"complete"},
    "history-without-end": {"complete"},
    "hash-bomb": {"complete"},
    "blank": {"failed left"},
    "unload-question": {"failed navigation-loop", "failed hung", "complete"},
    "dialogs": {"complete"},
    "dialogs-after-load": {"complete"},
    "popups": {"complete"},
    "popups-of-popups": {"complete"},
    "offered-download": {"complete"},
    "permissions": {"complete"},
    "service-worker": {"complete"},
    "cookie-jar": {"complete"},
    "storage-bomb": {"complete"},
    "error-flood": {"complete"},
}
MASSES = {
    "brotli-bomb": {"failed hung", "failed timeout", "partial hung", "partial timeout"},
    "gzip-bomb": {"failed hung", "failed timeout", "partial hung", "partial timeout"},
    "console-huge": {"complete", "partial timeout", "partial hung"},
    "links-100-000": {"failed hung", "partial hung"},
    "long-title": {"complete", "partial hung"},
    "many-attributes": {"complete", "partial hung"},
    "many-violations": {"complete", "partial hung"},
    "huge-inline-script": {"complete", "partial timeout", "partial hung"},
    "pixel-bomb": {"complete", "partial hung"},
    "tall": {"complete", "partial hung"},
    "entity-bomb": {"complete", "partial hung"},
    "shadow-tower": {"complete", "partial hung"},
}
FRAMES = {
    "frames-60-deep": {"complete", "partial timeout"},
    "frames-without-end": {"partial timeout", "partial hung", "failed hung"},
    "frames-300": {"partial timeout", "partial hung", "complete"},
}
TEXTS = {
    "control-codes": {"complete"},
    "half-characters": {"complete"},
    "strange-names": {"complete"},
    "frameset": {"complete"},
    "no-links": {"complete"},
    "calendar": {"complete"},
    "nested-paths": {"complete"},
    "links-odd": {"complete"},
    "links-schemes": {"complete"},
}
# From a site that is not on a private network. Nothing of these may be reached.
LEADS = {
    "goto-private": {"failed private"},
    "goto-metadata": {"failed private"},
    "goto-inner": {"failed private"},
    "goto-inner-after-load": {"failed private"},
    "goto-elsewhere": {"failed private"},
    "refresh-inner": {"failed private"},
    "redirect-private": {"failed private"},
    "redirect-metadata": {"failed private"},
    "links-private": {"complete"},
    "base-private": {"complete"},
}
TAMPERED = (
    "violations",
    "hidden-elements",
    "broken-language",
    "fake-engine",
    "stopped-clocks",
    "clobbered-document",
)
BREAKERS = ("clobbered-form", "many-elements")
"""Pages on which axe-core itself breaks."""
