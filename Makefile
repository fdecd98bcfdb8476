# One set of commands for people and for CI. Each does its own set-up on a machine with Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# Bytecode is written whatever the shell says: the tests start the program hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-long coverage bench captures migration dist lock clean

demo: $(VENV)/.ready
	@$(BIN)/courroie demo $(ARGS)

test: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

# What takes minutes: all outcomes, lives, kills and texts of which `make test` tries some.
test-long: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto --dist loadgroup \
	  -m "exhaustive or hypothesis" --hypothesis-profile=all $(ARGS)

# It takes twice as long to be counted.
coverage: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered $(ARGS)

bench: $(VENV)/.ready
	@$(BIN)/python -m bench $(ARGS)

# The pictures of the guides, by Chromium.
captures: $(VENV)/.ready
	@$(BIN)/python -m docs.captures

# After a change of tables, the step that leads there: make migration NAME="Count who reads".
migration: $(VENV)/.ready
	@$(BIN)/python -m bot.admin.migration "$(NAME)"
	@$(BIN)/ruff format --quiet bot/core/migrations

# The locked dependencies, hashes checked, then the project itself, editable.
$(VENV)/.ready: requirements-dev.lock pyproject.toml
	@echo "Installing the locked dependencies into $(VENV) (once, a minute or so)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Courroie needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What is released: the same bytes from the same files, whoever builds them.
dist: $(VENV)/.ready
	rm -rf dist
	umask 022 && $(BIN)/python -m hatchling build
	cp requirements.lock requirements-meaning.lock dist
	cd dist && sha256sum * > SHA256SUMS

# After a change of dependencies: the locks anew, for every platform, without any registry's address.
COMPILE := $(BIN)/uv pip compile --quiet --universal --no-strip-extras --generate-hashes \
	--no-emit-index-url --no-header --python-version 3.11
lock: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lock.lock
	$(COMPILE) --extra postgresql --extra sandbox pyproject.toml -o requirements.lock
	$(COMPILE) --extra meaning --extra postgresql --extra sandbox --group dev pyproject.toml -o requirements-dev.lock
	for each in build lock meaning; do \
	  $(COMPILE) --group $$each --constraint requirements-dev.lock -o requirements-$$each.lock || exit; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .coverage dist
