"""The features that a permissions policy may name."""

from __future__ import annotations

import difflib

# What `document.featurePolicy.features()` lists in Chromium 156.
_CHROMIUM = """
accelerometer aria-notify autoplay browsing-topics camera captured-surface-control
ch-device-memory ch-downlink ch-dpr ch-ect ch-prefers-color-scheme ch-prefers-reduced-motion
ch-prefers-reduced-transparency ch-rtt ch-save-data ch-ua ch-ua-arch ch-ua-bitness
ch-ua-form-factors ch-ua-full-version ch-ua-full-version-list ch-ua-high-entropy-values
ch-ua-mobile ch-ua-model ch-ua-platform ch-ua-platform-version ch-ua-wow64 ch-viewport-height
ch-viewport-width ch-width clipboard-read clipboard-write compute-pressure cross-origin-isolated
deferred-fetch deferred-fetch-minimal digital-credentials-create digital-credentials-get
display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid
identity-credentials-get idle-detection interest-cohort keyboard-map language-detector
language-model local-fonts local-network local-network-access loopback-network magnetometer
media-playback-while-not-visible microphone midi on-device-speech-recognition otp-credentials
payment picture-in-picture private-state-token-issuance private-state-token-redemption
publickey-credentials-create publickey-credentials-get screen-wake-lock serial speaker-selection
storage-access summarizer sync-xhr translator unload usb window-management xr-spatial-tracking
"""
# Of other browsers, of earlier versions, behind a switch, or in drafts.
_OTHERS = """
all-screens-capture ambient-light-sensor attribution-reporting autofill battery bluetooth
clipboard controlled-frame conversion-measurement direct-sockets direct-sockets-private
document-domain document-write execution-while-not-rendered execution-while-out-of-viewport
fenced-unpartitioned-storage-read focus-without-user-activation font-display-late-swap
join-ad-interest-group layout-animations lazyload legacy-image-formats
loading-frame-default-eager mediasession monetization navigation-override notifications
oversized-images private-aggregation proofreader push rewriter run-ad-auction shared-storage
shared-storage-select-url smart-card speaker sync-script trust-token-redemption
unoptimized-images unsized-media vertical-scroll vibrate vr wake-lock web-app-installation
web-share window-placement writer xr
"""
FEATURES = frozenset(f"{_CHROMIUM} {_OTHERS}".split())
"""Those of Chromium 156, of other browsers, of earlier versions and of drafts."""


def nearest_feature(name: str) -> str:
    """Return the feature that *name* was probably meant for; empty when none is near."""
    return next(iter(difflib.get_close_matches(name, sorted(FEATURES), n=1, cutoff=0.75)), "")
