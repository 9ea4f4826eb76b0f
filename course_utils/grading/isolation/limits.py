"""How much of the machine one submission may use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """All limits on one submission; times are wall-clock seconds unless said otherwise."""

    call_seconds: float = 20.0  # one call of a student's function by a test
    cell_seconds: float = 60.0  # one cell
    notebook_seconds: float = 300.0  # all cells together, restarts included
    cpu_seconds: int = 600  # processor time of one process of the student's
    memory_megabytes: int = 2048  # all processes of the student's together, beyond what a fresh kernel holds
    processes: int = 64  # threads count too
    file_megabytes: int = 32  # one file
    folder_megabytes: int = 64  # the working folder; as much again for /tmp and /dev/shm each
    open_files: int = 256
    output_kilobytes: int = 1000  # what one cell may print and show
    restarts: int = 20  # how often a kernel that died is started again, and the cells before replayed
