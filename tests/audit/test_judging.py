"""What judging waits for."""

from __future__ import annotations

import os

from civiscope.audit.checks import CheckFacts, GivenEvidence
from civiscope.audit.judging import judge_by
from civiscope.browser.find import find_browser
from civiscope.browser.process import browser_command, start
from civiscope.rulebook.select import RuleSet
from civiscope.testing import START, make_page


def test_pages_are_judged_when_the_browser_has_ended() -> None:
    # A program that still waits for it has a second thread, and then all is judged in one process.
    browser = start(browser_command(find_browser().path))
    for fd in (browser.commands, browser.answers):
        os.close(fd)
    ending = browser.end()
    pages = [make_page(url=f"https://city.example/{number}") for number in range(2)]

    judge_by(RuleSet((), ()), GivenEvidence(pages, CheckFacts(START, START, "Chrome")))

    assert not ending.is_alive()
