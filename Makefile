# What a developer and CI run. Everything needed is set up on first use, in .venv and node_modules.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
PYRIGHT := node_modules/.bin/pyright
NODE := node_modules/.package-lock.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command 'make lock' pyproject.toml

.PHONY: demo test check check-pyright check-mypy check-style check-texts check-security check-docs bench docs lock setup browser clean

demo: browser  ## Audit the embedded demo site and check the audit against what was planted in it.
	$(BIN)/civiscope demo

test: browser $(NODE)  ## Run the tests; ALL=1 runs the slow ones too. Name some with `make test TESTS=tests/rules`.
	$(BIN)/pytest --numprocesses=3 --dist=loadscope $(if $(ALL)$(TESTS),,-m "not slow") $(TESTS)

check: setup $(NODE)  ## Everything that can be checked without running a browser.
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-pyright check-mypy check-style check-texts check-security check-docs

check-pyright:
	$(PYRIGHT) --pythonpath $(BIN)/python

check-mypy:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-texts:
	$(BIN)/pytest --quiet tests/test_project.py tests/test_layers.py tests/test_style.py tests/test_wording.py tests/rules/test_translations.py

check-security:
	$(BIN)/bandit --quiet --recursive scanner rules reports ci watch hatch_build.py

check-docs:
	$(BIN)/python -m civiscope.docs --check

bench: browser  ## Measure civiscope beside other ways to do the same; see docs/benchmarks.md.
	$(BIN)/python -m bench.run

docs: setup  ## Write the pages that are generated from rule pages and from the code.
	$(BIN)/python -m civiscope.docs
	$(BIN)/python -m tests.rules.translations

lock: setup  ## Write all lock files anew after a change in pyproject.toml or package.json; UPGRADE=--upgrade for newer versions.
	$(COMPILE) $(UPGRADE) --output-file requirements/runtime.txt
	$(COMPILE) $(UPGRADE) --group dev --constraints requirements/runtime.txt --output-file requirements/dev.txt
	$(COMPILE) $(UPGRADE) --extra fleet --constraints requirements/dev.txt --output-file requirements/fleet.txt
	npm install --package-lock-only

setup: $(READY)  ## Make .venv, with civiscope installed for editing.

browser: setup  ## Find a browser, or install one.
	@$(BIN)/civiscope browser install

clean:  ## Remove all that make has made.
	rm -rf .venv node_modules dist scanner/civiscope/_engines .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): requirements/dev.txt pyproject.toml hatch_build.py package.json package-lock.json
	@test -n "$(PYTHON)" || { echo "civiscope needs Python 3.11 or newer and found none on PATH; install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up .venv (about a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# As pip does for whoever installs civiscope: a command would compile 700 files at each start otherwise, where Python is told to write no bytecode.
	@$(BIN)/python -m compileall -q scanner rules reports ci watch
	@touch $@

$(NODE): package-lock.json
	npm ci --ignore-scripts
	@touch $@
