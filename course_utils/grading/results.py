"""The results of jobs, kept in files: what has been run once is not run again."""

import json
import os
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from .jobs import Job, Result, run

FOLDER = Path(".grading", "results")
LEFT_OVER_SECONDS = 24 * 3600


class ResultStore:
    """Results of one assignment by their job's key; several processes may use the same folder at a time."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def of(cls, directory: CourseDirectory, assignment: str) -> "ResultStore":
        """The course's store of an assignment's results."""
        return cls(Path(directory.root) / FOLDER / assignment)

    def get(self, key: str) -> Result | None:
        """The result kept under this key; None when there is none, or no whole one."""
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
            return Result(kept["notebook"]) if kept["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, result: Result) -> None:
        """Keeps a result. Whatever happens meanwhile, the file is there as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix="new-", dir=self.folder)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump({"key": key, "notebook": result.notebook}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, self._path(key))

    def executed(self, job: Job) -> NotebookNode:
        """The job's executed notebook, stored or run now; ``metadata.course.key`` is the job's key."""
        result = self.get(job.key)
        if result is None:
            result = run(job)
            self.put(job.key, result)
        notebook = nbformat.reads(result.notebook, as_version=4)
        notebook.metadata.setdefault("course", {})["key"] = job.key
        return notebook

    def prune(self, keep: set[str]) -> None:
        """Removes all results but those under the given keys, and what interrupted writers left."""
        for path in self.folder.glob("*.json"):
            if path.stem not in keep:
                path.unlink(missing_ok=True)
        for path in self.folder.glob("new-*"):
            if time.time() - path.stat().st_mtime > LEFT_OVER_SECONDS:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"
