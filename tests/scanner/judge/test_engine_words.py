"""What axe-core says is told in the words of the rule's page."""

from __future__ import annotations

import pytest

from civiscope.judge.engine_words import plain_message


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        ("Form element has no label; Element has no title attribute", "A field has no label."),
        ("ARIA attribute is not allowed: aria-expanded", "A field has no label: aria-expanded."),
        ("Element has no value; test: it", "A field has no label."),
        ("", "A field has no label."),
        ("Fix (this: that)", "A field has no label."),
        (
            "Element has insufficient color contrast of 2.77 (foreground color: #ffffff, "
            "background color: #aaaaaa, font size: 12pt). Expected contrast ratio of 4.5:1",
            "A field has no label: #ffffff on #aaaaaa has a contrast of 2.77 to 1 where 4.5 to 1 "
            "is needed.",
        ),
    ],
)
def test_no_sentence_of_the_engine_is_told(summary: str, message: str) -> None:
    assert plain_message("A field has no label", summary) == message
