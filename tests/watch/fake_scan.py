"""A scan that waits instead of driving a browser: `fake_scan.py PLAN audit TARGET… --out FOLDER`.

PLAN is a JSON file: what it takes, and what goes wrong. It writes a checkpoint a step, goes on
after those that are there when it is resumed, and says in a ledger when it was at work. Standard
library only, so that starting it costs little.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def main() -> int:
    plan: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    words = sys.argv[2:]
    resumed = "--resume" in words
    folder = Path(words[1] if resumed else words[words.index("--out") + 1])
    name = folder.name.partition(".")[0]
    _log(plan, "start", folder, words)
    if plan.get("stubborn"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if plan.get("says"):
        print(f"civiscope: {plan['says']}", flush=True)
    evidence = folder / "evidence"
    evidence.mkdir(exist_ok=True)
    steps = evidence / "steps"
    if not resumed:
        steps.write_text("", encoding="utf-8")
        (evidence / "scan.json").write_text(json.dumps(plan["head"]), encoding="utf-8")
    done = len(steps.read_text(encoding="utf-8"))
    for _ in range(done, plan.get("steps", 1)):
        _wait(plan)
        with steps.open("a", encoding="utf-8") as file:
            file.write(".")
    if plan.get("code") is not None:
        return int(plan["code"])
    text = str(plan["results"]).replace("THE-SCAN", f"{folder.parent.name}-{name}")
    if plan.get("broken") and not (folder.parent / "seen").exists():
        (folder.parent / "seen").touch()
        text = "{"
    partial = folder / "results.json.part"
    partial.write_text(text, encoding="utf-8")
    partial.replace(folder / "results.json")
    _log(plan, "end", folder, words)
    return 0


def _wait(plan: dict[str, Any]) -> None:
    gate = plan.get("until")
    while gate is not None and not Path(gate).exists():
        time.sleep(0.01)
    time.sleep(plan.get("step_s", 0.0))


def _log(plan: dict[str, Any], what: str, folder: Path, words: list[str]) -> None:
    site, job = folder.parent.name, folder.name.partition(".")[0]
    line = json.dumps([time.time(), what, site, job, os.getpid(), words[1:]])
    with Path(plan["ledger"]).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
