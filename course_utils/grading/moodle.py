"""Whose work a file of Moodle's *Download all submissions* is: the student of the roster who has the name in it.

The number in such a file's name is the *Identifier* of one student in one assignment: the next assignment has
another one for the same student (``get_uniqueid_for_user`` in Moodle's ``mod/assign/locallib.php``).
"""

import re
import unicodedata
from functools import cached_property

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin

LEFT_OUT = re.compile(r"['’`\"&<>|:\\/]")  # Moodle's file names hold none of them
REMEDY = (
    "Correct it there and import it again, `nbgrader db student import students.csv`; or unpack the archive in its folder, "
    "delete the zip and put the student's id in the place of that name. Then `nbgrader zip_collect {} --force`."
)


class MoodleCollector(FileNameCollectorPlugin):
    """nbgrader's collector of files by their names, with the roster's id in the place of Moodle's number.

    Without a roster, and where ``named_regexp`` names no ``full_name``, the id is what stands in the file's name.
    """

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        found = super().collect(submitted_file)
        name = found.pop("full_name", None) if found else None
        if name is None:
            return found
        if not self.roster:
            self.log.warning("No roster: the id is Moodle's number, which the next assignment has another of.")
            return found
        students = self.students_called(name)
        if len(students) != 1:
            who = " and ".join(students) or "nobody"
            self.parent.fail(f"{name!r} is {who} in the roster. {REMEDY.format(self.parent.coursedir.assignment_id)}")
        return found | {"student_id": students[0]}

    @cached_property
    def roster(self) -> dict[str, tuple[str, ...]]:
        """The words of each student's name, by id."""
        with Gradebook(self.parent.coursedir.db_url) as gradebook:
            names = {s.id: words(f"{s.first_name or ''} {s.last_name or ''}") for s in gradebook.students}
        return {student: name for student, name in names.items() if name}

    def students_called(self, name: str) -> list[str]:
        """Who has this name or id; in group mode Moodle writes the group's name and a hyphen before it."""
        parts = name.split("-")
        for start in range(len(parts)):
            rest = "-".join(parts[start:])
            if found := [s for s, own in self.roster.items() if rest == s or words(rest) == own]:
                return sorted(found)
        return []


def words(name: str) -> tuple[str, ...]:
    """The words of a name in an order that does not depend on which of the names goes first.

    >>> words("Lovelace, Ada") == words("Ada Lovelace"), words("Zoé O'Neill")
    (True, ('oneill', 'zoe'))
    """
    plain = unicodedata.normalize("NFKD", LEFT_OUT.sub("", name).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(sorted(re.findall(r"[^\W_]+", letters)))
