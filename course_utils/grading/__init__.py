"""The instructor's side: release the sheets, bundle them for students, grade a class, report on it.

nbgrader does the work, through its own commands, as ``nbgrader_config.py`` tells it; this package calls them in the right order.
Each module is a command: ``python -m course_utils.grading.release`` and so on, with ``--help``.
"""
