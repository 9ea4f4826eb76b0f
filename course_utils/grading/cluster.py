"""Jobs on a cluster: Dask's scheduler hands them to workers on other machines; the extra ``cluster``.

Scheduler and workers run in the same environment as this process, each worker with one thread:
``dask scheduler`` on one machine, ``dask worker tcp://<it>:8786 --nworkers <cores> --nthreads 1`` on others.
Dask lets anybody who reaches a scheduler run code: keep it on a private network, or set up its TLS.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from .course import CourseError
from .environment import differences, environment
from .isolation.sandbox import SandboxError
from .pool import WorkerDiedError

ANSWER_SECONDS = 5
GONE = "The scheduler has gone. What has come from it is kept: start it again, then this command."
REMEDY = "Update the course and its environment there (`git pull`, `make setup`), then start the worker anew."


class Cluster(Executor):
    """The workers of a scheduler, such as ``tcp://10.0.0.1:8786``; they may come and go.

    A call whose worker dies is done by another one, a few times (Dask's setting ``allowed-failures``); then
    its future raises WorkerDiedError. It raises CourseError when the cluster is not fit for any call, and so
    does the constructor when nobody answers.
    """

    def __init__(self, scheduler: str):
        try:
            from distributed import Client
        except ImportError:
            raise CourseError("A cluster needs Dask: `pip install -e '.[cluster]'`.") from None
        try:
            self._client = Client(scheduler, timeout=ANSWER_SECONDS)
        except (OSError, ValueError) as error:
            raise CourseError(
                f"No scheduler answers at {scheduler} ({error}). Start one with `dask scheduler`; it prints "
                "its address."
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError:
            self._client.close()
            raise CourseError(
                f"The scheduler at {scheduler} has no worker. On each machine that is to work: "
                f"`dask worker {scheduler} --nworkers <cores> --nthreads 1`."
            ) from None
        self._executor = self._client.get_executor(pure=False)

    @property
    def size(self) -> int:
        """How many jobs the present workers do at a time. Raises CourseError when the scheduler has gone."""
        try:
            return max(1, sum(self._client.nthreads().values()))
        except OSError:
            raise CourseError(GONE) from None

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future:
        """A future of the function's value. The function is importable on the workers."""
        ours: Future = Future()
        theirs = self._executor.submit(call_here, environment(), function, *arguments)
        theirs.add_done_callback(lambda done: hand_over(done, ours))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leaves the cluster; what it had still to do for this process is forgotten."""
        self._client.close()


def call_here(expected: dict[str, str], function: Callable[..., Any], *arguments: Any) -> Any:
    """What a worker does. Raises CourseError when it is not fit to: the result would not be its key's."""
    from distributed import get_worker

    worker = get_worker()
    if other := differences(environment(), expected):
        raise CourseError(f"The worker {worker.address} has {', '.join(other[:5])}. {REMEDY}")
    if worker.state.nthreads != 1:
        raise CourseError(
            f"The worker {worker.address} has {worker.state.nthreads} threads. Start it with `--nthreads 1`, "
            "and with --nworkers for as many processes as the machine has cores."
        )
    return function(*arguments)


def hand_over(done: Future, ours: Future) -> None:
    """Passes a call's outcome on, with Dask's own troubles in words."""
    from distributed import KilledWorker

    if done.cancelled():
        ours.set_exception(CourseError(GONE))
        return
    error = done.exception()
    if isinstance(error, KilledWorker):
        tried = error.allowed_failures + 1
        error = WorkerDiedError(f"Each of {tried} workers died of it. Are they short of memory?")
    elif isinstance(error, SandboxError):
        error = CourseError(f"On a worker: {error}")
    elif isinstance(error, ImportError):
        error = CourseError(f"A worker lacks what the job needs ({error}). {REMEDY}")
    if error is not None:
        ours.set_exception(error)
    else:
        ours.set_result(done.result())
