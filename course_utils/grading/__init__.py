"""The instructor's side: release the sheets, bundle them for students, grade a class, report on it.

nbgrader does the work, as ``nbgrader_config.py`` tells it; this package calls its steps in the right order.
``course-grading --help`` lists the commands; `__main__` is that program.
"""
