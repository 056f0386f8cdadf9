"""What rules know of words: function words of languages, words that say nothing, stems."""

from civiscope_rules.shared.words.languages import Guess, other_language
from civiscope_rules.shared.words.terms import (
    content_words,
    is_item,
    is_placeholder,
    is_usual_heading,
    is_vague,
    shared_words,
)

__all__ = [
    "Guess",
    "content_words",
    "is_item",
    "is_placeholder",
    "is_usual_heading",
    "is_vague",
    "other_language",
    "shared_words",
]
