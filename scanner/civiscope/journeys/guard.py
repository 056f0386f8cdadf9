"""What a journey may send, and where it may go: decided in the network layer."""

from __future__ import annotations

from collections.abc import Collection

from civiscope.web.urls import host_of, is_web_url, redact_url

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_MAX_NOTED = 50
_NOT_NAMED = "which the journey does not name; add it to hosts if it belongs to the service"


class JourneyGuard:
    """Lets a journey read at its own hosts, and send only while a step says so.

    A request that is not a GET leaves only while `sending`, and only to the hosts that the journey
    names. The page itself leads to those hosts only.
    """

    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = frozenset(host.removeprefix("www.") for host in hosts)
        self.sending = False
        """Whether the step that is under way may send."""
        self.stopped = ""
        """Why the page's own document was not let go where it was led, in words."""
        self.held: dict[str, None] = {}
        """What the page set out to send by itself, and was kept from."""
        self.sent: dict[str, None] = {}
        """What was sent because the journey says so."""

    def begin(self, *, sends: bool) -> None:
        """Begin a step."""
        self.sending, self.stopped = sends, ""

    def decide(self, url: str, method: str, main: bool) -> str:
        """Return why a request is stopped; empty to let it go."""
        if not is_web_url(url):
            return ""
        host = host_of(url)
        named = host.removeprefix("www.") in self._hosts
        told = f"{method} {redact_url(url).partition('?')[0]}"
        if method in _READING:
            why = "" if named or not main else f"it leads to {host}, {_NOT_NAMED}"
        elif not named:
            why = f"the form would be sent to {host}, {_NOT_NAMED}"
        elif not self.sending:
            why = f"it would send a form ({told}), and the step does not say so; add sends = true"
        else:
            self._note(self.sent, told)
            return ""
        if why and method not in _READING:
            self._note(self.held, told)
        if why and main:
            self.stopped = why
        return why

    def _note(self, where: dict[str, None], told: str) -> None:
        if len(where) < _MAX_NOTED:
            where[told] = None
