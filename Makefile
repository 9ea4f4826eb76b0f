# `make` alone lists the targets. Everything runs in .venv; nothing is installed outside it but `make system`'s packages.
PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= -c constraints.txt
JOBS ?= 2
export PATH := $(abspath $(VENV))/bin:$(PATH)
# One thread for each BLAS and torch worker: two test processes with two threads each would only fight for the cores.
TEST_ENV := OMP_NUM_THREADS=1 PYTHONHASHSEED=0 COURSE_OFFLINE=1
# A namespace of its own, with nothing but the loopback interface: the suite proves that nothing is downloaded at run time.
OFFLINE := bwrap --dev-bind / / --unshare-net --die-with-parent

.PHONY: help setup lab test latest system lectures formulas pages release bundle grade report term demo bench bench-grading clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

setup: $(VENV)/.installed  ## Make .venv and install the course

$(VENV)/.installed: pyproject.toml constraints.txt $(wildcard lab_settings/*)
	[ -x $(VENV)/bin/pip ] || $(PYTHON) -m venv $(VENV)
	pip install --quiet $(CONSTRAINTS) -e .
	mkdir -p $(VENV)/etc/jupyter $(VENV)/share/jupyter/lab/settings
	cp lab_settings/jupyter_config.py $(VENV)/etc/jupyter/
	cp lab_settings/overrides.json $(VENV)/share/jupyter/lab/settings/
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	pip install --quiet $(CONSTRAINTS) -e '.[test]'
	touch $@

lab: setup  ## Open JupyterLab at lecture 1
	jupyter lab --ServerApp.root_dir=. lectures/01_introduction.ipynb

system:
	@[ -d tests ] || { echo "The tests are in a clone of the course, not in the students' zip." >&2; exit 1; }
	@tests/system_packages.sh

test: system $(VENV)/.installed-test  ## Install what is missing and run the whole suite, without a network
	$(TEST_ENV) $(OFFLINE) pytest -n $(JOBS)

latest:  ## The suite on the newest versions that pyproject.toml admits, in .venv-latest
	$(MAKE) test VENV=.venv-latest CONSTRAINTS=--upgrade

lectures: setup  ## Execute the lectures and store their outputs
	python tools/execute_lectures.py lectures/*.ipynb

formulas: setup  ## The formula sheet, to print: dist/formula_sheet.html and .pdf
	python -m course_utils.formula_sheet --to dist/formula_sheet.html

pages: setup  ## The course as web pages, to read without Python: dist/pages/index.html
	python -m course_utils.pages --to dist/pages

release: setup  ## Generate exercises/ from solutions/
	course-grading release

bundle: setup  ## The zip for students: no solutions, no hidden tests
	course-grading bundle

grade: setup  ## Grade a class: make grade a=td1
	course-grading grade $(or $(a),$(error which assignment? For instance: make grade a=td1))

report: setup  ## Write the report of a graded class again: make report a=td1
	course-grading report $(or $(a),$(error which assignment? For instance: make report a=td1))

term: setup  ## Final marks by course.toml, files for Moodle and Canvas, the report over the term
	course-grading term

demo: setup  ## One term of a made-up class of 30; one sheet: make demo a=td1
	course-grading demo $(if $(a),--only $(a))

bench: setup  ## Speed, each row a ratio measured side by side
	pip install --quiet $(CONSTRAINTS) -e '.[test,bench]'
	python -m bench

bench-grading: setup  ## Attacks, time and memory of grading, beside stock nbgrader
	pip install --quiet $(CONSTRAINTS) -e '.[test]'
	PYTHONPATH=tests/grading:tests/answers OMP_NUM_THREADS=1 $(OFFLINE) python -m bench.grading $(parts)

clean:  ## Remove demo/ and dist/ (never a gradebook)
	rm -rf demo dist
