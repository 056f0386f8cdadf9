"""Record what the browser's console would show while a page is visited."""

from __future__ import annotations

from civiscope.browser.cdp import Json, Session
from civiscope.collectors.page.network_values import cut_url
from civiscope.model import ConsoleMessage
from civiscope.web.urls import redact_url

MAX_MESSAGES = 200
_MAX_TEXT = 500


class ConsoleRecorder:
    """Listens to console calls, uncaught exceptions and the browser's own log."""

    def __init__(self) -> None:
        self._messages: list[ConsoleMessage] = []
        self.total = 0

    def begin(self) -> None:
        """Forget the last visit."""
        self._messages = []
        self.total = 0

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        session.on("Runtime.consoleAPICalled", self._on_console_call)
        session.on("Runtime.exceptionThrown", self._thrown)
        session.on("Log.entryAdded", self._on_log_entry)

    def messages(self) -> tuple[ConsoleMessage, ...]:
        """Return what was recorded since `begin`, at most 200 messages."""
        return tuple(self._messages)

    def _add(self, level: str, source: str, text: str, url: str, line: int | None) -> None:
        self.total += 1
        if len(self._messages) < MAX_MESSAGES:
            url = redact_url(cut_url(url))
            self._messages.append(ConsoleMessage(level, source, text[:_MAX_TEXT], url, line))

    def _on_console_call(self, event: Json) -> None:
        if self.total >= MAX_MESSAGES:
            self.total += 1
            return
        values = (str(a.get("value", a.get("description", ""))) for a in event.get("args", ())[:10])
        url, line = _where(event)
        self._add(event["type"], "console", " ".join(values), url, line)

    def _thrown(self, event: Json) -> None:
        details = event["exceptionDetails"]
        text = details.get("exception", {}).get("description") or details.get("text", "")
        where = details.get("url", "") or _where(details)[0]
        self._add("error", "exception", text.split("\n")[0], where, details.get("lineNumber"))

    def _on_log_entry(self, event: Json) -> None:
        entry = event["entry"]
        # Text that a timer was given as code is told of without its script, with a line of ours.
        url = entry.get("url", "")
        self._add(
            entry["level"],
            entry["source"],
            entry["text"],
            url,
            entry.get("lineNumber") if url else None,
        )


def _where(event: Json) -> tuple[str, int | None]:
    frames = event.get("stackTrace", {}).get("callFrames", ())
    return (frames[0]["url"], frames[0]["lineNumber"]) if frames else ("", None)
