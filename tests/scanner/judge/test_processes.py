"""Judging in several processes comes to what one comes to, whatever becomes of them."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge
from civiscope.judge.processes import processes_for
from civiscope.lists import Lists
from civiscope.model import Headers, Outcome, Page, Response, failed
from civiscope.results.file import to_bytes
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.testing import make_page, make_rule, write_evidence

PAGES = 30
needs_forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> EvidenceReader:
    return written(tmp_path_factory.mktemp("evidence"))


def written(folder: Path) -> EvidenceReader:
    urls = [f"https://www.example.gov/{number}" for number in range(PAGES)]
    hop = (("server", "Apache/2.4.1"), ("x-powered-by", "PHP/8.1.2"))
    pages = [make_page(url, hops=(Response(url, 200, Headers(hop)),)) for url in urls]
    return write_evidence(folder, pages)


@needs_forks
@pytest.mark.parametrize("processes", [2, 3, 8])
def test_results_do_not_depend_on_the_number_of_processes(
    evidence: EvidenceReader, processes: int
) -> None:
    books = load_rulebooks()
    rules, lists = all_rules(books), Lists.packaged()

    alone = judge(evidence, rules, books, lists, processes=1)
    shared = judge(evidence, rules, books, lists, processes=processes)

    assert len(alone.findings) > PAGES
    assert to_bytes(shared) == to_bytes(alone)


@needs_forks
def test_what_a_process_that_was_killed_had_to_do_is_done_all_the_same(
    evidence: EvidenceReader,
) -> None:
    parent = os.getpid()

    def check(page: Page) -> Iterator[Outcome]:
        if page.url.endswith("/9") and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        yield failed("page", "there", address=page.url)

    found = judge(evidence, [make_rule(check)], processes=2).findings

    assert [each.page for each in found] == [page.url for page in evidence.pages()]


@needs_forks
def test_pages_are_judged_elsewhere_and_come_in_their_order(evidence: EvidenceReader) -> None:
    def check(page: Page) -> Iterator[Outcome]:
        yield failed(str(os.getpid()), "there")

    found = judge(evidence, [make_rule(check)], processes=3).findings

    assert [each.page for each in found] == [page.url for page in evidence.pages()]
    assert len({each.component for each in found}) == 3
    assert str(os.getpid()) in {each.component for each in found}


@needs_forks
def test_what_cannot_be_handed_over_is_judged_here(evidence: EvidenceReader) -> None:
    def check(page: Page) -> Iterator[Outcome]:
        yield failed("page", "there", lock=threading.Lock())

    found = judge(evidence, [make_rule(check)], processes=2).findings

    assert len(found) == PAGES


@needs_forks
def test_damaged_evidence_is_said_as_in_one_process(tmp_path: Path) -> None:
    evidence = written(tmp_path)
    shutil.copy(evidence.folder / "pages/000003.json.gz", evidence.folder / "pages/000012.json.gz")
    (evidence.folder / "pages/000020.json.gz").write_bytes(b"nothing")

    with pytest.raises(UsageError, match=r"000012\.json\.gz is of another page"):
        judge(evidence, [], processes=3)


def test_few_pages_and_programs_with_threads_have_one_process() -> None:
    assert processes_for(20) == 1
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert processes_for(5000) == 1
    finally:
        done.set()
        thread.join()
