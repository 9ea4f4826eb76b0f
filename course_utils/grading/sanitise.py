"""Sanitise by allow-list: the notebook that is graded is the instructor's, with the student's answers in it.

``nbgrader_config.py`` names two classes of this module. `SubmissionExporter` looks at the folder before
nbgrader copies anything, and reads the notebook; `Rebuild` puts the answers into the instructor's cells.
What a submission says about points, names, kinds, tags, kernels or outputs is never taken over.
"""

import json
import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_solution
from traitlets import Float
from traitlets.config import LoggingConfigurable

from .individual import is_individual, student_number
from .isolation.outputs import PICTURES, is_base64, writable
from .policy import policy_of

MAJOR_VERSION = 4
OWN = {"course": {"own": True}}  # the mark of the student's own cells
MISSING = "This answer cell was missing from the submission."


class Refusal(Enum):
    """Why a submission is not graded, and what the instructor can do about it."""

    LINK = "links lead out of a submission: ask for the file itself."
    NO_FILE = "only plain files can be handed in: ask for the notebook file."
    TOO_LARGE = (
        "ask for the notebook without outputs and large files, or raise c.SubmissionCheck.max_megabytes."
    )
    NO_NOTEBOOK = "the folder holds no notebook: ask for it."
    WRONG_NAME = "no notebook has the name of the sheet: rename the file, if it is the right one."
    UNREADABLE_NAME = "the name of this notebook is no text: remove the file, or rename it."
    TIMESTAMP = "it is to hold the time of the hand-in: correct it, or remove the file."
    NOT_TEXT = "a notebook is a text file in UTF-8: the file is damaged or of another kind."
    NOT_JSON = "a notebook is a JSON file: the file is damaged or of another kind."
    NOT_A_NOTEBOOK = "it is JSON, but holds no list of cells: the file is damaged or of another kind."
    NEWER_FORMAT = "this nbformat is newer than 4: ask for the notebook saved as nbformat 4."

    @property
    def kind(self) -> str:
        """The name in words.

        >>> Refusal.WRONG_NAME.kind
        'wrong name'
        """
        return self.name.lower().replace("_", " ")


class SubmissionError(ValueError):
    """A submission that is refused: ``refusal`` is the kind, ``subject`` what it was found in.

    >>> print(SubmissionError(Refusal.NO_NOTEBOOK, "ada/td1"))
    Refused (no notebook), 'ada/td1': the folder holds no notebook: ask for it.
    """

    def __init__(self, refusal: Refusal, subject: str):
        self.refusal = refusal
        # As repr, because a file's name may hold line ends and bytes that are no text.
        super().__init__(f"Refused ({refusal.kind}), {subject!r}: {refusal.value}")


class SubmissionCheck(LoggingConfigurable):
    """What can be said of a submission's folder without opening its files."""

    max_megabytes = Float(25.0, help="The most that the files of one submission may hold together.").tag(
        config=True
    )

    def require(self, directory: CourseDirectory, assignment: str, student: str) -> None:
        """Raises SubmissionError when nbgrader must not touch the folder, or could not grade it."""
        folder = Path(directory.format_path(directory.submitted_directory, student, assignment))
        source = Path(directory.format_path(directory.source_directory, ".", assignment))
        if link := next((part for part in (folder.parent, folder) if part.is_symlink()), None):
            raise SubmissionError(Refusal.LINK, link.name)
        self._require_small_plain_files(folder)
        names = {path.name for path in folder.glob("*.ipynb")}
        if not names:
            raise SubmissionError(Refusal.NO_NOTEBOOK, f"{student}/{assignment}")
        if not names & {path.name for path in source.glob("*.ipynb")}:
            raise SubmissionError(Refusal.WRONG_NAME, sorted(names)[0])
        if strange := next((name for name in names if not name.isprintable()), None):
            raise SubmissionError(Refusal.UNREADABLE_NAME, strange)
        try:
            directory.get_existing_timestamp(str(folder))
        except Exception:  # dateutil, the codec and the file system each raise their own
            raise SubmissionError(Refusal.TIMESTAMP, "timestamp.txt") from None

    def _require_small_plain_files(self, folder: Path) -> None:
        size = 0
        for place, folders, files in os.walk(folder):
            for name in folders + files:
                status = os.lstat(os.path.join(place, name))
                if stat.S_ISLNK(status.st_mode):
                    raise SubmissionError(Refusal.LINK, name)
                plain = stat.S_ISREG(status.st_mode)
                if not plain and (not stat.S_ISDIR(status.st_mode) or name.endswith(".ipynb")):
                    raise SubmissionError(Refusal.NO_FILE, name)
                size += status.st_size if plain else 0
                if size > self.max_megabytes * 1e6:
                    raise SubmissionError(Refusal.TOO_LARGE, name)


