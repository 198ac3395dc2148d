# make run: everything, on one port, with the demo world. make help: the rest.
export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS = 1
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check bench soak ci lock diagrams

help:
	@echo "run    menyalakan e-Rakortek dengan dunia latihan"
	@echo "test   seluruh pengujian, termasuk di peramban"
	@echo "check  lint, tipe, urutan impor, templat, migrasi, audit dependensi"
	@echo "bench  mengukur; hasilnya dicetak"
	@echo "soak   uji acak panjang"
	@echo "ci     check, test, dan pengujian basis data pada PostgreSQL 15"
	@echo "lock   menyusun ulang berkas dependensi terkunci"

$(VENV)/runtime: requirements/build.txt requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Lingkungan Python tidak dapat dibuat: pasang Python 3.11 ke atas beserta paket python3-venv." >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev: $(VENV)/runtime requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	touch $@

run: $(VENV)/runtime
	ERAKORTEK_DEMO=$${ERAKORTEK_DEMO:-1} exec $(BIN)/erakortek up

test: $(VENV)/dev
	@sh tests/need-chromium.sh
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser
	$(BIN)/python -m pytest tests/browser

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/python -m pytest -q tests/database/test_migrations.py
	$(BIN)/deptry src
	$(BIN)/python -m tests.audit_dependencies

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks.run

soak: $(VENV)/dev
	ERAKORTEK_SOAK=1 $(BIN)/python -m pytest -v tests/browser/test_kills.py tests/target/test_races.py tests/architecture/test_row_security.py

ci: $(VENV)/dev
	sh tests/stages.sh

lock:
	cd requirements && for name in build runtime dev; do ../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 $$name.in --output-file $$name.txt; done

diagrams: $(VENV)/dev
	$(BIN)/python -m tests.architecture.diagrams
