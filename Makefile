# make demo: repair an example page and see what changed and why.
# make test: lint, types and tests.
# make bench CORPORA=DIR: compare detectors of encodings on the text in DIR (docs/benchmarks.md).
# The first two set up what they need in .venv, from Python 3.10 or later (make PYTHON=python3.12 test).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: bench demo test clean

demo: .venv/.installed
	$(BIN)/zhfix explain examples/damaged-news.txt
	@echo
	$(BIN)/zhfix fix examples/damaged-news.txt

test: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

bench:
	$(PYTHON) benchmarks/accuracy/run.py --corpora $(CORPORA)

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/.installed-test: .venv/.installed
	$(PIP) --editable '.[test]'
	touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
