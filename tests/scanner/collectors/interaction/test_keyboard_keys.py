"""Names of keys in text that tells people what to press."""

from __future__ import annotations

import pytest

from civiscope.collectors.interaction.keyboard.keys import (
    ALT,
    CONTROL,
    SHIFT,
    keys_named_in,
    spell_key,
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Press Ctrl+M to leave the editor.", (("m", CONTROL),)),
        ("Mit Strg + Umschalt + F6 verlassen", (("F6", CONTROL | SHIFT),)),
        ("Hold Alt and then press the Q key.", (("q", 0),)),
        ("Alt-X or Esc? Press F6 to go on.", (("x", ALT), ("F6", 0))),
        ("Press the arrow to see more. Use a pen.", ()),
        ("The control room is open.", ()),
    ],
)
def test_keys_are_read_from_text(text: str, keys: tuple[tuple[str, int], ...]) -> None:
    assert keys_named_in(text) == keys


def test_no_more_than_a_few_keys_are_read() -> None:
    text = " ".join(f"Ctrl+{letter}" for letter in "abcdefghijklm")

    assert len(keys_named_in(text)) == 6


def test_keys_are_spelled_as_people_write_them() -> None:
    assert spell_key("m", CONTROL | SHIFT) == "Ctrl+Shift+M"
    assert spell_key("Escape", 0) == "Escape"
