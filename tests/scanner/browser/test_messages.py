"""What the browser says is understood, also where a page made it strange."""

from __future__ import annotations

import json
from typing import Any

from civiscope.browser.cdp import parse_message

DEEP = 280
"""Levels that Chromium still sends, and more than the quick parser takes."""


def test_frames_in_frames_in_frames_are_read() -> None:
    tree: dict[str, Any] = {"frame": "last"}
    for number in range(DEEP):
        tree = {"frame": str(number), "childFrames": [tree]}

    message = parse_message(json.dumps({"id": 1, "result": tree}).encode())

    assert message == {"id": 1, "result": tree}


def test_half_of_a_pair_of_surrogates_is_replaced() -> None:
    message = parse_message(b'{"id": 1, "result": {"text": "a\\ud800b"}}')

    assert message["result"]["text"] == "a\ufffdb"
