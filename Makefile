# Every task of the project. `make` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
# Both tests and checks run once in each environment: Rasa's code in the engine's, all other in the app's.
ENGINE_TESTS := $(wildcard tests/engine tests/nlu tests/classifier tests/encoder tests/evaluation tests/actions)
ENGINE_CODE := $(wildcard bot/engine bot/nlu bot/encoder bot/evaluation actions) $(shell grep -l '^ENVIRONMENT = "engine"' bot/cli/*.py)
APP_CODE := benchmarks $(filter-out $(ENGINE_CODE) bot/cli bot/__pycache__,$(wildcard bot/*)) $(filter-out $(ENGINE_CODE),$(wildcard bot/cli/*.py))
PYTHON_FILES := $(wildcard bot tests actions benchmarks)
APP := .venv/app/bin/python
ENGINE := .venv/engine/bin/python
ARGS :=
NODE_MODULES := widget/node_modules/.package-lock.json
# Only who changes the widget needs Node: without it these tasks are left out, and it is said. In CI they fail.
npm = cd widget && if command -v npm >/dev/null || [ "$$CI" = true ]; then npm $(1); else echo "No Node here, so this is left out: npm $(1)" >&2; fi

.PHONY: help setup run test lint format typecheck check train eval eval-safety bench widget lock clean dev

help: ## list every target
	@sed -n "s|^\([a-z-]*\):.*## \(.*\)|\1:\2|p" $(MAKEFILE_LIST) | awk -F: '{printf "  make %-11s %s\n", $$1, substr($$0, length($$1) + 2)}'

setup: ## make the environments, the sentence encoder and the danger screen
	@./assistant setup

run: ## set up, check, train when needed, and run the assistant until Ctrl-C
	@./assistant run

dev: $(NODE_MODULES)
	@./assistant setup --dev

$(NODE_MODULES): widget/package-lock.json
	@$(call npm,ci --no-audit --no-fund --ignore-scripts)

test: dev ## set up and run all tests (ARGS="-k card" chooses some)
	@./assistant train
	@failed=0; chosen='$(ARGS)'; \
	ran() { [ "$$1" -eq 0 ] || { [ "$$1" -eq 5 ] && [ -n "$$chosen" ]; } || failed=1; }; \
	$(APP) -m pytest tests -n auto --dist loadfile $(addprefix --ignore=,$(ENGINE_TESTS)) $(ARGS); ran $$?; \
	$(ENGINE) -m pytest $(ENGINE_TESTS) $(ARGS); ran $$?; \
	exit $$failed

lint: dev ## look for mistakes and unformatted code
	@$(APP) -m ruff check $(PYTHON_FILES)
	@$(APP) -m ruff format --check $(PYTHON_FILES)
	@$(call npm,run --silent lint)

format: dev ## format the code and mend what can be mended by itself
	@$(APP) -m ruff check --fix $(PYTHON_FILES)
	@$(APP) -m ruff format $(PYTHON_FILES)
	@$(call npm,run --silent format)

typecheck: dev ## check the types
	@$(APP) -m mypy --cache-dir var/mypy/app $(APP_CODE)
	@$(ENGINE) -m mypy --cache-dir var/mypy/engine $(ENGINE_CODE)
	@$(call npm,run --silent typecheck)

check: ## check everything that staff edit
	@./assistant check

train: ## train a model, when the content changed since the last one
	@./assistant train

eval: ## measure how well questions are understood: docs/evaluation.md
	@./assistant evaluate --report docs/evaluation.md

eval-safety: dev ## measure how well danger is seen, beside other tools: docs/safety.md (ARGS=--misses prints the misses)
	@./assistant setup --peers
	@$(APP) -m bot.evaluation.safety $(ARGS)

bench: dev ## compare with Rasa's default pipeline: docs/benchmark.md
	@./assistant setup --bench
	@$(APP) benchmarks/bench.py $(ARGS)

widget: $(NODE_MODULES) ## build the chat widget (needs Node)
	@cd widget && npm run --silent build

lock: ## compile requirements/*.in to *.txt (UPGRADE=--upgrade takes the newest versions)
	@./assistant setup --lock $(UPGRADE)

clean: ## remove what was made: environments, models, the encoder, logs and conversations
	@rm -rf .venv .uv models var .rasa .pytest_cache .ruff_cache .mypy_cache widget/node_modules
