# Everything a person or CI does with Adjutant. `make help` lists it.
# The two that matter: `make run` (build and start the demo) and `make test` (everything).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Outside the checkout, so that third-party crates compile once for every clone.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/adjutant/target
# Python's virtual environments and other downloads that outlive a clone.
export ADJUTANT_CACHE ?= $(HOME)/.cache/adjutant
ADJUTANT := $(CARGO_TARGET_DIR)/debug/adjutant

DATA ?= .adjutant/demo
LISTEN ?= 127.0.0.1:8700
SANDBOX_LISTEN ?= 127.0.0.1:8701
SPEED ?= 60
SEED ?= 7
# Of the language's long tests: cases of the agreement, seconds of each fuzz target (an hour in a long run), and which.
LANGUAGE_CASES ?= 1000000
ANALYSIS_CASES ?= 20000
DURATION ?= 60
TARGET ?= all

.PHONY: help run build web test test-rust test-postgres test-web test-browser test-judge test-api test-kill test-language-long fuzz lint packages openapi types bench-editor bench-language bench-windows bench-dashboard clean-demo

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: build ## Build everything and start the demo
	$(ADJUTANT) demo --data $(DATA) --listen $(LISTEN) --sandbox-listen $(SANDBOX_LISTEN) --speed $(SPEED) --seed $(SEED)

build: web ## Build the program with its pages
	cargo build --package api

web: web/dist/index.html ## Build the pages

WEB_SOURCES := $(shell find web/src web/tools web/scripts -type f 2>/dev/null) web/index.html web/package-lock.json web/vite.config.ts

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build
	touch $@

test: ## Everything: Rust on both databases, pages, browser, outside judges
	scripts/test-all

test-rust: ## Rust on SQLite
	scripts/test-rust

test-postgres: ## Rust on a throw-away PostgreSQL cluster
	scripts/test-postgres

test-web: web/node_modules/.package-lock.json ## The pages' own tests, lint, generated types
	scripts/test-web

test-language-long: ## Columns, tree walk and reference on LANGUAGE_CASES random rules, the analysis attacked with ANALYSIS_CASES
	LANGUAGE_CASES=$(LANGUAGE_CASES) cargo test --package dsl --lib --release -- agreement
	ANALYSIS_CASES=$(ANALYSIS_CASES) cargo test --package dsl --lib --release -- analyse::attacks

fuzz: ## Bent texts against the language: each target for DURATION seconds
	cargo run --quiet --package dsl --release --example fuzz -- $(TARGET) $(DURATION)

test-kill: ## kill -9 at every step of an action's life, on both databases
	scripts/test-kill

test-browser: build ## The people's walks in Chromium on a fresh demo
	scripts/test-browser

test-judge: build ## Google's own message classes judge what is sent and answered
	scripts/test-judge

test-api: build ## The API against its own document, as every role
	scripts/test-api

bench-dashboard: ## How long the dashboards' reads take on 10,000 campaigns with two years of days
	cargo bench --package engine --bench dashboard

lint: ## Format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- --deny warnings

openapi: ## Write web/openapi.json from the program and the types from it
	cargo build --package api
	$(ADJUTANT) openapi > web/openapi.json
	cd web && npm run --silent types

bench-editor: ## How long the editor waits for a text of 1,000 lines and for hostile ones
	cargo bench --package dsl --bench editor

bench-windows: ## Whether the sum of a window costs the same for a day and for a year
	cargo bench --package engine --bench windows

bench-language: ## The language beside hand-written columns, rhai, CEL, zen and SQLite, and what it promises of its speed
	cargo run --quiet --release --manifest-path benches/language/Cargo.toml

packages: ## Install the Debian packages that tests need (as root; else prints the line)
	scripts/packages postgresql chromium python3-venv

clean-demo: ## Forget the demo's data
	rm -rf $(DATA)
