# Everything a reader or CI runs. `make demo` and `make test` do all the set-up themselves.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: help install demo test soak check format schema golden gallery bench clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## make .venv with the command and everything it needs

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

demo: install ## render the main sample to out/brooklyn-coffee.mp4
	@mkdir -p out
	$(BIN)/wavemaker render samples/brooklyn-coffee/composition.json -o out/brooklyn-coffee.mp4

test: install ## run the tests (under 5 minutes on 2 cores)
	$(BIN)/python -m pytest -n auto --dist worksteal

soak: install ## run the long proofs
	$(BIN)/python -m pytest -n auto -m soak

check: install ## format, lint, types, import order
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

format: install ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: install ## write the JSON Schema and the format reference from the models
	$(BIN)/python -m schemas.generate

golden: install ## write the golden pictures anew: make golden [NAME=test_name]
	WAVEMAKER_GOLDEN=update $(BIN)/python -m pytest tests -q -k "$(or $(NAME),golden)"

gallery: install ## draw docs/gallery.md from the compositions of samples/gallery
	$(BIN)/python -m gallery

bench: install ## compare with MoviePy, an FFmpeg graph and encode-only
	$(BIN)/python -m bench
	$(BIN)/python -m bench.costs
	$(BIN)/python -m bench.sound

clean: ## remove what was built; the cache of segments stays
	rm -rf out build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
