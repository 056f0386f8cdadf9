"""A worker of a fleet with scans that wait: `fleet_worker.py FOLDER URL SETTINGS PROGRAM…`."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path

from civiscope_watch.fleet import worker as module
from civiscope_watch.fleet.worker import FleetWorker
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store.history import open_history


async def hang(_worker: FleetWorker, _app: object) -> None:
    """Hold up the loop that everything of a worker is done in, as a fault would."""
    threading.Event().wait()


def main() -> None:
    folder, url, settings, *program = sys.argv[1:]
    values = json.loads(settings)
    if values.pop("hangs", False):
        setattr(module, "_UNHEARD_S", 0.1)  # noqa: B010 - a constant of the module
        vars(module)["FleetWorker"]._listen = hang
    ended = threading.Event()

    def note_end(_signal: int, _frame: object) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, note_end)
    with open_history(Path(folder), url) as history:
        worker = FleetWorker(
            history,
            RunSettings(program=tuple(program), **values),
            lambda sentence: print(sentence, file=sys.stderr, flush=True),
        )

        def end() -> None:
            ended.wait()
            worker.stop()

        threading.Thread(target=end, daemon=True).start()
        worker.run()


if __name__ == "__main__":
    main()