def read_submission(path: Path) -> NotebookNode:
    """The cells of a submitted notebook as a notebook of nbformat 4, with no more than `read_cell` keeps.

    Older formats are upgraded. Raises SubmissionError when the file is no notebook or of a newer format.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise SubmissionError(Refusal.NOT_TEXT, path.name) from None
    except (ValueError, RecursionError):
        raise SubmissionError(Refusal.NOT_JSON, path.name) from None
    version = content.get("nbformat") if isinstance(content, dict) else None
    if not isinstance(version, int):
        raise SubmissionError(Refusal.NOT_A_NOTEBOOK, path.name)
    if version > MAJOR_VERSION:
        raise SubmissionError(Refusal.NEWER_FORMAT, path.name)
    if version < MAJOR_VERSION:
        content = upgrade(content, path.name)
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError(Refusal.NOT_A_NOTEBOOK, path.name)
    return new_notebook(cells=[read for cell in cells if (read := read_cell(cell)) is not None])


def upgrade(content: dict[str, Any], name: str) -> dict[str, Any]:
    """A notebook of an older format in format 4. Raises SubmissionError when it isn't one."""
    try:
        return nbformat.reads(json.dumps(content), as_version=MAJOR_VERSION)
    except Exception:  # nbformat's upgrades raise whatever malformed content makes them raise
        raise SubmissionError(Refusal.NOT_A_NOTEBOOK, name) from None


