"""The header fields of the demo: good ones by default, gaps only where a page asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from civiscope.demo.messages import DemoOrigins

Changes = Mapping[str, str | None]
"""Fields of one page that differ from the usual: another value, or None for not sent."""


def main_headers(
    origins: DemoOrigins, changes: Changes | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the fields of the council's site, and of any page that does nothing unusual."""
    usual = {
        # A product name without a version: what an attacker can use is the number.
        "Server": "larkmere-web",
        "Content-Security-Policy": policy(origins),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-cache",
    }
    return _change_fields(usual, changes)


def third_headers(
    origins: DemoOrigins, changes: Changes | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the fields of the map and counter, which other sites may embed."""
    usual = {
        "Server": "mapmakers",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {origins.main}"
        ),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    return _change_fields(usual, changes)


def policy(
    origins: DemoOrigins,
    *,
    script: str = "'self'",
    frame: str = "'none'",
    more_images: str = "",
    ancestors: str = "'none'",
) -> str:
    """Return the Content-Security-Policy of the council's pages.

    Empty *ancestors* leave the directive out.
    """
    images = f"'self' {origins.second} {more_images}".strip()
    directives = [
        "default-src 'none'",
        f"script-src {script}",
        "style-src 'self'",
        f"img-src {images}",
        "connect-src 'self'",
        f"frame-src {frame}",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    if ancestors:
        directives.append(f"frame-ancestors {ancestors}")
    return "; ".join(directives)


def _change_fields(usual: dict[str, str], changes: Changes | None) -> tuple[tuple[str, str], ...]:
    merged: dict[str, str | None] = {**usual, **(changes or {})}
    return tuple((name, value) for name, value in merged.items() if value is not None)
