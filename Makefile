# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PORT ?= 8000
export PORT
# What one process has compiled serves the others: a dozen of them start here, and hundreds in the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo-reset test lint bench clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: export VAR_DIR := $(or $(VAR_DIR),$(CURDIR)/var)
run: export WORKER_GRACE_SECONDS := $(or $(WORKER_GRACE_SECONDS),3)
# The other core compiles meanwhile what the web server will load.
run: .venv/run-ready ## set everything up and run the portal: web, worker, timetable (Ctrl-C ends it)
	@$(PY) -c "import ncc_opendata.wsgi, ncc_opendata.urls" & \
	  $(PY) manage.py prepare --port $(PORT) && wait
	@exec .venv/bin/supervisord --nodaemon --silent --configuration ncc_opendata/supervisord.conf

demo-reset: .venv/run-ready ## throw the demonstration's database away and seed it anew
	@$(PY) manage.py demo_reset

test: .venv/test-ready lint ## set everything up and pass the tests, on SQLite and on PostgreSQL with Redis
	@$(PY) tests/run.py

lint: .venv/test-ready ## style, types and layers
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint --quiet --lint templates

bench: .venv/test-ready ## run the benchmarks and print ratios
	@for b in bench/*_bench.py; do echo "== $$b"; $(PY) $$b || exit 1; done

clean: ## remove the environment and everything the portal wrote
	rm -rf .venv var

# uv installs the set in seconds: the machine's own, else one from PyPI; where neither can be had, pip does the same.
define install
	@if command -v uv >/dev/null; then \
	  { test -x $(PY) || uv venv --quiet --python $(PYTHON) .venv; } && \
	  uv pip install --quiet --python $(PY) -r $(1); \
	else \
	  { test -x $(PY) || $(PYTHON) -m venv .venv; } && \
	  { $(PY) -m pip install --quiet --disable-pip-version-check uv 2>/dev/null && \
	    .venv/bin/uv pip install --quiet --python $(PY) -r $(1) || \
	    $(PY) -m pip install --quiet --disable-pip-version-check -r $(1); }; \
	fi
	@touch $@
endef

.venv/run-ready: requirements.txt
	$(call install,requirements.txt)

.venv/test-ready: requirements.txt requirements-dev.txt
	$(call install,requirements-dev.txt)
	@touch .venv/run-ready