def read_cell(cell: Any) -> NotebookNode | None:
    """A submitted cell's kind, text, images and nbgrader name, and nothing else; None when it has no text."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    source = writable(source)
    new_cell = new_code_cell if cell.get("cell_type") == "code" else new_markdown_cell
    read = new_cell(source)
    if cell.get("cell_type") not in ("code", "markdown"):
        read.cell_type = "raw"
    name = grade_id(cell)
    if name is not None:
        read.metadata["nbgrader"] = NotebookNode(grade_id=name)
    if pictures := images(cell.get("attachments")):
        read["attachments"] = pictures
    return read


def grade_id(cell: dict[str, Any]) -> str | None:
    """The name that nbgrader's metadata give a cell, if they do.

    >>> grade_id({"metadata": {"nbgrader": {"grade_id": "double"}}}), grade_id({"metadata": []})
    ('double', None)
    """
    found: Any = cell
    for key in ("metadata", "nbgrader", "grade_id"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def images(attachments: Any) -> dict[str, dict[str, str]]:
    """The PNG and JPEG pictures among a cell's attachments: a proof may be a photograph.

    >>> images({"proof.png": {"image/png": "AAAA"}, "page": {"text/html": "<script>"}})
    {'proof.png': {'image/png': 'AAAA'}}
    """
    if not isinstance(attachments, dict):
        return {}
    pictures = {
        name: {kind: data for kind, data in content.items() if kind in PICTURES and is_base64(data)}
        for name, content in attachments.items()
        if isinstance(content, dict)
    }
    return {name: content for name, content in pictures.items() if content}


class SubmissionExporter(NotebookExporter):
    """What ``nbgrader autograde`` reads submissions with: looks at the folder, then reads by allow-list.

    nbgrader makes its exporter before it copies the first submission's files, and hands it the converter.
    That is the one place that a setting reaches early enough to keep links from being followed, so the
    check goes in front of that converter's own ``init_assignment``. A refused one fails as any other does.
    """

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        if not isinstance(self.parent, Autograde):
            raise TypeError("SubmissionExporter reads submissions: set it as c.Autograde.exporter_class.")
        self._check = SubmissionCheck(parent=self)
        self._copy_files = self.parent.init_assignment
        self.parent.init_assignment = self._check_and_copy_files

    def _check_and_copy_files(self, assignment: str, student: str) -> None:
        directory = self.parent.coursedir
        try:
            self._check.require(directory, assignment, student)
        except SubmissionError:
            record_refused(directory, assignment, student)
            raise
        self._copy_files(assignment, student)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Reads a submission or what was rebuilt from it, then runs nbgrader's preprocessors."""
        # nbgrader reads twice: what was submitted, to sanitise it; then what came out, to execute it.
        path, known = Path(filename), (resources or {})["nbgrader"]
        directory = self.parent.coursedir
        rebuilt = directory.format_path(
            directory.autograded_directory, known["student"], known["assignment"]
        )
        if path.parent == Path(rebuilt):
            return super().from_filename(filename, resources=resources, **options)
        source = directory.format_path(directory.source_directory, ".", known["assignment"])
        known["source"] = os.path.join(source, path.name)
        return self.from_notebook_node(read_submission(path), resources=resources, **options)


def record_refused(directory: CourseDirectory, assignment: str, student: str) -> None:
    """Gives a refused submission its row in the gradebook, so that exports of marks name the student.

    Marks that tests gave to an earlier submission are taken back; those given by hand stay.
    """
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score = None
        gradebook.db.commit()


@dataclass
class Layout:
    """Where each submitted cell goes: answers by name, all else after the instructor's cell it stood below.

    The first cell with an answer's name is the answer. A second one is a cell of the student's own, so that
    an answer that was split in two still runs. Copies of what students cannot change are left out.
    """

    answers: dict[str, NotebookNode] = field(default_factory=dict)
    own: dict[int, list[NotebookNode]] = field(default_factory=lambda: defaultdict(list))


