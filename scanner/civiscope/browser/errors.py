"""Put the browser's network errors into words."""

from __future__ import annotations

from civiscope.model.reasons import Reason

_REASONS: dict[str, tuple[Reason, str]] = {
    "NAME_NOT_RESOLVED": ("dns", "The host name does not resolve"),
    "NAME_RESOLUTION_FAILED": ("dns", "The host name does not resolve"),
    "DNS_": ("dns", "The host name could not be looked up"),
    "CONNECTION_REFUSED": ("refused", "The server refuses the connection"),
    "CONNECTION_TIMED_OUT": ("timeout", "The server does not answer"),
    "TIMED_OUT": ("timeout", "The server does not answer"),
    "CONNECTION_": ("connection", "The connection broke"),
    "SOCKET_NOT_CONNECTED": ("connection", "The connection broke"),
    "EMPTY_RESPONSE": ("connection", "The server closed the connection without an answer"),
    "ADDRESS_UNREACHABLE": ("connection", "The server cannot be reached from here"),
    "INTERNET_DISCONNECTED": ("connection", "This machine has no network connection"),
    "NETWORK_": ("connection", "The network failed"),
    "PROXY_": ("connection", "The proxy failed"),
    "CERT_": ("tls", "The browser does not trust the server's certificate"),
    "SSL_": ("tls", "The secure connection could not be made"),
    "TOO_MANY_REDIRECTS": ("redirects", "The redirects do not end"),
    "UNSAFE_REDIRECT": ("redirects", "The server redirects to an address browsers do not follow"),
    "INVALID_REDIRECT": ("redirects", "The server redirects to an address that cannot be read"),
    "UNKNOWN_URL_SCHEME": ("scheme", "The address is not of the web"),
    "DISALLOWED_URL_SCHEME": ("scheme", "The address is not of the web"),
    "UNSAFE_PORT": ("refused-port", "Browsers do not open this port"),
    "INVALID_": ("invalid", "The server's answer cannot be read"),
    "RESPONSE_HEADERS_": ("invalid", "The server's header fields cannot be read"),
    "HTTP2_": ("invalid", "The server's answer cannot be read"),
    "QUIC_": ("invalid", "The server's answer cannot be read"),
    "CONTENT_DECODING_": ("invalid", "The server's answer cannot be decompressed"),
    "INCOMPLETE_": ("connection", "The connection broke in the middle of the answer"),
    "CONTENT_LENGTH_": ("connection", "The connection broke in the middle of the answer"),
    "HTTP_RESPONSE_CODE_FAILURE": ("http-error", "The server answers with an error and no page"),
    "BLOCKED_BY_CLIENT": ("refused-address", "civiscope does not go to this address"),
    "BLOCKED_BY_RESPONSE": ("blocked", "The server's own header forbids showing the page"),
    "BLOCKED_BY_": ("blocked", "The browser refuses to load the page"),
    "ABORTED": ("no-page", "The server gave no page (a download, or an empty answer)"),
    "INSUFFICIENT_RESOURCES": ("too-large", "The page is too large for the browser"),
    "OUT_OF_MEMORY": ("too-large", "The page is too large for the browser"),
}


def explain(error: str) -> tuple[Reason, str]:
    """Return a word for programs and a sentence for people for a `net::ERR_…` text."""
    name = error.removeprefix("net::").removeprefix("ERR_")
    for prefix, (word, sentence) in _REASONS.items():
        if name.startswith(prefix):
            return word, f"{sentence} ({error})."
    return "error", f"The browser could not load the page ({error})."
