"""A class of 200 with ten hostile submissions: are the marks of the other 190 right, and how much memory does it take?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from attacks.attack import attacks
from attacks.host import Host
from attacks.sheet import ASSIGNMENT, POINTS, RIGHT, WRONG, attacked_course, hand_in, our_config
from nbgrader.converters import GenerateAssignment

from bench.grading_attacks import marks
from bench.grading_run import ours, watched

HONEST, HOSTILE = 190, 10


def given(student: int) -> list[str]:
    """The questions that an honest student answers rightly: all subsets in turn."""
    return [question for i, question in enumerate(POINTS) if student >> i & 1]


def show() -> None:
    """Grades the class; prints time, memory and the marks that are wrong."""
    bank = attacks()
    hostile = bank[:: len(bank) // HOSTILE][:HOSTILE]
    with TemporaryDirectory(prefix="class-") as scratch, Host(Path(scratch)) as host:
        course = attacked_course(Path(scratch) / "course", our_config())
        course.convert(GenerateAssignment, ASSIGNMENT)
        for student in range(HONEST):
            hand_in(course, f"student{student:03}", WRONG | {name: RIGHT[name] for name in given(student)})
        for attack in hostile:
            attack.hand_in(course, host.words(attack, course))
        run = watched(ours(ASSIGNMENT), course.root, host.environment)
        expected = {f"student{s:03}": sum(POINTS[name] for name in given(s)) for s in range(HONEST)}
        wrong = [student for student, points in expected.items() if marks(course, student) != points]
        gained = [attack.name for attack in hostile if marks(course, attack.name) > attack.deserves]
    print("| submissions | seconds | peak memory (MB) | honest marks wrong | attacks that gained |")
    print("| --- | --- | --- | --- | --- |")
    rate = f"| {HONEST + HOSTILE} | {run.seconds:.0f} | {run.peak_megabytes:.0f} | {len(wrong)} | {len(gained)} |"
    print(rate)
    print(f"\nHostile: {', '.join(attack.name for attack in hostile)}")
    if wrong or gained:
        print(f"Wrong: {', '.join(wrong + gained)}")
