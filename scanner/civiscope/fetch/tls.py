"""The TLS context of our own requests: trusts what browsers trust."""

from __future__ import annotations

import ssl
from pathlib import Path


def trusting_context(ca: Path | None = None, *, system: bool = True) -> ssl.SSLContext:
    """Return a context that trusts the system's roots and those in the PEM file *ca*.

    Without *system* only those in the file are trusted.

    Raises OSError when *ca* cannot be read.
    """
    context = ssl.create_default_context(cafile=None if system else ca)
    take_as_browsers_do(context)
    if ca is not None and system:
        context.load_verify_locations(ca)
    return context


def any_server_context() -> ssl.SSLContext:
    """Return a context that talks to any server, trusted or not, over any TLS it can."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # nosec B323 # for robots.txt and sitemaps only
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def take_as_browsers_do(context: ssl.SSLContext) -> None:
    """Let *context* take certificates that lack what RFC 5280 asks for and browsers do not.

    Python 3.13 began to refuse them (for want of an authority key identifier, say). Rules tell of
    such certificates; a request need not fail for one.
    """
    strict = int(ssl.VerifyFlags.VERIFY_X509_STRICT)
    context.verify_flags = ssl.VerifyFlags(int(context.verify_flags) & ~strict)
