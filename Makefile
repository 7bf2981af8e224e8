# `make` alone lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help up down clean-data token code test test-long lint tour bench build deploy infra unit e2e functions prerequisites

PORT_BASE ?= 4566
E2E_PORT_BASE ?= 4666
DRILL_PORT_BASE ?= 4766
LOAD_PORT_BASE ?= 4866
LOAD_SECONDS ?= 600
export DRILL_PORT_BASE E2E_PORT_BASE LOAD_SECONDS
ARCH ?= arm64
export PORT_BASE STATE

PY := .venv/bin/python
LINT := target/tools/lint
AWS := target/tools/aws
SCAN := target/tools/scan
# Says what begins and how long it took.
TIMED := bash local/timed.sh
TEMPLATES = $(shell grep -l 'Type: AWS::' infra/*.yaml infra/generated/*.yaml)

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: .venv/installed functions ## build, start, deploy, load the demo and serve the pages on this machine (PORT_BASE=4566)
	@$(PY) -m local.stack up

down: ## stop everything; the data stays
	@if [ -x $(PY) ]; then $(PY) -m local.stack down; fi

clean-data: ## stop everything and forget data, accounts and passwords
	@if [ -x $(PY) ]; then $(PY) -m local.stack clean; fi

token: export TOKEN_PASSWORD := $(password)
token: ## print an access token: make token user=doctor, or of any account: email=… password='…' (staff: totp_secret=…)
	@$(PY) -m local.stack token $(if $(user),--user '$(user)') $(if $(email),--email '$(email)') \
	  $(if $(password),--password "$$TOKEN_PASSWORD") $(if $(totp_secret),--totp-secret '$(totp_secret)')

code: .venv/installed ## print the six digits that a member of staff signs in with: make code user=doctor
	@$(PY) -m local.stack code $(if $(user),--user '$(user)')

test: unit e2e ## everything a change must pass

test-long: .venv/installed $(AWS)/installed $(SCAN)/installed ## the full sets, resumable: make test-long, or one part of them: PART=alarms-1 (PART=list says which)
	@case "$(PART)" in *contract*|typing|webkit|"") $(MAKE) --no-print-directory functions;; esac
	@$(PY) -m tests.long $(if $(filter list,$(PART)),--list,$(PART))

# Generated tests are the same in every run here, and new ones in `make test-long PART=properties`: a change fails by its own fault.
unit: export PROPTEST_RNG_SEED ?= 20260401
unit: .venv/installed $(SCAN)/installed
	@$(TIMED) 'the crates' cargo test --quiet --workspace
	@$(TIMED) 'deployment and local programs, documents' $(PY) -m pytest -q infra local
	@$(PY) -m local.stack.packages local/identity-provider web
	@$(TIMED) "the card app's stand-in" npm --prefix local/identity-provider test --silent
	@$(TIMED) 'the web pages' npm --prefix web test --silent
	@$(TIMED) 'codes before a camera' $(SCAN)/bin/python -m tests.scan --count 20

e2e: .venv/installed functions
	@if [ -d tests/e2e ]; then $(TIMED) 'the deployed shape over HTTP' $(PY) -m local.stack test --lanes 2 --state target/e2e --port-base $(E2E_PORT_BASE) -- tests/e2e; fi

lint: .venv/installed $(LINT)/installed ## formatting, clippy, templates, roles, the web pages' types
	@$(TIMED) 'formatting' cargo fmt --all --check
	@$(TIMED) 'clippy' cargo clippy --quiet --workspace --all-targets -- -D warnings
	@$(TIMED) 'ruff' $(LINT)/bin/ruff check --quiet --config local/ruff.toml infra local shared tests/e2e tests/lighthouse tests/long tests/scan
	@$(TIMED) 'ruff, formatting' $(LINT)/bin/ruff format --quiet --check --config local/ruff.toml infra local shared tests/e2e tests/lighthouse tests/long tests/scan
	@$(TIMED) 'cfn-lint' $(LINT)/bin/cfn-lint --regions ap-northeast-1 -- $(TEMPLATES)
	@$(TIMED) 'checkov' $(LINT)/bin/checkov --config-file infra/checkov.yaml
	@$(PY) -m local.stack.packages web
	@$(TIMED) 'types of the web pages' npm --prefix web run --silent check

tour: .venv/installed ## walk through the notebook as its people do, on the running stack
	@$(PY) -m local.tour

bench: functions ## measure against the budgets, then ten minutes of load (LOAD_SECONDS=600) on a stack of its own
	@bash bench/run.sh
	@$(TIMED) '30 requests a second' $(PY) -m local.load --state target/load --port-base $(LOAD_PORT_BASE)

infra: .venv/installed ## write the generated templates, the OpenAPI document, its list, its client and the sample events
	cargo run --quiet --package xtask -- infra
	@$(PY) -m infra.documents.operations
	@$(PY) -m local.stack.packages web
	@cd web && npm run --silent generate > /dev/null

build: .venv/installed $(AWS)/installed ## build for AWS with cargo-lambda (ARCH=arm64|x86_64), and the pages
	@$(PY) -m local.stack.pages
	@PATH="$(CURDIR)/$(AWS)/bin:$$PATH" $(PY) -m infra.deploy.build --env prod --arch $(ARCH)

# SET reaches the program as a variable and through no shell: values have | and spaces.
deploy: export SET := $(value SET)
deploy: .venv/installed $(AWS)/installed ## deploy what `make build` built: make deploy ENV=dev|stage|prod SET="Name=value …" THROUGH=stack
	@PATH="$(CURDIR)/$(AWS)/bin:$$PATH" $(PY) -m infra.deploy --env '$(ENV)' $(if $(THROUGH),--through '$(THROUGH)')

functions: .venv/installed
	@$(PY) -m infra.deploy.build --env local

prerequisites:
	@bash local/prerequisites.sh

.venv/installed: local/requirements.txt local/prerequisites.sh
	@bash local/prerequisites.sh
	@bash local/venv.sh .venv local/requirements.txt

$(LINT)/installed: local/requirements-lint.txt
	@bash local/venv.sh $(LINT) local/requirements-lint.txt

$(AWS)/installed: local/requirements-deploy.txt
	@bash local/venv.sh $(AWS) local/requirements-deploy.txt

$(SCAN)/installed: local/requirements-scan.txt
	@bash local/venv.sh $(SCAN) local/requirements-scan.txt
