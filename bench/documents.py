"""Measure looking into documents: recall and false alarms on a corpus, time and memory on a file.

    python -m bench.documents CORPUS [FILE…]

CORPUS holds PDF files and `cases.json`, which says of each whether it breaks PDF/UA (`expected`:
`pass` or `fail`); which part is asked for, its folder's name or `--part 2` says.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter
from pathlib import Path

from civiscope.collectors.documents.child import read_document
from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.model import Document
from civiscope.rulebook import Rule, all_rules, load_rulebooks


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--part", type=int, choices=(1, 2), default=1)
    given = parser.parse_args()
    rules = {rule.id: rule for rule in all_rules(load_rulebooks())}
    print(measure_corpus(given.corpus, rules[f"documents/pdf-ua-{given.part}"]))
    for path in given.files:
        print(measure_file(path))


def measure_corpus(folder: Path, rule: Rule) -> str:
    """Return recall and false alarms of *rule* on the files of *folder*, and the CPU time."""
    counts: Counter[tuple[str, bool]] = Counter()
    wrong: list[str] = []
    begun = time.process_time()
    for case in json.loads((folder / "cases.json").read_text(encoding="utf-8")):
        fails = _fails(folder / case["file"], rule)
        counts[case["expected"], fails] += 1
        if fails != (case["expected"] == "fail"):
            wrong.append(case["file"])
    spent = time.process_time() - begun
    broken = counts["fail", True] + counts["fail", False]
    sound = counts["pass", True] + counts["pass", False]
    return (
        f"{rule.id}: {counts['fail', True]} of {broken} broken files caught, "
        f"{counts['pass', True]} false alarms on {sound} others, {spent:.2f} s CPU"
        + "".join(f"\n  wrong: {name}" for name in wrong)
    )


def _fails(path: Path, rule: Rule) -> bool:
    if rule.check is None:
        raise ValueError(f"{rule.id} has no check.")
    try:
        facts = read_document(path)
    except UnreadableDocument:
        return False
    found = rule.check(Document(path.name, "", facts=facts), unclaimed=True)
    return any(each.verdict == "failed" for each in found)


def measure_file(path: Path) -> str:
    """Return CPU time and memory that reading one file took."""
    begun = time.process_time()
    facts = read_document(path)
    spent = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    megabytes = path.stat().st_size / 1e6
    return (
        f"{path.name}: {facts.pages} pages, {facts.count('elements'):,} elements, "
        f"{megabytes:.1f} MB: {spent:.2f} s CPU, at most {memory:.0f} MB so far"
    )


if __name__ == "__main__":
    main()
