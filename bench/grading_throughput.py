"""The same 40 honest submissions of td1 by stock ``nbgrader autograde`` and by ours with two workers."""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import is_solution
from sheets import Answer, Question, answers, questions
from tiny import ROOT

from bench.grading_run import Run, ours, watched
from bench.grading_stock import CONFIG
from course_utils.grading.course import CONFIG as CONFIG_NAME
from course_utils.grading.course import Course

ASSIGNMENT, NOTEBOOK = "td1", "introduction.ipynb"
SUBMISSIONS, ROUNDS = 40, 2
STOCK = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]


def new_course(folder: Path, config: str) -> Course:
    """A course with td1 in it, registered and released."""
    source = folder / "solutions" / ASSIGNMENT
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, source, ignore=shutil.ignore_patterns(".*"))
    (folder / CONFIG_NAME).write_text(config)
    course = Course.at(folder)
    course.convert(GenerateAssignment, ASSIGNMENT)
    return course


def chosen(student: int) -> dict[str, tuple[Question, Answer]]:
    """A student's answers from the bank: right and wrong ones, another mixture for each student."""
    asked = questions(ROOT / "solutions" / ASSIGNMENT / NOTEBOOK)
    banks = [(question, answers(question)) for question in asked]
    return {q.name: (q, bank[(student * (2 * i + 1) + i) % len(bank)]) for i, (q, bank) in enumerate(banks)}


def deserved(student: int) -> float:
    """The points of a student's answers, as the bank says."""
    return sum(q.points if a.points is None else a.points for q, a in chosen(student).values())


def hand_in(course: Course, student: int) -> None:
    folder = course.path("submitted", ASSIGNMENT, f"student{student:02}")
    folder.mkdir(parents=True)
    notebook = nbformat.read(course.path("release", ASSIGNMENT) / NOTEBOOK, as_version=4)
    given = chosen(student)
    for cell in notebook.cells:
        if is_solution(cell) and cell.cell_type == "code":
            cell.source = given[cell.metadata.nbgrader.grade_id][1].source
    nbformat.write(notebook, folder / NOTEBOOK)


def wrong_marks(course: Course) -> int:
    """How many submissions have other marks than the bank says."""
    with course.gradebook() as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions(ASSIGNMENT)}
    return sum(abs(scores.get(f"student{k:02}", -1) - deserved(k)) > 1e-9 for k in range(SUBMISSIONS))


def graded(folder: Path, config: str, command: list[str]) -> tuple[Run, Course]:
    """A class of its own, graded once."""
    course = new_course(folder, config)
    for student in range(SUBMISSIONS):
        hand_in(course, student)
    return watched(command, course.root), course


def parts(course: Course) -> dict[str, float]:
    """Median seconds of each part of a submission's execution, as its notebook's metadata tell them."""
    noted: dict[str, list[float]] = {}
    for path in course.root.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb"):
        told = nbformat.read(path, as_version=4).metadata.get("course", {})
        for name, value in {**told, **told.get("parts", {})}.items():
            if isinstance(value, (int, float)):
                noted.setdefault(name, []).append(value)
    return {name: statistics.median(values) for name, values in noted.items()}


def show() -> None:
    """Both in turns; prints times, ratio, memory and the parts of ours."""
    sides = {"stock": (CONFIG.format(seconds=60), STOCK), "ours": ((ROOT / CONFIG_NAME).read_text(), ours(ASSIGNMENT))}
    runs: dict[str, list[Run]] = {side: [] for side in sides}
    print("| | seconds | per submission | peak memory (MB) | wrong marks |\n| --- | --- | --- | --- | --- |")
    with TemporaryDirectory(prefix="throughput-") as scratch:
        for k in range(ROUNDS):
            for side, (config, command) in sides.items():
                run, course = graded(Path(scratch) / f"{side}{k}", config, command)
                runs[side].append(run)
                each = run.seconds / SUBMISSIONS
                print(
                    f"| {side} | {run.seconds:.1f} | {each:.2f} | {run.peak_megabytes:.0f} | {wrong_marks(course)} |",
                    flush=True,
                )
        told = parts(course)
    ratios = [stock.seconds / our.seconds for stock, our in zip(runs["stock"], runs["ours"])]
    print(f"\nstock / ours: {', '.join(f'{ratio:.2f}' for ratio in ratios)} (target: at least 2)")
    print("\n| median of a submission, ours | |\n| --- | --- |")
    for name, value in told.items():
        print(f"| {name} | {value:.3f} |")
