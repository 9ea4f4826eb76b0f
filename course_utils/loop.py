"""The loop that ``fit`` and ``fit_ensemble`` share: steps, records, stopping."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Real
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from .history import History

Callback = Callable[[int, Any, History], Any]

# Below this many multiplications a step, sharing the work between threads gains little on a quiet machine, and on a
# busy one it costs a factor of ten: the threads wait for each other at every operation.
SMALL_PROBLEM = 20_000_000


class NonFiniteLossError(ArithmeticError):
    """The training loss became infinite or NaN.

    ``step`` is the number of updates before it, ``value`` the loss, ``member`` the network of an ensemble (or None)
    and ``history`` what was recorded until then.
    """

    def __init__(self, step: int, value: float, member: int | None = None) -> None:
        who = "" if member is None else f" of member {member}"
        super().__init__(
            f"the loss{who} is {value} after {step} updates. The step size is the usual reason: try a smaller lr; "
            "otherwise look for infinite or missing values in the data."
        )
        self.step, self.value, self.member = step, value, member
        self.history: History | None = None


@dataclass(frozen=True)
class Schedule:
    """How many steps, of how many samples, and when to record."""

    samples: int
    batch_size: int
    total: int
    every: int

    @classmethod
    def of(
        cls, samples: int, batch_size: int | None, epochs: int | None, steps: int | None, every: int | None
    ) -> Schedule:
        """Check the keywords of ``fit`` and fill in their defaults."""
        if (epochs is None) == (steps is None):
            raise ValueError(f"give exactly one of epochs and steps; got epochs={epochs}, steps={steps}.")
        for name, value, least in (
            ("batch_size", batch_size, 1), ("epochs", epochs, 0), ("steps", steps, 0), ("every", every, 1)
        ):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, Real) or value % 1 != 0 or value < least:
                raise ValueError(f"{name}={value!r}; it must be an integer of at least {least}.")
        batch_size = samples if batch_size is None else min(int(batch_size), samples)
        per_epoch = -(-samples // batch_size)
        total = int(steps) if epochs is None else int(epochs) * per_epoch
        return cls(samples, batch_size, total, per_epoch if every is None else int(every))

    def records(self, step: int) -> bool:
        """Whether a record follows this step."""
        return step % self.every == 0 or step == self.total


class Watch:
    """Looks at every training loss: at once on a CPU; in blocks elsewhere, because looking makes a GPU wait."""

    def __init__(self, device: torch.device) -> None:
        self.limit = 1 if device.type == "cpu" else 100
        self.pending: list[tuple[int, Tensor]] = []

    def see(self, step: int, value: Tensor) -> None:
        """Take the loss (or one a member) after ``step`` updates."""
        # A finite sum has finite terms: on a CPU, asking for this one number is the fastest check.
        if self.limit == 1 and math.isfinite(value.sum().item()):
            return
        self.pending.append((step, value))
        if len(self.pending) >= self.limit:
            self.check()

    def check(self) -> None:
        """Raise for the first loss that is not finite."""
        if not self.pending:
            return
        pending, self.pending = self.pending, []
        values = pending[0][1] if len(pending) == 1 else torch.stack([value for _, value in pending])
        if (values * 0).sum().item() == 0:  # NaN unless all are finite; faster than isfinite
            return
        step, value = next((s, v) for s, v in pending if not bool(torch.isfinite(v).all()))
        if value.ndim == 0:
            raise NonFiniteLossError(step, value.item())
        member = int(torch.isfinite(value).logical_not().nonzero()[0])
        raise NonFiniteLossError(step, value[member].item(), member)


class Loop(ABC):
    """A training run. Subclasses say what one update and one record are."""

    def __init__(self, model: Any, schedule: Schedule, callbacks: Callback | Sequence[Callback]) -> None:
        self.model, self.schedule = model, schedule
        self.callbacks = [callbacks] if callable(callbacks) else list(callbacks)
        self.history = History()

    @abstractmethod
    def advance(self, step: int) -> None:
        """Make one update, after ``step`` earlier ones."""

    @abstractmethod
    def evaluate(self, step: int) -> dict[str, Any]:
        """The values of a record; raises when the training loss is not finite."""

    def keep(self, step: int) -> None:
        """Store what has to be stored after a record."""

    def why_stop(self) -> str | None:
        """The reason to stop that lies in the records."""
        return None

    def finish(self) -> None:
        """Run once at the end, but not after Ctrl-C."""

    def train(self, progress: bool) -> History:
        """Make the updates that are left, and take the records between them."""
        try:
            reason = self._updates(progress) or "steps"
            self.finish()
        except KeyboardInterrupt:
            reason = "interrupt"
        except NonFiniteLossError as error:
            error.history = self.history
            raise
        self.history.stopped_by = reason
        return self.history

    def _updates(self, progress: bool) -> str | None:
        done = self.history.records[-1][0] if self.history.records else 0
        total = self.schedule.total
        # delay=2: no bar for what takes less than two seconds.
        with tqdm(total=total, initial=done, delay=2, disable=not progress, leave=False, unit="step") as bar:
            reason = self.why_stop() if self.history.records else self._record(0)
            for step in range(done, total):
                if reason is not None:
                    break
                self.advance(step)
                bar.update()
                if self.schedule.records(step + 1):
                    reason = self._record(step + 1)
        return reason

    def _record(self, step: int) -> str | None:
        self.history.append(step, self.evaluate(step))
        self.keep(step)
        answers = [callback(step, self.model, self.history) for callback in self.callbacks]
        return "callback" if any(answer is True for answer in answers) else self.why_stop()


@contextmanager
def one_thread(wanted: bool) -> Iterator[None]:
    """Small problems run faster on one thread; the number of threads is put back afterwards."""
    before = torch.get_num_threads()
    if wanted:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
