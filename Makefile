# make demo: repair an example page and see what changed and why.
# make test: lint, types and tests.
# make bench CORPORA=DIR: compare with other tools on the text in DIR, and draw it (docs/benchmarks.md); in parts:
#   bench-detection bench-repair bench-conversion bench-speed bench-growth bench-transforms, and bench-plots.
#   Without CORPORA text of installed packages is taken.  RESULTS=DIR, OPTIONS='--seed 2'.
# They set up what they need in .venv and benchmarks/.envs, from Python 3.10 or later (make PYTHON=python3.12 test).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

RESULTS ?= benchmarks/results
TEXT := $(if $(CORPORA),--corpora $(CORPORA))
PARTS := detection repair conversion speed growth transforms

.PHONY: bench bench-plots $(PARTS:%=bench-%) demo test clean

demo: .venv/.installed
	$(BIN)/zhfix explain examples/damaged-news.txt
	@echo
	$(BIN)/zhfix fix examples/damaged-news.txt

test: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: $(PARTS:%=bench-%)
	$(MAKE) bench-plots

bench-detection:
	$(PYTHON) benchmarks/accuracy/run.py $(TEXT) --out $(RESULTS)/detection.json $(OPTIONS)

bench-repair:
	$(PYTHON) benchmarks/accuracy/repair.py $(TEXT) --out $(RESULTS)/repair.json $(OPTIONS)

bench-conversion:
	$(PYTHON) benchmarks/accuracy/conversion.py $(TEXT) --out $(RESULTS)/conversion.json $(OPTIONS)

bench-speed:
	$(PYTHON) benchmarks/speed/run.py $(TEXT) --only fix,convert,decode,import --out $(RESULTS)/speed.json $(OPTIONS)

bench-growth:
	$(PYTHON) benchmarks/speed/run.py $(TEXT) --only growth,damage,jobs --out $(RESULTS)/growth.json $(OPTIONS)

bench-transforms: .venv/.installed-bench
	mkdir -p $(RESULTS)
	$(BIN)/pytest benchmarks/pytest --benchmark-json=$(RESULTS)/transforms.json

bench-plots:
	$(PYTHON) benchmarks/speed/draw.py $(wildcard $(RESULTS)/speed.json $(RESULTS)/growth.json) docs/plots

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/.installed-test: .venv/.installed
	$(PIP) --editable '.[test]'
	touch $@

.venv/.installed-bench: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --editable '.[bench]'
	touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
