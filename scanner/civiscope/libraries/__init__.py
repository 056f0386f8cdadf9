"""Recognise JavaScript libraries by what a page sends, and tell which versions have known holes."""

from civiscope.libraries.lists import signatures_in_use
from civiscope.libraries.recognise import Recognised, recognised
from civiscope.libraries.signatures import Hole, Library, SignatureError, Signatures, parse

__all__ = [
    "Hole",
    "Library",
    "Recognised",
    "SignatureError",
    "Signatures",
    "parse",
    "recognised",
    "signatures_in_use",
]
