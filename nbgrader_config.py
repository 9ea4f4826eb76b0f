"""How nbgrader works in this course: which folder holds what, what students find, how long a cell may run.

nbgrader reads this file when it is started in its folder; all paths are relative to that folder.
Any line can be overridden on the command line, for instance ``--Execute.timeout=120``.
"""

import os
import sysconfig
from importlib.util import find_spec
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader defines it while it reads this file)

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "mdl"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# Only `nbgrader generate_solution` writes here. Its default, "solution", is one letter from our source.
c.CourseDirectory.solution_directory = "published_solutions"
# SQLite, in gradebook.db beside this file. For PostgreSQL, after `pip install -e '.[postgres]'`:
# c.CourseDirectory.db_url = "postgresql+psycopg://user@host/mdl"

# nbgrader calls alembic by name to make a gradebook: without an activated environment too.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])

# What a student finds where the answer was. The line is valid Python, so that the other cells still run.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()  # your code here"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# What `nbgrader validate` allows a cell, in seconds. Grading has limits of its own, below.
c.Execute.timeout = 60

# What is graded is the instructor's notebook with the student's answers in it; course_utils/grading/sanitise.py.
# A submission that cannot be read that way is refused, with the reason, and the others are graded.
c.Autograde.exporter_class = "course_utils.grading.sanitise.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "course_utils.grading.sanitise.Rebuild",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.SubmissionCheck.max_megabytes = 25.0
# Students' code runs in a sandbox, and tests in an interpreter of their own; course_utils/grading/isolation/.
# What one submission may use stands in isolation/limits.py; to change it: c.Isolate.limits = {"call_seconds": 60}
c.Autograde.autograde_preprocessors = [
    "course_utils.grading.isolation.execute.Isolate",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "course_utils.grading.late.EnterDueDate",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Notebooks as HTML pages: in feedback, and where answers are marked by hand. What students wrote is made
# harmless, course_utils/grading/harmless.py. The formgrader shows submissions by the settings of the folder in
# which Jupyter was started: start it in the course's.
HARMLESS = "course_utils.grading.harmless"
c.HTMLExporter.preprocessors = [f"{HARMLESS}.Harmless"]
c.HTMLExporter.filters = {
    "markdown2html": f"{HARMLESS}.markdown2html",
    "clean_html": f"{HARMLESS}.clean",
    "ansi2html": f"{HARMLESS}.coloured",
}
TEMPLATES = Path(find_spec("course_utils").origin).parent / "grading" / "templates"
c.HTMLExporter.template_file = str(TEMPLATES / "formgrade.html.j2")
# The feedback page shows no hidden tests; course_utils/grading/feedback.py.
c.GenerateFeedback.exporter_class = "course_utils.grading.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["course_utils.grading.feedback.Results"]

# Due dates, and what lateness costs, stand in the course's table, course.toml; course_utils/grading/late.py.
c.AssignLatePenalties.plugin_class = "course_utils.grading.late.LatePenalty"

# Through this folder students fetch and hand in on a shared machine; it must exist, writable by all.
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", "/usr/local/share/nbgrader/exchange")

# What Moodle calls a file of "Download all submissions", with or without folders:
#     A Student_1234567_assignsubmission_file_/introduction.ipynb
#     A Student_1234567_assignsubmission_file_introduction.ipynb
# Students are found in the roster by that name: the number is another one in each assignment. A browser's " (1)"
# after the notebook's name is dropped.
c.ZipCollectApp.collector_plugin = "course_utils.grading.moodle.MoodleCollector"
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*[/\\])?(?P<full_name>[^/\\]*)_(?P<student_id>\d+)_assignsubmission_file_?[/\\]?"
    r"(?P<file_id>[^/\\]+?)(?: ?\(\d+\))?\.ipynb$"
)
