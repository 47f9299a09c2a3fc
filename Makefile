# `make demo` and `make test` are all a newcomer needs; the rest is for people who change the code.
PYTHON ?= python3
BIN := .venv/bin
SEED ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint fmt golden sample templates screens docs bench mutants fuzz lock package clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/installed: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "atopack needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m pip check
	touch $@

demo: .venv/installed ## build the sample system and say where to look
	$(BIN)/atopack demo output/demo

test: .venv/installed ## all tests, in the order that SEED=1 gives; any other must pass too
	$(BIN)/python -m pytest -n auto --dist worksteal --randomly-seed=$(SEED)

lint: .venv/installed ## formatting, lint, types, layers
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/installed ## format the code
	$(BIN)/ruff format generator tests
	$(BIN)/ruff check --fix generator tests

golden: .venv/installed ## rewrite the expected results of the tests; the diff is the review
	$(BIN)/python -m pytest -n auto --dist loadfile --update-golden

sample: .venv/installed ## build the sample again and keep its text in output/sample/
	$(BIN)/python -m tests.samples.snapshot

templates: .venv/installed ## make our own Word and Excel templates and OSCAL profiles again
	$(BIN)/python -m tests.make_templates
	$(BIN)/python -m tests.make_profiles

screens: .venv/installed ## pictures of pages for the documentation, in docs/screens
	$(BIN)/python -m tests.make_screens

docs: .venv/installed ## the site of the documentation, in build/site
	$(BIN)/python -m tests.make_docs
	$(BIN)/mkdocs build --strict

bench: .venv/installed ## speed and memory, beside a peer
	$(BIN)/python -m tests.bench

# Constraints with hashes would ask for a hash of the project itself.
.venv/constraints.txt: requirements.lock .venv/installed
	sed -n '/^[A-Za-z0-9]/s/ \\$$//p' requirements.lock >$@

.venv/mutants: .venv/constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .venv/constraints.txt --editable '.[mutants]'
	touch $@

mutants: .venv/mutants ## changes that some test has to notice; the report is docs/mutants.md
	nice -n 10 $(BIN)/python -m tests.mutants --out docs/mutants.md

fuzz: .venv/installed ## damaged files at every way in, for ten minutes; a crash becomes a test
	nice -n 10 $(BIN)/python -m tests.fuzz --seed $(SEED)

COMPILED = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock"
lock: .venv/installed ## pin what is installed, with hashes for each platform; versions stay where they can
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(BIN)/uv $(COMPILED) --extra dev --output-file requirements.lock pyproject.toml
	$(BIN)/uv $(COMPILED) $(addprefix --extra ,collect review secrets sign verify) --constraint requirements.lock \
	  --output-file deploy/image/requirements.lock pyproject.toml

package: .venv/installed ## the wheel, in dist/
	$(BIN)/python -m build --wheel

clean: ## remove what was made
	rm -rf .venv dist build output/demo
