"""The doctor says what the machine offers, and what helps where a sandbox cannot be run."""

import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.grading.isolation import doctor
from course_utils.grading.isolation.sandbox import SandboxError

DOCTOR = [sys.executable, "-m", "course_utils.grading.isolation.doctor"]
NO_NAMESPACES = ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000", "--disable-userns", "--"]


def test_here_submissions_can_be_graded(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main() == 0
    *lines, verdict = capsys.readouterr().out.splitlines()
    assert verdict == "Submissions can be graded here."
    assert len(lines) == 5 and all(line.startswith("ok ") for line in lines)
    doctor.require_sandbox()


def test_without_bubblewrap_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.main() == 1
    assert "apt install bubblewrap" in capsys.readouterr().out
    doctor.require_sandbox.cache_clear()
    with pytest.raises(SandboxError, match="not installed.*apt install bubblewrap"):
        doctor.require_sandbox()


def test_an_old_bubblewrap_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "bwrap"
    old.write_text("#!/bin/sh\necho bubblewrap 0.6.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    *_, finding = doctor.basics()
    assert finding.text.startswith("bubblewrap 0.6.1") and "0.7" in finding.remedy


def test_without_namespaces_it_names_a_remedy() -> None:
    """In a sandbox that forbids further ones, as a container may."""
    done = subprocess.run([*NO_NAMESPACES, *DOCTOR], capture_output=True, text=True)
    assert done.returncode == 1
    assert "FAILS  user namespaces: bwrap" in done.stdout
    assert "--privileged" in done.stdout or "sysctl" in done.stdout
