# Everything that a person does here, with nothing but Python 3.11 and make. Set-up speaks on stderr, so that stdout is the command's own.
MAKEFLAGS += --no-print-directory --no-builtin-rules
SHELL := /bin/bash
PYTHON ?= python3
ARGS ?=
# Compiled modules are kept even where the machine is told not to: without them each process reads every module from source, three seconds of processor.
unexport PYTHONDONTWRITEBYTECODE
PARALLEL ?= --numprocesses auto --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
BUILD := beatbook/web/static/build
FRONT_END := $(shell find assets beatbook/web/build_assets.py -type f -not -path '*/node_modules/*' 2>/dev/null)
CHECK_ENVIRONMENT := DJANGO_SETTINGS_MODULE=beatbook.config.settings BEATBOOK_SECRET_KEY=check BEATBOOK_HOME=.beatbook-test

.PHONY: demo test test-server test-spark check fix bench bench-linkage bench-technology bench-forecast bench-opendata assets clean help bench-view
.DEFAULT_GOAL := help

help:
	@echo 'make demo         the made-up county, loaded, linked and in your browser (ARGS="--no-serve --json" for the summary alone)'
	@echo 'make test         every test (ARGS="tests/db -x" for some)      make test-server   the same on a PostgreSQL 16 over TCP'
	@echo 'make test-spark   that Spark links as one machine does (needs Java 17)'
	@echo 'make check        style, types, architecture, migrations, lock  make fix           what of that can be put right by itself'
	@echo 'make bench        figures as JSON lines                         make clean         removes what is built, never your data'
	@echo 'make bench-linkage who is who beside Splink and GoldenMatch (ARGS=--quick in 80 seconds)'
	@echo 'make bench-forecast forecasts beside their baselines, on real cities where they are at hand'
	@echo 'make bench-tension   false alarms and found doublings of the tension indicators, simulated (ARGS=--quick)'
	@echo 'make bench-opendata  street crime within a mile, and 200 questions a second, at the interface'
	@echo 'make audit        asks public lists for known faults of what we build on (needs the network)'
	@echo 'make bench-technology plans, the fund and the books (ARGS=--quick for a tenth of the cases)'

demo: .venv/.synced $(BUILD)/.built
	@$(BIN)/beatbook demo $(ARGS)

test: .venv/.synced $(BUILD)/.built
	@$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-server: .venv/.synced $(BUILD)/.built
	@$(BIN)/python -m tests.server $(ARGS)

# Spark is an extra of some 500 MB that needs Java 17: its tests have an environment of their own, and are left out of `make test`.
.venv-spark/.synced: uv.lock pyproject.toml .venv/.synced
	@UV_PROJECT_ENVIRONMENT=$(CURDIR)/.venv-spark $(call uv) sync --locked --all-groups --extra spark --python $(BIN)/python 1>&2
	@touch $@

test-spark: .venv-spark/.synced $(BUILD)/.built
	@PYSPARK_PYTHON=$(CURDIR)/.venv-spark/bin/python .venv-spark/bin/python -m pytest --numprocesses 1 tests/linkage/spark $(ARGS)

check: .venv/.synced
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(call uv) lock --check
	@$(CHECK_ENVIRONMENT) $(BIN)/python -W 'ignore:Got an error checking:RuntimeWarning' -m django makemigrations --check --dry-run
	@$(BIN)/python -m pytest -q tests/test_architecture.py

fix: .venv/.synced
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

BENCH := $(CURDIR)/.beatbook-bench
bench: .venv/.synced $(BUILD)/.built
	@rm -rf $(BENCH)
	@BEATBOOK_HOME=$(BENCH) $(BIN)/beatbook demo --no-serve --json
	@outcome=0; for file in benchmarks/[a-z]*.py; do \
	    case $$file in */web_server.py|*/measures.py) continue;; esac; \
	    BEATBOOK_BENCHMARK_HOME=$(BENCH) $(BIN)/python -m "benchmarks.$$(basename "$$file" .py)" $(ARGS) || outcome=1; \
	done; BEATBOOK_HOME=$(BENCH) $(BIN)/beatbook db stop 1>&2; rm -rf $(BENCH); exit $$outcome

# The peers live in an environment of their own, locked apart from the product's.
.venv-peers/.synced: benchmarks/linkage/peers/uv.lock benchmarks/linkage/peers/pyproject.toml .venv/.synced
	@UV_PROJECT_ENVIRONMENT=$(CURDIR)/.venv-peers $(call uv) sync --locked --project benchmarks/linkage/peers --python $(BIN)/python 1>&2
	@touch $@

bench-linkage: .venv/.synced .venv-peers/.synced
	@$(BIN)/python -m benchmarks.linkage.run $(ARGS)

bench-technology: .venv/.synced
	@outcome=0; for file in benchmarks/technology*.py; do $(BIN)/python -m "benchmarks.$$(basename "$$file" .py)" $(ARGS) || outcome=1; done; exit $$outcome

.PHONY: bench-measures
bench-measures: .venv/.synced
	@BEATBOOK_HOME=$(BENCH) $(BIN)/python -m benchmarks.measures $(ARGS); outcome=$$?; \
	    BEATBOOK_HOME=$(BENCH) $(BIN)/beatbook db stop 1>&2; exit $$outcome

bench-opendata: .venv/.synced
	@$(BIN)/python -m benchmarks.opendata $(ARGS)

bench-forecast: .venv/.synced
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.forecast $(ARGS)

.PHONY: bench-tension
bench-tension: .venv/.synced
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.tension $(ARGS)

bench-view: .venv/.synced $(BUILD)/.built
	@$(BIN)/python -m benchmarks.view $(ARGS)

assets: .venv/.synced $(BUILD)/.built
	@:

# Asks public lists whether anything that we build on has a known fault. Needs the network, so it is no part of CI; an unanswered question is a failure.
.PHONY: audit
audit: .venv/.synced
	@list=$$(mktemp); trap 'rm -f "$$list"' EXIT; \
	    $(call uv) export --quiet --locked --all-groups --no-emit-project --format requirements-txt > "$$list" && \
	    $(call uv) tool run pip-audit --strict --disable-pip --require-hashes --requirement "$$list"
	@cd assets && PATH="$(CURDIR)/$(BIN):$$PATH" npm audit

clean:
	@if [ -x $(BIN)/beatbook ]; then for home in .beatbook-test .beatbook-test/gw*; do \
	    [ ! -d $$home ] || $(CHECK_ENVIRONMENT) BEATBOOK_HOME=$$home $(BIN)/beatbook db stop 1>&2 || true; done; fi
	@rm -rf $(BUILD) assets/node_modules .beatbook-test .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results dist

# uv from the path, else the one that was put into .venv; PIP_* and UV_* of the environment reach both untouched.
uv = $$(command -v uv || echo $(BIN)/uv)

.venv/.synced: uv.lock pyproject.toml
	@{ command -v uv || [ -x $(BIN)/uv ] || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet uv; }; } 1>&2
	@$(call uv) sync --locked --all-groups --python "$$([ -x $(BIN)/python ] && echo $(BIN)/python || echo $(PYTHON))" 1>&2
	@touch $@

$(BUILD)/.built: .venv/.synced $(FRONT_END)
	@if [ -e assets/package.json ]; then PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m beatbook.web.build_assets 1>&2; fi
	@mkdir -p $(BUILD) && touch $@
