"""Ask the page's own world which libraries it has, and who listens to other windows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from civiscope.browser.cdp import CdpError, CdpTimeout, Json
from civiscope.collectors.driver import PageDriver
from civiscope.model import MessageListener, RunningLibrary

_ASKED: Mapping[str, tuple[str, ...]] = {
    "DOMPurify": ("DOMPurify.version",),
    "YUI": ("YUI.version",),
    "angularjs": ("angular.version.full",),
    "axios": ("axios.VERSION",),
    "backbone.js": ("Backbone.VERSION",),
    "bootstrap": ("bootstrap.Tooltip.VERSION", "jQuery.fn.tooltip.Constructor.VERSION"),
    "ckeditor": ("CKEDITOR.version",),
    "d3": ("d3.version",),
    "dojo": ("dojo.version.toString()",),
    "ember": ("Ember.VERSION",),
    "handlebars": ("Handlebars.VERSION",),
    "jquery": ("jQuery.fn.jquery", "$.fn.jquery"),
    "jquery-migrate": ("jQuery.migrateVersion",),
    "jquery-ui": ("jQuery.ui.version",),
    "jquery-validation": ("jQuery.validator.version",),
    "jquery.datatables": ("jQuery.fn.dataTable.version",),
    "knockout": ("ko.version",),
    "lodash": ("_.runInContext && _.VERSION",),
    "moment.js": ("moment.version",),
    "mustache.js": ("Mustache.version",),
    "prototypejs": ("Prototype.Version",),
    "react": ("React.version",),
    "tinyMCE": ("tinymce.majorVersion + '.' + tinymce.minorVersion",),
    "underscore.js": ("!_.runInContext && _.VERSION",),
    "vue": ("Vue.version",),
}
"""Where libraries keep their version; names as in public lists of advisories."""
_VERSION = re.compile(r"v?(\d+(?:\.\d+){1,3}[\w.+-]{0,20})")
_MAX_LISTENERS = 20
_TIMEOUT_S = 5.0
_SHOWN = 120
_GROUP = "civiscope-running"
# Who sent a message is told by its origin or its source; code that names neither has not looked.
_CHECKS = re.compile(r"\borigin\b|\.source\b|\bisTrusted\b")
_TEXT = "function () { return Function.prototype.toString.call(this).slice(0, 20000); }"


async def running_libraries(tab: PageDriver) -> tuple[RunningLibrary, ...]:
    """Return the libraries that the page in *tab* says it runs, in order of name."""
    questions = [(name, each) for name, expressions in _ASKED.items() for each in expressions]
    parts = (f"(() => {{ try {{ return {each}; }} catch {{}} }})()" for _, each in questions)
    said: list[Any] | None = await _ask(tab, f"[{','.join(parts)}]")
    if not isinstance(said, list):
        # Something would have run code of the page; the browser then stops all of it.
        results = [await _ask(tab, each) for _, each in questions]
    else:
        results = said
    found: set[RunningLibrary] = set()
    for (name, _), result in zip(questions, results, strict=False):
        version = _VERSION.match(result) if isinstance(result, str) else None
        if version:
            found.add(RunningLibrary(name, version[1]))
    return tuple(sorted(found, key=lambda each: (each.name, each.version)))


async def _ask(tab: PageDriver, expression: str) -> Any:  # noqa: ANN401 - whatever the page has there
    params: Json = {
        "expression": expression,
        "returnByValue": True,
        # What we look at must not change because we look.
        "throwOnSideEffect": True,
        "timeout": 1000,
        "silent": True,
    }
    try:
        result = await tab.session.send("Runtime.evaluate", params, timeout=_TIMEOUT_S)
    except CdpTimeout:
        raise
    except CdpError:
        return None
    return None if "exceptionDetails" in result else result["result"].get("value")


async def message_listeners(tab: PageDriver) -> tuple[MessageListener, ...]:
    """Return the code of the page in *tab* that listens to messages from other windows."""
    found: list[MessageListener] = []
    named: Json = {"expression": "window", "objectGroup": _GROUP}
    window = await tab.session.send("Runtime.evaluate", named, timeout=_TIMEOUT_S)
    handle = {"objectId": window["result"]["objectId"]}
    told = await tab.session.send("DOMDebugger.getEventListeners", handle, timeout=_TIMEOUT_S)
    heard = [each for each in told["listeners"] if each["type"] == "message"]
    # One of them may be ours.
    for each in heard[: _MAX_LISTENERS + 1]:
        code = await _code(tab, each.get("originalHandler") or each.get("handler") or {})
        if tab.due_event and tab.due_event in code:
            continue
        line = int(each.get("lineNumber", 0)) + 1
        found.append(MessageListener(_beginning(code), line, bool(_CHECKS.search(code))))
    tab.session.post("Runtime.releaseObjectGroup", {"objectGroup": _GROUP})
    return tuple(sorted(found, key=lambda each: (each.line, each.code))[:_MAX_LISTENERS])


async def _code(tab: PageDriver, handler: Json) -> str:
    if "objectId" not in handler:
        return ""
    params: Json = {
        "objectId": handler["objectId"],
        "functionDeclaration": _TEXT,
        "returnByValue": True,
    }
    said = await tab.session.send("Runtime.callFunctionOn", params, timeout=_TIMEOUT_S)
    return str(said["result"].get("value", ""))


def _beginning(code: str) -> str:
    from civiscope.detectors import without_secrets

    # A function that was bound to something shows no code.
    plain = "" if "[native code]" in code else " ".join(without_secrets(code).split())
    return plain[:_SHOWN] + ("…" if len(plain) > _SHOWN else "")
