"""Submissions as nbgrader would execute them, without writing anything."""

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from .course import Course
from .sanitise import SubmissionCheck


class Sanitiser:
    """The first half of nbgrader's Autograde, by its own code and as ``nbgrader_config.py`` sets it up."""

    def __init__(self, course: Course, assignment: str):
        self.course = course
        self.assignment = assignment
        config = course.directory.config
        self._check = SubmissionCheck(config=config)
        directory = CourseDirectory(config=config, assignment_id=assignment)
        self._converter = Autograde(coursedir=directory, config=config)
        self._exporter = self._converter.exporter_class(parent=self._converter, config=config)
        self._converter.exporter = self._exporter
        self._converter._init_preprocessors()

    def notebooks(self, student: str) -> dict[str, NotebookNode]:
        """The sanitised notebooks of a submission by name. Raises SubmissionError when it is refused."""
        self._check.require(self.course.directory, self.assignment, student)
        source = self.course.path("source", self.assignment)
        folder = self.course.path("submitted", self.assignment, student)
        notebooks = {}
        for path in sorted(folder.glob("*.ipynb")):
            if (source / path.name).is_file():  # nbgrader passes over notebooks that the sheet has not
                resources = self._converter.init_single_notebook_resources(str(path))
                text, _ = self._exporter.from_filename(str(path), resources=resources)
                notebooks[path.stem] = nbformat.reads(text, as_version=4)
        return notebooks
