#!/bin/sh
# What the mark xdist_group does where the newest pytest meets the newest pytest-xdist.
#
# One would guess that tests of one group run on one worker with --dist=loadgroup, as the documentation of
# pytest-xdist says, or that something complains. Seen with pytest-xdist 3.8.0: with pytest 9.0.2 twenty tests of one
# group run on one worker; with pytest 9.2.0 they are spread over both, and nothing is said. pytest-xdist writes the
# group into the private field that an item's node id was kept in, and pytest 9.2 makes the id from another one. Suites
# that keep a browser or a server a group start one a worker.
#
# Needs Python 3.11 or newer. Fails when the tests are spread otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > test_group.py <<'PY'
import os

import pytest


@pytest.mark.xdist_group("one-browser")
@pytest.mark.parametrize("number", range(20))
def test_page(number):
    with open("workers.txt", "a") as file:
        print(os.environ["PYTEST_XDIST_WORKER"], file=file)
PY
for version in 9.0.2 9.2.0; do
    python3 -m venv "env-$version"
    "env-$version/bin/python" -m pip install --quiet --disable-pip-version-check "pytest==$version" pytest-xdist==3.8.0
    rm -f workers.txt
    "env-$version/bin/python" -m pytest -q -p no:cacheprovider -n 2 --dist=loadgroup
    echo "pytest $version: $(sort -u workers.txt | wc -l) worker(s)" | tee -a seen.txt
done
printf 'pytest 9.0.2: 1 worker(s)\npytest 9.2.0: 2 worker(s)\n' > expected.txt
diff expected.txt seen.txt || { echo "This is not what was seen before." >&2; exit 1; }
