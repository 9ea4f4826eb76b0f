"""``fit`` and ``fit_ensemble`` beside the loops and libraries that they replace.

The task is always the same: an MLP 20-64-64-3, 1,000 samples, batches of 64, the same batches for both sides. Ours
takes records at both ends only, as the plain loop takes none.
"""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from bench.table import Row, side_by_side
from course_utils import MLP, cross_entropy, fit, fit_ensemble

SAMPLES, BATCH = 1000, 64
DIMS = (20, 64, 64, 3)
WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
SEEDS = 5


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


X = torch.randn(SAMPLES, DIMS[0], generator=seeded(0))
Y = torch.randint(0, DIMS[-1], (SAMPLES,), generator=seeded(1))


def network(dims: tuple[int, ...] = DIMS) -> nn.Sequential:
    """The network as one writes it by hand."""
    layers: list[nn.Module] = []
    for d_in, d_out in zip(dims, dims[1:]):
        layers += [nn.Linear(d_in, d_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def plain_loop(model: nn.Module, optimizer: torch.optim.Optimizer, epochs: int, seed: int = 0) -> None:
    """The loop as one writes it by hand."""
    generator = seeded(seed)
    for _ in range(epochs):
        order = torch.randperm(SAMPLES, generator=generator)
        for start in range(0, SAMPLES, BATCH):
            index = order[start : start + BATCH]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X[index]), Y[index])
            loss.backward()
            optimizer.step()


def ours(optimizer: str, lr: float, epochs: int) -> Callable[[], object]:
    def train() -> None:
        fit(MLP(DIMS), cross_entropy, (X, Y), optimizer=optimizer, lr=lr, epochs=epochs, batch_size=BATCH,
            generator=seeded(0), every=epochs * SAMPLES)  # fmt: skip

    return train


def plain(cls: type[torch.optim.Optimizer], lr: float, epochs: int) -> Callable[[], object]:
    def train() -> None:
        model = network()
        plain_loop(model, cls(model.parameters(), lr=lr), epochs)

    return train


def skorch(epochs: int) -> Callable[[], object]:
    from skorch import NeuralNetClassifier

    def train() -> None:
        net = NeuralNetClassifier(
            network(), criterion=nn.CrossEntropyLoss, optimizer=torch.optim.SGD, lr=0.1, max_epochs=epochs,
            batch_size=BATCH, iterator_train__shuffle=True, train_split=None, verbose=0,
        )  # fmt: skip
        net.fit(X, Y)

    return train


def lightning(epochs: int) -> Callable[[], object]:
    import lightning as L

    class Classifier(L.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.network = network()

        def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
            return F.cross_entropy(self.network(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    def train() -> None:
        trainer = L.Trainer(
            max_epochs=epochs, accelerator="cpu", logger=False, enable_checkpointing=False,
            enable_progress_bar=False, enable_model_summary=False,
        )  # fmt: skip
        trainer.fit(Classifier(), DataLoader(TensorDataset(X, Y), batch_size=BATCH, shuffle=True))

    return train


def ensemble(dims: list[tuple[int, ...]], epochs: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """All networks at once, and one plain loop after the other."""

    def together() -> None:
        generators = [seeded(k) for k in range(len(dims))]
        models = [MLP(d, generator=seeded(k)) for k, d in enumerate(dims)]
        fit_ensemble(models, cross_entropy, (X, Y), lr=0.1, epochs=epochs, batch_size=BATCH, generators=generators,
                     every=epochs * SAMPLES)  # fmt: skip

    def one_by_one() -> None:
        for k, d in enumerate(dims):
            model = network(d)
            plain_loop(model, torch.optim.SGD(model.parameters(), lr=0.1), epochs, seed=k)

    return together, one_by_one


def rows() -> list[Row]:
    """One row a promise; skorch and Lightning only where they are installed."""
    warnings.filterwarnings("ignore")
    sgd, adam = torch.optim.SGD, torch.optim.Adam
    sweep = [(DIMS[0], width, DIMS[-1]) for width in WIDTHS for _ in range(SEEDS)]
    cases = [
        ("fit, SGD / plain loop", ours("sgd", 0.1, 20), plain(sgd, 0.1, 20), 15, "≤ 1.0"),
        ("fit, Adam / plain loop", ours("adam", 1e-3, 20), plain(adam, 1e-3, 20), 15, "≤ 0.8"),
        ("fit_ensemble, 32 networks / 32 plain loops", *ensemble([DIMS] * 32, 10), 7, "≤ 0.20"),
        ("fit_ensemble, widths 1…128 × 5 seeds / 40 plain loops", *ensemble(sweep, 10), 5, "≤ 0.25"),
    ]
    if importlib.util.find_spec("skorch"):
        cases.append(("fit, SGD / skorch", ours("sgd", 0.1, 20), skorch(20), 15, "≤ 0.40"))
    if importlib.util.find_spec("lightning"):
        cases.append(("fit, SGD / Lightning", ours("sgd", 0.1, 20), lightning(20), 15, "≤ 0.33"))
    return [side_by_side(*case) for case in cases]
