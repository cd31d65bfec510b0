# site · test · bench · lint; each does its own set-up. Quiet in CI, progress on a terminal.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site env env-dev editor test lint bench clean serve

site: env
	$(BIN)/python -m sample.site

serve: env
	$(BIN)/portal serve

env: $(VENV)/.done

env-dev: $(VENV)/.done-dev

$(VENV)/.done: requirements.lock pyproject.toml
	@bash tools/python_venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.done-dev: $(VENV)/.done requirements-dev.lock package-lock.json
	@bash tools/test_packages.sh
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	npm ci --silent --no-fund --no-audit
	@touch $@

# The web editor, for offices that set [editor] in portal.toml (docs/editor.md); needs npm.
editor: .editor/decap-cms.js

.editor/decap-cms.js: tools/editor.lock tools/editor.sh
	@bash tools/editor.sh .editor

lint: env-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npx --no-install tsc --noEmit

test: lint editor
	$(BIN)/pytest -n 2 --dist loadfile

bench: env-dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) node_modules .editor output state
