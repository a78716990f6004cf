# make shot: from a fresh machine to a video. make test: the tests. make check: lint, types, import contract.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed

# make pictures: the README's pictures. make gallery: sets, looks and cast, painted, on a page (docs/gallery.html).
# make bench: the ladder on six shots (bench/results.json), ghosts and stains over the library (bench/ghosts.json), then what costs
#   what, as ratios.
# make held-out: the embedded model on sets that it never saw, beside its bars (bench/held_out.json).
# make turnaround: what a fresh shot, the same again and edits cost, now and before (bench/turnaround.json); on a quiet machine.
# make edits: what each kind of edit of a take costs (bench/edits.json); on a quiet machine.
# make stages: 200 random stages acted out, what comes back in them and in the library (bench/stages.json, bench/permanence.json), and 100
#   random stairs and ramps, holds and looks, and skin under clothes in the library (bench/ground.json, holds.json, gaze.json, cloth.json).
.PHONY: shot test check pictures gallery bench held-out stages turnaround edits clean

shot: $(STAMP)
	$(BIN)/steadycast shoot

test: $(STAMP)
	$(BIN)/pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

pictures: $(STAMP)
	$(BIN)/python -m studio.pictures docs

gallery: $(STAMP)
	$(BIN)/python -m studio.gallery docs

bench: $(STAMP)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.ghosts
	$(BIN)/python -m bench.ratios

held-out: $(STAMP)
	$(BIN)/python -m bench.held_out

stages: $(STAMP)
	$(BIN)/python -m bench.stages
	$(BIN)/python -m bench.permanence
	$(BIN)/python -m bench.ground
	$(BIN)/python -m bench.holds
	$(BIN)/python -m bench.gaze
	$(BIN)/python -m bench.cloth

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || \
	{ echo "Steadycast needs CPython 3.11 (PyBullet has wheels for no later one) and $(PYTHON) is not it." \
	"Install it, or name one: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet torch==2.14.1 torchvision==0.29.1
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

turnaround: $(STAMP)
	$(BIN)/python -m bench.turnaround

edits: $(STAMP)
	$(BIN)/python -m bench.edits

clean:
	rm -rf .venv build *.egg-info
