"""What `--help` says of every command changes only on purpose."""

from __future__ import annotations

from tests.scanner.cli.help_texts import STORED, help_texts


def test_the_help_of_every_command_is_as_it_stands_in_the_file() -> None:
    # Write it anew with `python -m tests.scanner.cli.help_texts`, and look at what changed.
    assert help_texts() == STORED.read_text(encoding="utf-8")