class Rebuild(NbGraderPreprocessor):
    """Replaces the submitted notebook by the instructor's, with the answers and the student's own cells.

    Order and untagged cells come from the instructor's notebook, tagged cells from the gradebook.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        known = resources["nbgrader"]
        source = nbformat.read(known["source"], as_version=MAJOR_VERSION)
        with Gradebook(known["db_url"]) as gradebook:
            entry = gradebook.find_notebook(known["notebook"], known["assignment"])
            tagged = tagged_cells(entry)
            kernelspec = json.loads(entry.kernelspec) if entry.kernelspec else None
            number = self._number(gradebook, known) if is_individual(source) else None
        template = [template_cell(cell, tagged) for cell in source.cells]
        if lost := tagged.keys() - {grade_id(cell) for cell in template}:
            raise ValueError(
                f"The gradebook knows cells that {known['source']} has not: {', '.join(sorted(lost))}. "
                f"Run `nbgrader generate_assignment {known['assignment']}` again."
            )
        rebuilt = new_notebook(cells=fill_in(template, lay_out(template, nb.cells)))
        if kernelspec:
            rebuilt.metadata["kernelspec"] = kernelspec
        if "language_info" in source.metadata:
            rebuilt.metadata["language_info"] = source.metadata.language_info
        if number is not None:
            rebuilt.metadata["course"] = {"student": number}
        return rebuilt, resources

    def _number(self, gradebook: Gradebook, known: dict[str, Any]) -> str:
        return student_number(gradebook, policy_of(self.config), known["assignment"], known["student"])


def tagged_cells(entry: Notebook) -> dict[str, NotebookNode]:
    """The cells that the gradebook keeps of a notebook, hidden tests and all, by name."""
    points = {cell.name: cell.max_score for cell in [*entry.grade_cells, *entry.task_cells]}
    flags = {
        "grade": {cell.name for cell in entry.grade_cells},
        "solution": {cell.name for cell in entry.solution_cells},
        "task": {cell.name for cell in entry.task_cells},
    }
    cells = {}
    for kept in entry.source_cells:
        cell = tagged_cell(kept)
        cell.metadata.nbgrader.update({flag: kept.name in names for flag, names in flags.items()})
        if kept.name in points:
            cell.metadata.nbgrader["points"] = points[kept.name]
        cells[kept.name] = cell
    return cells


def tagged_cell(kept: SourceCell) -> NotebookNode:
    new_cell = new_code_cell if kept.cell_type == "code" else new_markdown_cell
    metadata = {
        "schema_version": 3,
        "grade_id": kept.name,
        "locked": kept.locked,
        "cell_type": kept.cell_type,
        "checksum": kept.checksum,
    }
    return new_cell(kept.source, metadata=NotebookNode(nbgrader=NotebookNode(metadata)))


def template_cell(cell: NotebookNode, tagged: dict[str, NotebookNode]) -> NotebookNode:
    """A cell of the instructor's notebook: as the gradebook has it, or, untagged, its text alone."""
    name = grade_id(cell)
    if name in tagged:
        made = tagged[name]
    else:
        made = (new_code_cell if cell.cell_type == "code" else new_markdown_cell)(cell.source)
        if "attachments" in cell:
            made["attachments"] = cell.attachments
    made.id = cell.id
    return made


def lay_out(template: list[NotebookNode], submitted: list[NotebookNode]) -> Layout:
    """Finds each submitted cell's place: by name, or by text for cells that students leave as they are."""
    layout, place, met = Layout(), -1, set()
    named = {name: i for i, cell in enumerate(template) if (name := grade_id(cell)) is not None}
    fixed = {
        (cell.cell_type, cell.source.strip()): i for i, cell in enumerate(template) if not is_solution(cell)
    }
    for cell in submitted:
        name = grade_id(cell)
        known = named.get(name, fixed.get((cell.cell_type, cell.source.strip())))
        repeated = known in met
        if known is not None and not repeated:
            met.add(known)
            place = known
        if known is None or (repeated and is_solution(template[known])):
            layout.own[place].append(cell)
        elif is_solution(template[known]):
            layout.answers[name] = cell
    return layout


def fill_in(template: list[NotebookNode], layout: Layout) -> list[NotebookNode]:
    """The cells of the graded notebook."""
    cells = own_cells(layout, -1)
    for i, cell in enumerate(template):
        if is_solution(cell):
            answer(cell, layout.answers.get(cell.metadata.nbgrader.grade_id))
        cells += [cell, *own_cells(layout, i)]
    return cells


def answer(cell: NotebookNode, given: NotebookNode | None) -> None:
    """Puts the student's text, and the pictures of a proof, into the instructor's answer cell."""
    if given is None:
        cell.source = f"# {MISSING}" if cell.cell_type == "code" else f"*{MISSING}*"
        return
    cell.source = given.source
    if cell.cell_type == "markdown" and "attachments" in given:
        cell["attachments"] = given.attachments


def own_cells(layout: Layout, place: int) -> list[NotebookNode]:
    """The student's own code and text that stood below a cell of the instructor's, without metadata."""
    new = {"code": new_code_cell, "markdown": new_markdown_cell}
    return [
        new[cell.cell_type](cell.source, id=f"own-{place + 1}-{i}", metadata=OWN)
        for i, cell in enumerate(layout.own[place])
        if cell.cell_type in new
    ]
