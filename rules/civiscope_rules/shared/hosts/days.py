"""Days of certificates."""

from __future__ import annotations

from datetime import UTC, datetime

from civiscope.model.transport import Certificate, TlsServer

DAY = 86400


def day(seconds: float) -> str:
    """Return a day as people write it in files."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def readable(tls: TlsServer) -> Certificate | None:
    """Return the server's own certificate; None when there is none that can be read."""
    return tls.chain[0] if tls.chain and not tls.chain[0].error else None
