"""Know that nothing is due on a page: no timer, no frame to draw, nothing that moves or plays.

The page's own scripts put things off by timers and frames; a script in the page's world notes when.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

_FRAME_MS = 100
_SELDOM = """(() => {
  const tell = (ms) => dispatchEvent(new UIEvent(EVENT, { cancelable: true, detail: -ms }));
  const go = () => { observer.disconnect(); tell(1); };
  // A script that does change something may do it a little with each frame.
  const observer = new MutationObserver(go);
  const all = { attributes: true, characterData: true, childList: true, subtree: true };
  for (const root of civiscopeRest.roots()) observer.observe(root, all);
  tell(FRAME);
  setTimeout(go, MS);
})()""".replace("FRAME", str(_FRAME_MS))


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("civiscope.browser") / "due.js").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def natives() -> str:
    """Return statements by which scripts in the page's world take the place of natives unseen."""
    return (files("civiscope.browser") / "natives.js").read_text(encoding="utf-8").strip()


def due_script(event: str) -> str:
    """Return an expression for the page's world that answers the event of that name from then on.

    It stands after `natives()`.
    """
    return _script().replace("DUE_EVENT", json.dumps(event)).replace("DUE_NAME", event)


def document_script(event: str) -> str:
    """Return a script that answers the event of that name, and runs before all of a document."""
    return f"(() => {{ const scope = globalThis;\n{natives()}\n{due_script(event)};\n}})();"


def question(event: str, seconds: float, *, endless: bool) -> str:
    """Return what to evaluate in our world of the page: whether nothing is due within *seconds*.

    With *endless*, animations without end are let pass: they bring nothing new.
    """
    asked = {"event": event, "ms": round(seconds * 1000), "endless": endless}
    return f"civiscopeWaiting.nothingDue({json.dumps(asked)})"


def question_of_stillness(event: str, seconds: float) -> str:
    """Return the same for a page of which also no script asked how much movement is wanted."""
    return f"civiscopeWaiting.standsStill({json.dumps(event)}, {round(seconds * 1000)})"


def question_of_frame(event: str, seconds: float) -> str:
    """Return the same for a frame, which may let no script run: nothing is waited for."""
    details = f"{{ cancelable: true, detail: {round(seconds * 1000)} }}"
    return f"!dispatchEvent(new UIEvent({json.dumps(event)}, {details}))"


def seldom(event: str, seconds: float) -> str:
    """Return what to evaluate in our world of a page that is waited for, for so many *seconds*.

    Scripts that draw frame after frame are given one in a tenth of a second, until one changes
    something in the document.
    """
    asked = _SELDOM.replace("EVENT", json.dumps(event))
    return asked.replace("MS", str(round(seconds * 1000)))
