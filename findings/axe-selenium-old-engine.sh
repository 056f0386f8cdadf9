#!/bin/sh
# Which engine a test suite gets when it installs axe-selenium-python.
#
# One would guess that the newest release installs on every Python that the package supported until then, or
# that pip says so where it does not. Release 3.0.0 (axe-core 4.10.2) asks for Python 3.12. On Python 3.11 pip
# takes release 2.1.6 without a word, whose axe-core is 3.1.1 of 2018: none of the rules that came with
# WCAG 2.1 and 2.2 are in it. A suite that moves to an older Python finds less and stays green.
#
# Needs Python with pip. Fails when another engine arrives.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 3.11 3.12; do
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --python-version "$version" --dest "$version" 2> /dev/null 'axe-selenium-python<=3.0.0'
    python3 - "$version" >> seen.txt <<'PY'
import pathlib, re, sys, zipfile
[wheel] = pathlib.Path(sys.argv[1]).glob("*.whl")
release = wheel.name.split("-")[1]
with zipfile.ZipFile(wheel) as archive:
    [engine] = [name for name in archive.namelist() if name.endswith("axe.min.js")]
    head = archive.read(engine)[:4000].decode("utf-8", "replace")
    engine_version = re.search(r'axe v([0-9.]+)|\.version="([0-9.]+)"', head)
    target = "target-size" in archive.read(engine).decode("utf-8", "replace")
found = next(filter(None, engine_version.groups())) if engine_version else "?"
print(f"Python {sys.argv[1]}: axe-selenium-python {release}, axe-core {found}, rule target-size: {'yes' if target else 'no'}")
PY
done
cat seen.txt
cat > expected.txt <<'TEXT'
Python 3.11: axe-selenium-python 2.1.6, axe-core 3.1.1, rule target-size: no
Python 3.12: axe-selenium-python 3.0.0, axe-core 4.10.2, rule target-size: yes
TEXT
diff expected.txt seen.txt || { echo "This is not what was seen before." >&2; exit 1; }
