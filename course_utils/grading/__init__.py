"""The instructor's side: release the sheets, bundle them for students, grade a class, report on it.

nbgrader does the work, as ``nbgrader_config.py`` tells it; this package calls its steps in the right order.
Each module is a command: ``python -m course_utils.grading.release`` and so on, with ``--help``.
"""
