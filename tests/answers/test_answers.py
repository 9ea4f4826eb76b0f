"""The answer bank: right answers get full points however they are written, wrong ones lose what they should."""

from __future__ import annotations

from pathlib import Path

import pytest
import sheets

pytestmark = pytest.mark.answers

QUESTIONS = [question for notebook in sheets.NOTEBOOKS for question in sheets.questions(notebook)]
ANSWERS = [
    pytest.param(question, answer, id=f"{question.id}-{answer.kind}: {answer.title}")
    for question in QUESTIONS
    if question.bank.exists()
    for answer in sheets.answers(question)
]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


@pytest.mark.parametrize("question, answer", ANSWERS)
def test_answer_earns_its_points(question, answer):
    expected = question.points if answer.kind == "right" else answer.points
    assert sheets.score(question, answer.source) == expected


@each_question
def test_bank_is_rich_enough(question):
    bank = sheets.answers(question)
    assert sum(answer.kind == "right" for answer in bank) >= 2, "two right answers, written differently"
    assert sum(answer.kind == "wrong" for answer in bank) >= 5, "five plausible wrong answers"
    assert len({answer.title for answer in bank}) == len(bank)


@each_question
def test_every_wrong_answer_loses_points(question):
    assert all(answer.points < question.points for answer in sheets.answers(question) if answer.kind == "wrong")


@each_question
def test_every_test_cell_judges_something_of_its_own(question):
    """Each cell is failed by some wrong answer, and no two cells are failed by the same ones."""
    failed_by = {test.id: [] for test in question.tests}
    for answer in sheets.answers(question):
        if answer.kind == "wrong":
            namespace = sheets.namespace_before(question, answer.source)
            for test in question.tests:
                if not sheets.passes(test, namespace):
                    failed_by[test.id].append(answer.title)
    assert all(failed_by.values()), failed_by
    assert len({tuple(titles) for titles in failed_by.values()}) == len(failed_by), failed_by


@each_question
def test_instructor_solution_gets_full_points(question):
    cell = sheets.read(question.notebook).cells[question.position]
    assert sheets.score(question, cell.source) == question.points > 0


@each_question
def test_untouched_stub_gets_nothing(question):
    cell = sheets.read(question.notebook).cells[question.position]
    assert sheets.score(question, sheets.stub(cell)) == 0


@each_question
def test_the_examiner_gives_the_same_points(question):
    """Test and answer in different interpreters, as in the grading, and in one, as in the student's notebook."""
    for answer in sheets.answers(question):
        expected = question.points if answer.kind == "right" else answer.points
        found = sheets.verdicts(question, answer.source)
        assert sheets.points(question, found) == expected, (answer.title, found)


def test_every_bank_file_belongs_to_a_question():
    files = set(Path(__file__).parent.glob("*/*.py"))
    assert files == {question.bank for question in QUESTIONS}
