"""What came of a request of our own."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.model import Headers


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response, or why there was none."""

    url: str
    """Where the response came from, after redirects."""
    status: int | None = None
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    truncated: bool = False
    error: str = ""
    """A sentence; empty when the server answered."""
    connected: bool = True
    """Whether there was a server to talk to at all."""
    tls_failed: bool = False
    """Whether there was one, and no secure connection to it that we would trust."""

    @property
    def ok(self) -> bool:
        """Whether the server answered with success."""
        return self.status is not None and 200 <= self.status < 300
