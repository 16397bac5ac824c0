# `make help` lists the targets. Everything is installed into .venv, from lock files with hashes, and needs no root.

# A Python to use instead of the first that fits: make PYTHON=/path/to/python run
PYTHON ?=
# Some environments forbid to keep compiled modules: each of the hundreds of processes that tests start would compile all
# that it imports, which takes one of web's 2.4 seconds of a core instead of 0.9.
unexport PYTHONDONTWRITEBYTECODE
VENV = .venv
BIN = $(VENV)/bin
# uv installs in seconds what pip takes minutes for; it reads the same lock files.
SYNC = $(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python

.PHONY: help run test test-compose soak recovery pressure audit corrections screenshots bench bench-stages bench-servers bench-board train train-finder train-strips fit-belief evaluate lint format lock samples schema clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Run web, a worker and Redis until Ctrl-C, at http://127.0.0.1:8000
	@exec $(BIN)/python -m compose.local

# Two files at a time, each process with a Redis and a Cassandra of its own, as most tests wait for others more than they
# compute. What ARGS names runs in one process.
test: $(VENV)/dev.stamp ## Run the tests: unit, integration, browser, short faults (ARGS="tests/unit -x")
	@$(BIN)/python -m pytest $(or $(ARGS),-n 2 --dist loadfile)

# These are not among the others: they need Docker, and half of their time is spent in starting stacks.
test-compose: $(VENV)/dev.stamp ## Run the tests of docker-compose.yml on a real Docker
	@$(BIN)/python -m pytest --override-ini=addopts="-ra --strict-markers --import-mode=importlib" \
	  --override-ini=timeout=900 tests/e2e/compose $(or $(ARGS),-n 2 --dist loadfile)

# make soak KILLS=200 SEED=1 STORE=cassandra
SOAK_ARGS = $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(STORE),--store $(STORE))

soak: $(VENV)/dev.stamp ## Kill and restart every part under load, and check that nothing is lost (ARGS="--help")
	@$(BIN)/python -m tests.faults.soak $(SOAK_ARGS) $(ARGS)

recovery: $(VENV)/dev.stamp ## Kill a worker amid a burst, and time the last answer (ARGS="--help")
	@$(BIN)/python -m tests.faults.recovery $(ARGS)

pressure: $(VENV)/dev.stamp ## Keep the queue at its limit at the highest load, and watch memory (ARGS="--help")
	@$(BIN)/python -m tests.faults.pressure $(ARGS)

audit: $(VENV)/run.stamp ## Compare the queue, its counters and the store, and list what does not add up
	@$(BIN)/python -m shared.audit $(ARGS)

corrections: $(VENV)/run.stamp ## Export what people corrected as NPZ and CSV, for training (ARGS="--help")
	@$(BIN)/python -m shared.corrections $(ARGS)

screenshots: $(VENV)/dev.stamp ## Make the pictures that README shows
	@$(BIN)/python -m tests.screenshots $(ARGS)

lint: $(VENV)/dev.stamp ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev.stamp ## Measure Numberfigure beside mosec, LitServe, BentoML and a tutorial (ARGS="--help")
	@$(BIN)/python -m tests.bench $(ARGS)

bench-stages: $(VENV)/dev.stamp ## Measure what each stage of a prediction costs (ARGS="--help")
	@$(BIN)/python -m tests.bench.stages $(ARGS)

bench-servers: $(VENV)/dev.stamp ## Measure the web servers to choose from (ADR 3)
	@$(BIN)/python -m tests.bench.servers $(ARGS)

bench-board: $(VENV)/dev.stamp ## Measure from the last stroke on the board to the digit on the screen
	@$(BIN)/python -m tests.bench.board $(ARGS)

train: $(VENV)/dev.stamp ## Train the network that ships (ARGS="--help" shows the options)
	@$(BIN)/python -m model.train $(ARGS)

train-finder: $(VENV)/dev.stamp ## Train the network that finds digits where thresholds leave doubt (ARGS="--help")
	@$(BIN)/python -m model.finder.train $(ARGS)

train-strips: $(VENV)/dev.stamp ## Train the network that reads lines of digits as a whole (ARGS="--help")
	@$(BIN)/python -m model.strips.train $(ARGS)

fit-belief: $(VENV)/dev.stamp ## Fit how far to believe what is read, after any of these was trained (ARGS="--help")
	@$(BIN)/python -m model.belief.train $(ARGS)

evaluate: $(VENV)/dev.stamp ## Evaluate the shipped artifact on all suites, and write its model card (ARGS="--help")
	@$(BIN)/python -m model.evaluate $(ARGS)

samples: $(VENV)/dev.stamp ## Draw the sample pictures of the home page anew
	@$(BIN)/python -m model.samples web/static/samples

schema: $(VENV)/run.stamp ## Create the tables of the store that NUMBERFIGURE_STORE_URL names
	@$(BIN)/python -m shared.store.schema

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" $(ARGS)

lock: $(VENV)/dev.stamp ## Choose versions anew, within what requirements/*.in allow, and lock them
	@for name in dev uv peers; do \
	  $(COMPILE) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done; for name in local worker worker-gpu web; do \
	  $(COMPILE) --constraints requirements/dev.txt requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

clean: ## Remove what was built and installed; data in var/ stays
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache

$(BIN)/uv: requirements/uv.txt
	@python=$$(compose/local/find_python $(PYTHON)) && "$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/run.stamp: $(BIN)/uv requirements/local.txt
	@echo "Installing what Numberfigure needs into $(VENV) (about a minute) ..."
	@$(SYNC) -r requirements/local.txt
	@touch $@

$(VENV)/dev.stamp: $(BIN)/uv requirements/dev.txt
	@echo "Installing what tests and training need into $(VENV) (about a minute) ..."
	@$(SYNC) -r requirements/dev.txt
	@touch $@ $(VENV)/run.stamp
