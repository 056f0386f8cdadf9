"""Run a command; turn every failure into one sentence and the documented exit code."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer
from typer.exceptions import TyperException

from civiscope.cli.browser_ahead import browser_ahead
from civiscope.cli.program import program_for
from civiscope.errors import CiviscopeError
from civiscope.suggestions import unknown

INTERRUPTED = 130
ENDED = 143
"""What shells say of a program that was ended by SIGTERM."""
READER_GONE = 141
"""What shells say of a program that ended because nobody reads its output any more."""
INTERNAL = 4
USAGE = 2
_MAX_MESSAGE_CHARACTERS = 1500


def main() -> int:
    """Run the command that the arguments name and return its exit code."""
    debug = "--debug" in sys.argv
    _set_up(debug)
    # Ended by the system, the browser and its profile are cleared away as after Ctrl-C.
    _ended_by.clear()
    before = signal.signal(signal.SIGTERM, _end)
    try:
        return _run(debug)
    finally:
        signal.signal(signal.SIGTERM, before)
        # The program ends, and all it holds with it: to look through that for garbage first, as
        # Python does, takes as long as a sixth of a second.
        gc.freeze()


def _run(debug: bool) -> int:
    try:
        with browser_ahead(sys.argv[1:]):
            code = program_for(sys.argv[1:])(standalone_mode=False, prog_name="civiscope")
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except TyperException as error:
        return _wrong_use(error)
    except CiviscopeError as error:
        return _fail(str(error), error.exit_code, debug)
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has enough of it (Typer ends the program then). Python would try
        # to write the rest when it ends, and complain.
        _discard_output()
        return READER_GONE
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            return _fail(_itself(error), INTERNAL, debug)
        _discard_output()
        where = f" ({error.filename})" if error.filename else ""
        return _fail(f"There is no room to write{where}: {error.strerror}.", INTERNAL, debug)
    except Exception as error:
        return _fail(_itself(error), INTERNAL, debug)
    if code == INTERRUPTED and _ended_by:
        return _tell("Ended by the system.", ENDED)
    if code == INTERRUPTED:
        # Typer has caught it, and says nothing.
        return _tell("Interrupted.", INTERRUPTED)
    return code if isinstance(code, int) else 0


_ended_by: list[int] = []
"""The signals that asked the program to end, other than Ctrl-C."""


def _end(number: int, _frame: object) -> None:
    # As Ctrl-C does it: all that is open is closed on the way out.
    _ended_by.append(number)
    raise KeyboardInterrupt


def _discard_output() -> None:
    """Have what is still to be written to stdout go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _itself(error: Exception) -> str:
    said = f"civiscope itself failed ({type(error).__name__}: {error})"[:500]
    return f"{said}; run it again with --debug and report what it shows."


def _set_up(debug: bool) -> None:
    """Set what belongs to a whole program, which a library leaves alone."""
    # A caller that closes a stream wants nothing written; the exit code is the verdict still.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
    # Evidence and results are large trees without cycles; looking through them for garbage took a
    # tenth of the time of judging (docs/benchmarks.md).
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    # That something broke is told in the results; how, only those who fix it want to know.
    handler = logging.StreamHandler() if debug else logging.NullHandler()
    logging.getLogger("civiscope").handlers[:] = [handler]


def _wrong_use(error: TyperException) -> int:
    message = error.format_message().rstrip()
    # Without a message, help was asked for by giving no command, and has been shown.
    return _tell(_usage(error, message), USAGE) if message else USAGE


def _usage(error: TyperException, message: str) -> str:
    command = getattr(getattr(error, "ctx", None), "command_path", "civiscope")
    near: Sequence[str] | None = getattr(error, "possibilities", None)
    if near:
        return str(
            unknown("option", str(getattr(error, "option_name", "")), near, f"{command} --help")
        )
    ended = message if message.endswith((".", "?")) else message + "."
    return f"{ended} See `{command} --help`."


def _fail(sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    return _tell(sentence, code)


def _tell(sentence: str, code: int) -> int:
    from civiscope_reports.text.plain import plain

    # It may quote what was given to us: nothing in it acts on a terminal or in a log.
    print(f"civiscope: {plain(sentence, _MAX_MESSAGE_CHARACTERS)}", file=sys.stderr)
    return code
