"""nbgrader's step *execute*, in isolation: takes the place of its ``Execute`` in ``nbgrader_config.py``."""

from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict, TraitError, validate

from ..jobs import Job, make_job
from ..results import ResultStore
from .limits import Limits


class Isolate(NbGraderPreprocessor):
    """Takes a submission's result from the course's store, or executes it now and keeps the result."""

    limits = Dict(
        help=f"What one submission may use, where it differs from {asdict(Limits())}."
    ).tag(config=True)

    @validate("limits")
    def _known_limits(self, proposal: dict[str, Any]) -> dict[str, Any]:
        if unknown := proposal["value"].keys() - asdict(Limits()).keys():
            known = ", ".join(asdict(Limits()))
            raise TraitError(f"c.Isolate.limits has {', '.join(sorted(unknown))}; there are: {known}.")
        return proposal["value"]

    def job(self, notebook: NotebookNode, directory: CourseDirectory, assignment: str) -> Job:
        """The job of executing a sanitised notebook of an assignment."""
        return make_job(notebook, directory, assignment, Limits(**self.limits))

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        directory = CourseDirectory(config=self.config)
        assignment = resources["nbgrader"]["assignment"]
        job = self.job(nb, directory, assignment)
        return ResultStore.of(directory, assignment).executed(job), resources
