"""One list of dependencies: environment.yml and constraints.txt say the same as pyproject.toml."""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CONDA_NAMES = {"pytorch": "torch", "matplotlib-base": "matplotlib", "python-tzdata": "tzdata"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = [line for extra in PROJECT["optional-dependencies"].values() for line in extra]


def test_environment_yml_repeats_the_list() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    flat = [line for line in conda if isinstance(line, str)] + next(part["pip"] for part in conda if isinstance(part, dict))
    listed = {requirement.name: requirement.specifier for requirement in map(Requirement, flat)}
    listed = {CONDA_NAMES.get(name, name): specifier for name, specifier in listed.items()}
    assert listed.pop("python") == PROJECT["requires-python"]
    listed.pop("pip")
    assert listed == {requirement.name: requirement.specifier for requirement in map(Requirement, PROJECT["dependencies"])}


@pytest.mark.parametrize("line", PROJECT["dependencies"] + EXTRAS)
def test_constraints_pin_a_version_within_the_range(line: str) -> None:
    pins = map(Requirement, (ROOT / "constraints.txt").read_text().splitlines()[1:])
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    requirement = Requirement(line)
    assert versions[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_contributing_says_what_each_dependency_is_for(line: str) -> None:
    assert f"| `{Requirement(line).name}` |" in (ROOT / "CONTRIBUTING.md").read_text()
