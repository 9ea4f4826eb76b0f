"""A course's folder, and nbgrader run in it."""

import os
import subprocess
import sys
import warnings
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry
from nbgrader.converters import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

CONFIG = "nbgrader_config.py"
STEPS = ("release", "submitted", "autograded", "feedback")  # what is written to, as are the next
OTHERS = (".grading", "logs", "marks", "reports")


class CourseError(RuntimeError):
    """Something that the instructor can put right; the message says how."""


@dataclass(frozen=True)
class Course:
    """The folder that holds ``nbgrader_config.py``, and the settings in it."""

    root: Path
    directory: CourseDirectory

    @classmethod
    def at(cls, root: Path | str = ".") -> "Course":
        """The course in the folder ``root``. Raises CourseError when it holds no ``nbgrader_config.py`` that is Python."""
        root = Path(root).resolve()
        if not (root / CONFIG).is_file():
            raise CourseError(
                f"{root} holds no {CONFIG}: run this in the course's folder, or name it with --course-dir."
            )
        try:
            config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
        except Exception as error:  # it is the instructor's Python: a slip of the pen can raise anything
            raise CourseError(f"{root / CONFIG} cannot be read. {type(error).__name__}: {error}.") from None
        return cls(root, CourseDirectory(config=config))

    def require_folders(self) -> None:
        """Raises CourseError when a file stands where the course keeps a folder, or nothing can be written there.

        Said before anything is done: halfway, each submission would fail for it.
        """
        folders = [self.path(step, ".", ".") for step in STEPS] + [self.root / name for name in OTHERS]
        for folder in [self.root, *folders]:
            if not os.path.lexists(folder):
                continue
            if not folder.is_dir():
                raise CourseError(f"{folder} is no folder, and the course keeps one there: move it away.")
            if not os.access(folder, os.W_OK | os.X_OK):
                raise CourseError(f"{folder} cannot be written to: `chmod u+rwx '{folder}'`, or ask whose it is.")

    def path(self, step: str, assignment: str, student: str = ".") -> Path:
        """The folder of an assignment in a step: source, release, submitted, autograded or feedback."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(self.directory.format_path(name, student, assignment)))

    def log(self, assignment: str, student: str) -> Path:
        """Where nbgrader's log of a submission that could not be graded is kept."""
        return self.root / "logs" / assignment / f"{student}.log"

    def assignments(self) -> list[str]:
        """The assignments that have a notebook in the source folder, sorted."""
        source = self.path("source", ".")
        return sorted({notebook.parent.name for notebook in source.glob("*/*.ipynb")})

    def require(self, assignment: str) -> None:
        """Raises CourseError when the source folder holds no such assignment."""
        known = self.assignments()
        if assignment not in known:
            source = self.path("source", ".").name
            raise CourseError(
                f"No assignment {assignment!r} in {source}/. There are: {', '.join(known) or 'none yet'}."
            )

    def submitters(self, assignment: str) -> list[str]:
        """The students whose submission has been collected, sorted. Raises CourseError when there is none."""
        students = self.collected(assignment)
        if not students:
            raise CourseError(
                f"No submission of {assignment} in {self.path('submitted', '.').name}/. Collect them first, "
                f"with `nbgrader collect {assignment}` or, from an archive of the LMS, "
                f"`nbgrader zip_collect {assignment}`."
            )
        return students

    def collected(self, assignment: str) -> list[str]:
        """The same, and an empty list when there is none."""
        pattern = self.path("submitted", assignment, "*").relative_to(self.root)
        folders = sorted(folder for folder in self.root.glob(str(pattern)) if folder.is_dir() or folder.is_symlink())
        return [folder.parent.name for folder in folders]

    def graded_notebooks(self, assignment: str, student: str) -> list[Path]:
        """A submission's graded notebooks, sorted; none when it could not be graded or has not been yet."""
        return sorted(self.path("autograded", assignment, student).glob("*.ipynb"))

    def convert(
        self,
        converter: type[BaseConverter],
        assignment: str,
        student: str = ".",
        *,
        changed: Config | None = None,
        **traits: Any,
    ) -> None:
        """Runs one of nbgrader's converters in this process, as its command would, with ``changed`` settings.

        Raises CourseError with nbgrader's log when it fails.
        """
        config = deepcopy(self.directory.config)  # a shallow copy would share the sections that are changed
        config.merge(changed or {})
        directory = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own affair, and harmless
            outcome = capture_log(converter(coursedir=directory, config=config, **traits))
        if not outcome["success"]:
            raise CourseError(
                f"nbgrader's {converter.__name__} failed:\n{outcome.get('log', '')}{outcome['error']}"
            )

    def nbgrader(self, *arguments: str) -> None:
        """Runs an nbgrader command in the course's folder. Raises CourseError with its log when it fails."""
        command = [sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        if done.returncode:
            raise CourseError(f"`nbgrader {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")

    def gradebook(self) -> Gradebook:
        """The course's gradebook, to be used in a ``with`` block."""
        return Gradebook(self.directory.db_url, self.directory.course_id)


def find_assignment(gradebook: Gradebook, assignment: str) -> Assignment:
    """The gradebook's entry for an assignment. Raises CourseError when it has none."""
    try:
        return gradebook.find_assignment(assignment)
    except MissingEntry:
        raise CourseError(
            f"The gradebook has no assignment {assignment!r}: grade it first, with "
            f"`course-grading grade {assignment}`."
        ) from None
