PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: demo test bench screenshots documents venv clean

demo: $(STAMP)
	@$(BIN)/lockdash demo

test: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(STAMP)
	@$(BIN)/python -m tests.bench

screenshots: $(STAMP)
	$(BIN)/python -m tests.tools.screenshots

# The README's tables and the shells' completions are made of the program itself.
documents: $(STAMP)
	$(BIN)/python -m tests.tools.readme
	$(BIN)/python -m tests.tools.completions

venv: $(STAMP)

# Byte code is compiled even where the environment forbids it: without it the dashboard starts three times slower.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "lockdash needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q lockdash $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find lockdash tests -name __pycache__ -type d -prune -exec rm -rf {} +
