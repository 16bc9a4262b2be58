# One command each. Python alone is needed: tools/bootstrap.py makes .venv from the hashed locks.
# PYTHON=  which Python    PORT=  where the demo is served    SERVE=0  do not serve    ALL=1  no test may be skipped

PYTHON ?= python3
PORT ?= 8765
SERVE ?= 1
ALL ?= 0

# -m and a relative path: the clone may lie in a folder with spaces or Chinese characters, and may be moved.
ifeq ($(OS),Windows_NT)
RUN := .venv/Scripts/python.exe
else
RUN := .venv/bin/python
endif

.PHONY: help venv dev spark conformance demo test screenshots lint format-check check types layers migrations reference reference-check format lock lock-check docs pictures bench wheel clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    make the demonstration company, write its June 2025 review, serve it (SERVE=0: only write)"
	@echo "make test    run every test this machine can run and say what was skipped (ALL=1: nothing may be skipped)"
	@echo "make lint    format check, lint, types, layers          make format  put the code in shape"
	@echo "make docs    run the worked numbers of the docs         make bench   speed against plain engines"
	@echo "make reference  write docs/reference from the code   make pictures  the README's, from the demo's review"
	@echo "make conformance  every metric on DuckDB, PostgreSQL and Spark, row for row (long)"
	@echo "make screenshots  a picture of every page of the web in screenshots/"
	@echo "make lock    resolve requirements/ anew                 make wheel   build the wheel in dist/"
	@echo "make clean   remove .venv, demo/ and build products"

venv:
	@$(PYTHON) tools/bootstrap.py

dev:
	@$(PYTHON) tools/bootstrap.py --dev

spark:
	@$(PYTHON) tools/bootstrap.py --spark

conformance: spark
	@$(RUN) tools/conformance.py --parts 8 --jobs 2

demo: venv
	@$(RUN) -m fupan demo --dir demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: dev
	@$(RUN) tools/run_tests.py $(if $(filter 1,$(ALL)),--all)

screenshots: dev
	@FUPAN_BROWSER=all FUPAN_SCREENSHOTS=screenshots $(RUN) -m pytest tests/web/browser/test_every_page.py -q

lint: format-check check types layers migrations reference-check

format-check: dev
	$(RUN) -m ruff format --check .

check: dev
	$(RUN) -m ruff check .

types: dev
	$(RUN) -m mypy

layers: dev
	$(RUN) -c "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True, no_cache=True))"

migrations: dev
	$(RUN) tools/check_migrations.py

reference: dev
	$(RUN) tools/build_reference.py --examples
	$(RUN) tools/block_pages.py

reference-check: dev
	$(RUN) tools/build_reference.py --check
	$(RUN) tools/block_pages.py --check

format: dev
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

lock: dev
	$(RUN) tools/lock.py --upgrade

lock-check: dev
	$(RUN) tools/lock.py --check

docs: dev
	$(RUN) -m pytest tests/test_docs.py -q

pictures: dev
	$(RUN) tools/build_pictures.py

bench: dev
	$(RUN) -m benchmarks

wheel: dev
	$(RUN) -m build --wheel --no-isolation

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('.venv', 'demo', 'dist', 'build', '.mypy_cache', '.ruff_cache', '.pytest_cache', '.hypothesis', '.import_linter_cache')]"
