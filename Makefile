# Two commands matter: `make demo` and `make test`. Both create .venv from nothing but Python 3.11 and this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test serve lint union-rates bench fuzz screenshots gallery clean

$(VENV)/.app: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Unweary needs Python 3.11 or newer; call: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

demo: $(VENV)/.app
	$(BIN)/unweary demo
	@echo 'Not on your PATH? Here it is: $(BIN)/unweary serve --demo --open'

serve: $(VENV)/.app
	$(BIN)/unweary serve

# Bytecode is kept even where the environment forbids it: a hundred of the tests start the program anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -rfER

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/unweary knowledge check

union-rates: $(VENV)/.dev
	$(BIN)/python validation/union_rates.py --check

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py

# 20,000 damaged files of each format; `make fuzz FUZZ="--seed 7 --cases 500"` for less. UNWEARY_DATA adds real files.
fuzz: $(VENV)/.dev
	nice -n 10 $(BIN)/python tools/fuzz_importers.py $(FUZZ)

# Every page as PNG into docs/img/pages, to be looked at, and the six of the README and the manual into docs/img.
screenshots: $(VENV)/.dev
	$(BIN)/python tools/screenshot.py
	$(BIN)/python tools/screenshot.py --chosen

# The first picture of every simulation, and the page that shows them: docs/gallery.md.
gallery: $(VENV)/.app
	$(BIN)/python tools/gallery.py

clean:
	rm -rf $(VENV) build dist
