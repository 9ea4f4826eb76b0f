"""What became of a test cell."""

from enum import StrEnum


class Outcome(StrEnum):
    """One word for each test cell of a graded notebook; only PASSED and a partial credit earn points."""

    PASSED = "passed"
    WRONG = "wrong"  # the answer is not what the statement asks for
    ERROR = "error"  # the student's code, or the test on what it returned, raised something else
    TIMEOUT = "timeout"
    KILLED = "killed"  # the student's kernel died
    OUT_OF_MEMORY = "out of memory"
    OUTPUT_LIMIT = "output limit"
    NOT_REACHED = "not reached"  # the submission had used up its time or its restarts before
