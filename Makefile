# Paths here are relative on purpose: make splits names at blanks, and the folder may have some.
.PHONY: help run test bench faults axe messages vendor lint
.DEFAULT_GOAL := help
export PYTHONUTF8 := 1

# The first Python that is new enough makes .venv and installs what a requirements file names.
prepare = for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	exec $$python config/environment.py $(1); fi; done; \
	echo 'Heard cannot start. It needs Python 3.11 or later: install it (on Debian or Ubuntu: apt-get install python3 python3-venv).' >&2; \
	exit 2

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: ## start everything; Ctrl-C stops it (PORT, DESK_PORT, DATA_DIR, DATABASE_URL, REDIS_URL)
	@$(call prepare,requirements.txt)
	@exec .venv/bin/python -m config.run

test: lint ## the whole suite, a real browser included; the exit status is the verdict
	@exec .venv/bin/python -m tests.machine
	@exec .venv/bin/python -m pytest -n 3 --dist loadgroup

lint: ## style and types
	@$(call prepare,requirements-dev.txt)
	@exec .venv/bin/python -m ruff check .
	@exec .venv/bin/python -m mypy

bench: ## measurements, one JSON object a line
	@$(call prepare,requirements-dev.txt)
	@exec .venv/bin/python -m bench

faults: ## the fault suite (FAULTS=short, full, or rows such as 1,4,12-14)
	@$(call prepare,requirements-dev.txt)
	@exec .venv/bin/python -m tests.faults

axe: ## the accessibility rules on every page of the public, in every language, and of the desk, at three widths
	@$(call prepare,requirements-dev.txt)
	@exec .venv/bin/python -m tests.axe

messages: ## bring the catalogues of translations up to date, and say what is missing
	@$(call prepare,requirements-dev.txt)
	@exec .venv/bin/python -m config.catalogues

vendor: ## compile GOV.UK and MoJ Frontend anew; needs Node and npm
	@exec node frontend/build.mjs
