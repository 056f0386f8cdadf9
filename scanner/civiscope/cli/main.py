"""Run a command; turn every failure into one sentence and the documented exit code."""

from __future__ import annotations

import sys
import traceback

import typer
from typer.exceptions import TyperException

from civiscope.cli.app import app
from civiscope.cli.more import show_version
from civiscope.errors import CiviscopeError

INTERRUPTED = 130
INTERNAL = 4
USAGE = 2
_INTERRUPTED = "Interrupted; what was seen is kept. Go on with --resume."


def main() -> int:
    """Run the command that the arguments name and return its exit code."""
    debug = "--debug" in sys.argv
    arguments = set(sys.argv[1:])
    if "--version" in arguments and arguments <= {"--version", "-v", "--verbose"}:
        show_version(verbose=len(arguments) > 1)
        return 0
    try:
        code = app(standalone_mode=False)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return _tell(_INTERRUPTED, INTERRUPTED)
    except TyperException as error:
        return _tell(_usage(error), USAGE)
    except KeyboardInterrupt:
        return _tell(_INTERRUPTED, INTERRUPTED)
    except CiviscopeError as error:
        return _fail(str(error), error.exit_code, debug)
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        sys.stderr.close()
        return 0
    except Exception as error:
        said = f"civiscope itself failed ({type(error).__name__}: {error})"[:500]
        return _fail(
            f"{said}; run it again with --debug and report what it shows.", INTERNAL, debug
        )
    return code if isinstance(code, int) else 0


def _usage(error: TyperException) -> str:
    message = error.format_message().rstrip()
    if not message:
        # The help was asked for by giving no command; it has been shown.
        return "Name a command."
    command = getattr(getattr(error, "ctx", None), "command_path", "civiscope")
    ended = message if message.endswith((".", "?")) else message + "."
    return f"{ended} See `{command} --help`."


def _fail(sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    return _tell(sentence, code)


def _tell(sentence: str, code: int) -> int:
    print(f"civiscope: {sentence}", file=sys.stderr)
    return code
