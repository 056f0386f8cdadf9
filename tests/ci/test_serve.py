"""A site that is started for an audit is waited for, and ended with all that it started."""

from __future__ import annotations

import shlex
import socket
import sys
from pathlib import Path

import httpx
import pytest
from tests.scanner.cli.conftest import Call

from civiscope.errors import InconclusiveError
from civiscope_ci.serve import served

# A shell that starts the server in the background, as npm does: ending the shell is not enough.
COMMAND = f"{shlex.quote(sys.executable)} -u -m http.server --bind 127.0.0.1 {{}} & wait"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_the_block_begins_when_the_site_answers_and_leaves_nothing_behind() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"

    with served(COMMAND.format(port), url, timeout=30):
        answered = httpx.get(url, trust_env=False).status_code

    assert answered == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_a_command_that_ends_is_told_with_what_it_said() -> None:
    url = f"http://127.0.0.1:{free_port()}/"

    with (
        pytest.raises(InconclusiveError) as caught,
        served("echo 'no such script'; exit 7", url, timeout=30),
    ):
        pass

    assert str(caught.value) == (
        f"The site did not start: \"echo 'no such script'; exit 7\" ended with code 7 before {url} "
        "answered. It said: no such script"
    )


def test_a_site_that_never_answers_is_given_up() -> None:
    url = f"http://127.0.0.1:{free_port()}/"

    with (
        pytest.raises(InconclusiveError, match=r"did not answer within 0\.1 seconds"),
        served("exec sleep 60", url, timeout=0.1),
    ):
        pass


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--ready-url", "http://localhost/"), "--ready-url goes with --serve, which says what"),
        (("--serve", "true"), "--serve needs --ready-url, or an address as target, to see it"),
    ],
)
def test_options_that_make_no_sense_alone_are_refused(
    call: Call, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")

    ran = call("audit", tmp_path, *options)

    assert ran.code == 2
    assert ran.errors[0].startswith(f"civiscope: {sentence}")
