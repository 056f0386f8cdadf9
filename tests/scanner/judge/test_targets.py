"""What results call the targets of a scan."""

from __future__ import annotations

import pytest

from civiscope.judge.coverage import named_target


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("@/srv/audits/ministries.txt", "@ministries.txt"),
        ("/srv/build/site/", "site"),
        ("@lists/ministries.txt", "@lists/ministries.txt"),
        ("dist/site", "dist/site"),
        ("https://www.example.gov/srv/", "https://www.example.gov/srv/"),
        ("www.example.gov", "www.example.gov"),
        ("/", "/"),
    ],
)
def test_results_do_not_tell_where_on_a_machine_a_list_or_folder_lies(word: str, name: str) -> None:
    assert named_target(word) == name
