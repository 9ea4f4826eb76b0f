"""The bank of hostile submissions on stock nbgrader and on ours: marks, and what they reached."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from attacks.attack import Attack, attacks
from attacks.host import Host
from attacks.sheet import ASSIGNMENT, RIGHT, SECRETS, attacked_course, hand_in, our_config
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment
from tqdm import tqdm

from bench.grading_run import ours, watched
from bench.grading_stock import CONFIG, LEFT, SCRATCH, nbgrader, scratch_folder
from course_utils.grading.course import Course

STOCK_CELL_SECONDS = 10
STOCK_SECONDS = 90.0  # after that a run of stock nbgrader is ended: it would hang
AT_A_TIME = 2
OUR_LIMITS = '\nc.Isolate.limits = {"call_seconds": 2.0, "cell_seconds": 4.0, "notebook_seconds": 30.0}\n'


@dataclass
class Result:
    """What an attack got: marks, what it touched, and how grading ended if not well."""

    marks: float
    traces: list[str] = field(default_factory=list)
    failure: str | None = None

    def __str__(self) -> str:
        """What it touched, each thing once and short."""
        things = sorted({trace.split("/")[-1] for trace in self.traces})
        return ", ".join([*things, *([self.failure] if self.failure else [])]) or "–"


def marks(course: Course, student: str) -> float:
    """The student's score in the gradebook; 0 without one."""
    with course.gradebook() as gradebook:
        try:
            return gradebook.find_submission(ASSIGNMENT, student).score
        except MissingEntry:
            return 0.0


def new_course(root: Path, config: str) -> Course:
    """The sheet under attack, released, with an honest submission beside the hostile ones."""
    course = attacked_course(root, config)
    course.convert(GenerateAssignment, ASSIGNMENT)
    hand_in(course, "honest", RIGHT | {"proof": SECRETS["another submission"]})
    return course


def on_stock(attack: Attack, template: Path) -> Result:
    """Grades one attack with nbgrader as it comes, in a copy of the course."""
    with scratch_folder("stock-") as folder:
        course = Course.at(shutil.copytree(template, folder / "course"))
        with Host(folder) as host:
            attack.hand_in(course, host.words(attack, course))
            environment, student = host.environment, f"--student={attack.name}"
            failure = nbgrader(course, folder, environment, STOCK_SECONDS, "autograde", ASSIGNMENT, student)
            stays = attack.canary.encode() in (folder / LEFT).read_bytes()
            if attack.kind == "html and script":
                nbgrader(course, folder, environment, STOCK_SECONDS, "generate_feedback", ASSIGNMENT)
            traces = host.traces(attack, course, tuple(str(folder / name) for name in SCRATCH))
            return Result(marks(course, attack.name), traces + ["a process stays"] * stays, failure)


def stock_results(bank: list[Attack], folder: Path) -> list[Result]:
    """Each attack on stock nbgrader, alone in a course of its own."""
    template = new_course(folder / "stock", CONFIG.format(seconds=STOCK_CELL_SECONDS)).root
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        running = pool.map(on_stock, bank, [template] * len(bank))
        return list(tqdm(running, "Stock nbgrader", len(bank)))


def our_results(bank: list[Attack], folder: Path) -> list[Result]:
    """All attacks in one class, graded by our command."""
    course = new_course(folder / "ours", our_config() + OUR_LIMITS)
    with Host(folder) as host:
        for attack in bank:
            attack.hand_in(course, host.words(attack, course))
        watched(ours(ASSIGNMENT), course.root, host.environment)
        return [Result(marks(course, attack.name), host.traces(attack, course)) for attack in bank]


def show(bank: list[Attack] | None = None) -> None:
    """Prints the table, and how many attacks gained points or touched something on either side."""
    bank = bank or attacks()
    with scratch_folder("attacks-") as folder:
        results = {"stock": stock_results(bank, folder), "ours": our_results(bank, folder)}
    print("| attack | class | deserved | stock | ours | touched on stock | touched on ours |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for attack, stock, our in zip(bank, *results.values()):
        points = f"{attack.deserves:g} | {stock.marks:g} | {our.marks:g}"
        print(f"| {attack.name} | {attack.kind} | {points} | {stock} | {our} |")
    for side, got in results.items():
        gained = sum(result.marks > attack.deserves for attack, result in zip(bank, got))
        lost = sum(result.marks < attack.deserves for attack, result in zip(bank, got))
        touched = sum(bool(result.traces) for result in got)
        print(f"\n{side}: of {len(bank)} attacks {gained} gained marks, {lost} lost some, {touched} touched something.")
