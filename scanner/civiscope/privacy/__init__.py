"""What is known about privacy on the web: words of consent, parties, identifiers, filter lists."""

from civiscope.privacy.consent import ConsentLabel, classify_consent_button

__all__ = ["ConsentLabel", "classify_consent_button"]
