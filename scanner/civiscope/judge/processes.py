"""Judge page after page, in several processes where there are pages and processors enough.

Children are forks, so they begin where this process stands: rules, lists and the index of the
evidence are there already. What they find comes back in pieces of a few pages and is taken in the
order of the crawl, so that results do not depend on how many children there were.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle  # nosec B403 - between processes of our own
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from civiscope.evidence import EvidenceReader
from civiscope.judge.findings import RawFinding
from civiscope.judge.pages import JudgedPages, judge_pages
from civiscope.judge.source_join import PageElements
from civiscope.lists import Lists
from civiscope.rulebook import Rule

_PIECE = 8
"""Pages that are judged and handed over at a time."""
_WORTH = 60
"""Pages for each process below which it costs more than it saves."""
_MAX_PROCESSES = 8
_AHEAD = 1024 * 1024
"""Bytes that a child may have judged before they are asked for; as much as Linux grants anybody."""
_OF_A_FINDING = tuple(each.name for each in fields(RawFinding) if each.name != "rule")


@dataclass(frozen=True)
class _Work:
    """What every process does: the same rules, to pieces of the same evidence."""

    evidence: EvidenceReader
    rules: Sequence[Rule]
    lists: Lists

    @property
    def pieces(self) -> int:
        return -(-self.evidence.page_count // _PIECE)

    def piece(self, number: int, elements: PageElements | None = None) -> JudgedPages:
        """Judge the nth piece, in this process."""
        first = number * _PIECE
        with _no_garbage():
            # Read together: what many small values leave free between large ones is then put in
            # order once, and not with every page. Reading takes a quarter less time like this.
            pages = list(self.evidence.pages(first, first + _PIECE))
            return judge_pages(pages, self.rules, self.lists, elements)

    def taken(self, number: int, readers: Sequence[Connection]) -> JudgedPages:
        """Return the nth piece, judged here or by the child whose turn it is.

        What a child that ended early had to do is done here, so that what is wrong with a page is
        said as if there had been no child.
        """
        child = number % (len(readers) + 1)
        if child:
            with contextlib.suppress(EOFError, OSError):
                packed = readers[child - 1].recv_bytes()
                with _no_garbage():
                    return _unpacked(packed, self.rules)
        return self.piece(number)


def judged_pieces(
    evidence: EvidenceReader,
    rules: Sequence[Rule],
    lists: Lists,
    elements: PageElements,
    *,
    processes: int | None = None,
) -> Iterator[JudgedPages]:
    """Yield what *rules* say of the pages of *evidence*, a few pages at a time, in their order.

    *processes* judge them; without a number as many as pay. Where the join with source needs
    *elements* of pages, this process does it alone. Raises UsageError when evidence is damaged.
    """
    work = _Work(evidence, rules, lists)
    count = processes_for(evidence.page_count) if processes is None else processes
    if evidence.source is not None or count < 2:
        for number in range(work.pieces):
            yield work.piece(number, elements)
        return
    with _children(work, count) as readers:
        for number in range(work.pieces):
            yield work.taken(number, readers)


def processes_for(pages: int) -> int:
    """Return in how many processes *pages* are judged; 1 where children cannot be forked safely.

    Safe is Linux and a process with no other thread: a fork takes only the thread that asks.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), pages // _WORTH, _MAX_PROCESSES))


@contextlib.contextmanager
def _no_garbage() -> Generator[None]:
    """Do not look for garbage meanwhile: a page's evidence is a large tree, and goes as a whole."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def _children(work: _Work, count: int) -> Generator[list[Connection]]:
    """Start the processes beside this one that it takes to be *count*; end them with the block.

    Each is given every nth piece. What they have sent is read from the connections.
    """
    context = multiprocessing.get_context("fork")
    readers: list[Connection] = []
    children: list[BaseProcess] = []
    try:
        for number in range(1, count):
            reader, writer = context.Pipe(duplex=False)
            _make_room(writer)
            mine = range(number, work.pieces, count)
            child = context.Process(target=_judge, args=(work, mine, writer, [*readers, reader]))
            readers.append(reader)
            # Where no more processes may be, this one does what the child would have done.
            with contextlib.suppress(OSError):
                child.start()
                children.append(child)
            writer.close()
        yield readers
    finally:
        for reader in readers:
            reader.close()
        for each in children:
            each.terminate()
            each.join()


def _make_room(writer: Connection) -> None:
    """Let a child be some pieces ahead, so that no process waits for a slow piece of the other.

    A pipe holds 64 kB as it comes, less than half a piece.
    """
    import fcntl  # no other system has it

    # Where the system grants a user no more, they wait for each other, and nothing else is lost.
    with contextlib.suppress(OSError):
        fcntl.fcntl(writer.fileno(), fcntl.F_SETPIPE_SZ, _AHEAD)


def _judge(work: _Work, mine: Sequence[int], out: Connection, others: Sequence[Connection]) -> None:
    """Judge the pieces that are *mine*, in a child; whatever goes wrong, the parent does again."""
    # Ctrl-C reaches all processes of a terminal; the parent ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()
    for each in others:
        each.close()
    numbers = {rule.id: number for number, rule in enumerate(work.rules)}
    with contextlib.suppress(Exception):
        for number in mine:
            out.send_bytes(_packed(work.piece(number), numbers))
            gc.collect(0)
    out.close()


def _packed(piece: JudgedPages, numbers: Mapping[str, int]) -> bytes:
    # A rule is a page with code, which the parent has; its number stands for it.
    found: list[Any] = [
        (numbers[one.rule.id], *(getattr(one, name) for name in _OF_A_FINDING))
        for one in piece.judged.found
    ]
    return pickle.dumps(
        (found, replace(piece, judged=replace(piece.judged, found=[]))), pickle.HIGHEST_PROTOCOL
    )


def _unpacked(packed: bytes, rules: Sequence[Rule]) -> JudgedPages:
    # What a child of this very process wrote.
    loaded: tuple[list[tuple[Any, ...]], JudgedPages] = pickle.loads(packed)  # noqa: S301 # nosec B301
    found, piece = loaded
    piece.judged.found = [_finding(rules[int(number)], values) for number, *values in found]
    return piece


def _finding(rule: Rule, values: Sequence[Any]) -> RawFinding:
    named: dict[str, Any] = dict(zip(_OF_A_FINDING, values, strict=True))
    return RawFinding(rule, **named)
