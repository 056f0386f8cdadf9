"""Which keys the browser is told to trust: those of the file, and of hosts it vouches for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.certificates import HOST, Authority, make
from tests.scanner.collectors.hosts.servers import tls

from civiscope.browser.certificates import trusted_keys


def _keys(pem: Path, ca: Path | None) -> int:
    with tls(pem) as port:
        urls = (f"https://{HOST}:{port}/a", f"https://{HOST}:{port}/b")
        return len(asyncio.run(trusted_keys(ca, urls, {HOST: "127.0.0.1"})))


def test_a_host_that_the_root_vouches_for_is_trusted(tmp_path: Path) -> None:
    authority = Authority()

    assert _keys(authority.issue(HOST).write(tmp_path, "leaf"), authority.write(tmp_path)) == 2


@pytest.mark.parametrize("fault", ["stranger", "expired", "other name"])
def test_a_host_that_it_does_not_vouch_for_is_not(fault: str, tmp_path: Path) -> None:
    authority = Authority()
    bad = {
        "stranger": make(HOST, names=[HOST]),
        "expired": authority.issue(HOST, days=-1, age=30),
        "other name": authority.issue("other.example.gov"),
    }

    assert _keys(bad[fault].write(tmp_path, "leaf"), authority.write(tmp_path)) == 1


def test_without_a_readable_file_nobody_is(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    pem = Authority().issue(HOST).write(tmp_path, "leaf")

    assert [_keys(pem, ca) for ca in (None, broken, tmp_path / "missing.pem")] == [0, 0, 0]
