# `make demo` and `make test` start from nothing but Python 3.11 (or newer) and make.

PORT ?= 8000
DATA ?= var/demo
WORKERS ?= 2

BIN := .venv/bin
ROOMS_WITH_WORDS = $(patsubst %/locale,%,$(wildcard src/openweek/*/locale))
# Where ARGS chooses tests of one kind only, there is none of the other (5).
OR_NONE = || [ $$? -eq 5 ]
# The rooms whose actions lock rows, which databases do each in its way.
WRITTEN = $(addprefix tests/,community desk visits web challenges publishing writing)
INSTALL = requirements/build.txt pyproject.toml scripts/prepare.sh

.DEFAULT_GOAL := help

##@ To see it

.PHONY: demo
demo: .venv/.base ## Prepares everything and serves the demonstration (PORT=8000 DATA=var/demo)
	@$(BIN)/openweek demo --port $(PORT) --data $(DATA)

##@ To work on it

.PHONY: test
test: .venv/.dev tools ## Prepares everything and runs all tests, browser journeys included
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not journey" $(ARGS) $(OR_NONE)
	@$(BIN)/pytest -m journey $(ARGS) $(OR_NONE)

.PHONY: quick
quick: .venv/.dev ## Runs the tests that need no browser, without the long proofs of co-writing
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not journey and not proof" $(ARGS)

.PHONY: postgres
postgres: .venv/.dev tools ## Runs the tests of what people write, without a browser, on PostgreSQL
	@$(BIN)/python scripts/test_on_postgres.py -q -n $(WORKERS) --dist loadgroup \
		-m "not journey and not proof" $(or $(ARGS),$(WRITTEN))

.PHONY: lint
lint: style types walls templates migrations licences ## Runs every check that is not a test

.PHONY: style
style: .venv/.dev ## Checks style and formatting (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: .venv/.dev ## Checks types (mypy)
	@$(BIN)/mypy

.PHONY: walls
walls: .venv/.dev ## Checks that rooms import only downwards (import-linter)
	@$(BIN)/lint-imports

.PHONY: templates
templates: .venv/.dev ## Checks the templates (djlint)
	@$(BIN)/djlint --lint --quiet src/openweek

.PHONY: migrations
migrations: .venv/.dev ## Checks that the migrations say what the models say
	@OPENWEEK_DATA=$$(mktemp -d) $(BIN)/django-admin makemigrations --check --dry-run \
		--settings openweek.config.settings

.PHONY: licences
licences: .venv/.dev ## Checks that each file says its author and licence (REUSE)
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint --lines

.PHONY: wheel
wheel: .venv/.dev ## Builds the wheel and tries it in an empty place, without Node
	@$(BIN)/python scripts/check_wheel.py

.PHONY: messages
messages: .venv/.dev ## Gathers the words to translate in every room, and compiles them
	@$(BIN)/python scripts/messages.py

.PHONY: help-texts
help-texts: .venv/.dev ## Writes the commands' help into docs/operating.md
	@$(BIN)/python scripts/command_help.py

.PHONY: front
front: frontend/node_modules/.package-lock.json ## Builds the front end from its source (needs Node)
	@npm --prefix frontend run --silent typecheck
	@npm --prefix frontend run --silent build

.PHONY: lock
lock: ## Locks the dependencies again, with hashes (needs uv)
	@scripts/lock.sh

.PHONY: clean
clean: ## Removes what was installed and built here, and keeps your data in var/
	rm -rf .venv frontend/node_modules tests/ace/node_modules dist build test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help
help: ## Says what can be made
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What the above stand on.

.PHONY: tools
tools: system-tools frontend/node_modules/.package-lock.json tests/ace/node_modules/.package-lock.json

.PHONY: system-tools
system-tools:
	@scripts/install-test-tools.sh

.venv/.base: requirements/base.txt $(INSTALL)
	@sh scripts/prepare.sh base

.venv/.dev: requirements/dev.txt $(INSTALL)
	@sh scripts/prepare.sh dev

%/node_modules/.package-lock.json: %/package-lock.json | node
	@npm --prefix $* ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

.PHONY: node
node:
	@command -v npm >/dev/null || { echo "This needs Node and npm (nodejs.org, or apt install nodejs npm)." >&2; exit 1; }
