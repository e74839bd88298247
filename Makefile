# Everything that a developer or CI does. `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?=
BIN := .venv/bin
STAMP := .venv/.boctach
SAMPLE := corpora/sample/bao-cao.pdf
JOBS ?= 2

.PHONY: help setup run test check bench evaluate serve bless lock clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(STAMP) ## a .venv with everything, and the system packages

# Anew only when a lock, the project file or a set-up script has changed.
$(STAMP): requirements/dev.lock pyproject.toml scripts/system-packages.sh scripts/make-venv.sh
	@scripts/system-packages.sh
	@PYTHON="$(PYTHON)" scripts/make-venv.sh requirements/dev.lock
	@touch $@

run: $(STAMP) ## set up, and take a sample report apart
	@$(BIN)/boctach extract $(SAMPLE) --format summary

test: $(STAMP) ## all tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q $(PYTEST)

check: $(STAMP) ## lint, format, types, import direction
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/house/test_imports.py

bench: $(STAMP) ## speed against PyMuPDF's own on the same pages
	@$(BIN)/python scripts/bench.py $(BENCH)

evaluate: $(STAMP) ## figures over the whole corpus in all forms → docs/quality.md
	@$(BIN)/boctach evaluate $(EVALUATE)

serve: $(STAMP) ## the HTTP service on port 8000
	@$(BIN)/boctach serve

bless: $(STAMP) ## write the golden reports anew; read the diff before you commit it
	@BOCTACH_BLESS=1 $(BIN)/python -m pytest -q tests/golden tests/house/test_readme.py || true
	@git --no-pager diff --stat -- tests/golden README.md README.vi.md

lock: ## resolve pyproject.toml anew into requirements/*.lock (needs uv)
	@scripts/lock.sh

clean: ## remove what can be made again
	rm -rf .venv build dist out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
