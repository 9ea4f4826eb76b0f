"""A pool of processes that outlives the death of any of them.

`concurrent.futures.ProcessPoolExecutor` gives up as a whole when one process dies, say by the kernel's
out-of-memory killer, and cannot tell whose call it was. Here a thread looks after each process.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

CONTEXT = multiprocessing.get_context("spawn")
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ATTEMPTS = 2
LOOK_SECONDS = 1.0
END_SECONDS = 5.0

_starting = threading.Lock()


class WorkerDiedError(RuntimeError):
    """A process ended in the middle of a call."""


class CallError(RuntimeError):
    """A call raised an exception in its process; the message is the traceback."""


class Worker:
    """A process that does one call at a time, with one thread for BLAS and torch."""

    def __init__(self) -> None:
        self._connection, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=serve, args=(theirs,))
        with _starting, one_thread_and_no_interrupt():
            self._process.start()
        theirs.close()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """The function's value. Raises CallError when it raised, WorkerDiedError when the process ended."""
        try:
            self._connection.send((function, arguments))
            # A child that outlived the process could keep the connection open: hence the look at the process.
            while not self._connection.poll(LOOK_SECONDS):
                if self._process.exitcode is not None:
                    raise EOFError
            value, error = self._connection.recv()
        except (EOFError, OSError):
            self._process.join()
            raise WorkerDiedError(f"The process ended with exit code {self._process.exitcode}.") from None
        if error is not None:
            raise CallError(error)
        return value

    def kill(self) -> None:
        """Ends the process at once, in the middle of a call too."""
        self._process.kill()

    def dismiss(self) -> None:
        """Tells the process that there are no more calls."""
        self._connection.close()

    def join(self) -> None:
        """Waits for the end of a process that has been dismissed, and sees to it if it does not come."""
        self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()


class WorkerPool(Executor):
    """``size`` processes (default: one per core), each started when there is a call for it.

    A call whose process dies is done once more by a new one; then its future raises WorkerDiedError.
    """

    def __init__(self, size: int | None = None):
        self.size = size or len(os.sched_getaffinity(0))
        self._threads = ThreadPoolExecutor(self.size)
        self._own = threading.local()
        self._workers: list[Worker] = []
        self._cancelled = False

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future:
        """A future of the function's value."""
        return self._threads.submit(self._call, function, *arguments)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes, after all calls or, with ``cancel_futures``, at once."""
        if cancel_futures:
            self._cancelled = True
            self._threads.shutdown(wait=False, cancel_futures=True)
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(wait)
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.join()

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._worker().call(function, *arguments)
            except WorkerDiedError as error:
                self._own.worker = None
                if self._cancelled or attempt == ATTEMPTS:
                    raise WorkerDiedError(
                        f"{error} It had been tried {attempt} times. Code -9 most often means that the "
                        "machine ran out of memory: grade with fewer --workers."
                    ) from None

    def _worker(self) -> Worker:
        """This thread's process."""
        if getattr(self._own, "worker", None) is None:
            self._own.worker = Worker()
            self._workers.append(self._own.worker)
            if self._cancelled:
                self._own.worker.kill()
        return self._own.worker


@contextmanager
def one_thread_and_no_interrupt() -> Iterator[None]:
    """What a process inherits that is started in the block.

    The environment is set here because the process imports torch, which reads it once, before `serve` runs
    in it. Ctrl-C is for the parent alone; `serve` sees to that from then on.
    """
    before = {name: os.environ[name] for name in THREADS if name in os.environ}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ.update(THREADS)
    try:
        yield
    finally:
        for name in THREADS:
            del os.environ[name]
        os.environ.update(before)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def serve(connection: Connection) -> None:
    """What a worker's process does: the calls that come, until the connection ends or the parent is gone."""
    # Out of the terminal's reach, with all that is started from here. To go on blocking Ctrl-C's signal would
    # be handed on to kernels, which are interrupted by it.
    os.setsid()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=end_with_parent, daemon=True).start()
    while True:
        try:
            function, arguments = connection.recv()
        except EOFError:
            return
        try:
            answer = function(*arguments), None
        except Exception:
            answer = None, traceback.format_exc()
        connection.send(answer)


def end_with_parent() -> None:
    """Ends this process, whatever it does, as soon as its parent is gone."""
    multiprocessing.parent_process().join()
    os._exit(1)
