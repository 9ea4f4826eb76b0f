"""How nbgrader works in this course: which folder holds what, what students find, how long a cell may run.

nbgrader reads this file when it is started in its folder; all paths are relative to that folder.
Any line can be overridden on the command line, for instance ``--Execute.timeout=120``.
"""

import os
import secrets
import sysconfig
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader defines it while it reads this file)

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "mdl"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# Only `nbgrader generate_solution` writes here. Its default, "solution", is one letter from our source.
c.CourseDirectory.solution_directory = "published_solutions"
# SQLite, in gradebook.db beside this file. For PostgreSQL: db_url = "postgresql://user@host/mdl"

# nbgrader calls alembic by name to make a gradebook: without an activated environment too.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])

# What a student finds where the answer was. The line is valid Python, so that the other cells still run.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()  # your code here"}
c.ClearSolutions.text_stub = "*Your answer here.*"

c.Execute.timeout = 60
# nbclient skips cells with this tag, and a test that says nothing gets full marks: nobody can know the tag.
c.Execute.skip_cells_with_tag = secrets.token_hex(16)
# What is graded is the instructor's notebook with the student's answers in it; course_utils/grading/sanitise.py.
# A submission that cannot be read that way is refused, with the reason, and the others are graded.
c.Autograde.exporter_class = "course_utils.grading.sanitise.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "course_utils.grading.sanitise.Rebuild",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.SubmissionCheck.max_megabytes = 25.0
# nbgrader counts any text on stderr as a failed test. A warning or a progress bar is no error.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "(?s).*"

# Marks lost by lateness: "none", or "zero" for no marks at all.
c.LateSubmissionPlugin.penalty_method = "none"

# Through this folder students fetch and hand in on a shared machine; it must exist, writable by all.
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", "/usr/local/share/nbgrader/exchange")

# What Moodle calls a file of "Download all submissions", with or without folders:
#     A Student_1234567_assignsubmission_file_/introduction.ipynb
#     A Student_1234567_assignsubmission_file_introduction.ipynb
# The number is the "Identifier" in Moodle's grading worksheet. A browser's " (1)" after the name is dropped.
c.FileNameCollectorPlugin.named_regexp = (
    r".*_(?P<student_id>\d+)_assignsubmission_file_?[/\\]?(?P<file_id>[^/\\]+?)(?: ?\(\d+\))?\.ipynb$"
)
