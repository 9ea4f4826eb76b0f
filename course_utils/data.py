"""Data sets that are made in code or come with a dependency: nothing is downloaded."""

from __future__ import annotations

import functools
import math
import random

import numpy as np
import torch
from torch import Tensor

from course_utils.arguments import check_generator, whole
from course_utils.mlp import MLP

Pair = tuple[Tensor, Tensor]


def two_moons(n: int, noise: float = 0.1, generator: torch.Generator | None = None) -> Pair:
    """Two interleaved half circles of radius 1 in the plane, one a class, with Gaussian noise.

    Class 0 is (cos t, sin t) and class 1 is (1 - cos t, 1/2 - sin t), with t uniform on [0, pi].

    Args:
        n: number of points.
        noise: standard deviation of the noise in each coordinate.
        generator: source of randomness; torch's global one by default. So in all functions of this file.

    Returns:
        X of shape (n, 2), float32, and y of shape (n,), int64, each class with probability 1/2.

    Raises:
        TypeError, ValueError: a number of points that is none, or a seed in place of the generator. So in all
            functions of this file.

    >>> X, y = two_moons(5, generator=torch.Generator().manual_seed(0))
    >>> X.shape, y.shape
    (torch.Size([5, 2]), torch.Size([5]))
    """
    n = whole("n", n, least=0)
    check_generator(generator)
    y = torch.randint(2, (n,), generator=generator)
    t = math.pi * torch.rand(n, generator=generator)
    upper = torch.stack([t.cos(), t.sin()], dim=1)
    lower = torch.stack([1 - t.cos(), 0.5 - t.sin()], dim=1)
    X = torch.where(y[:, None] == 0, upper, lower)
    return X + noise * torch.randn(n, 2, generator=generator), y


def spirals(
    n: int, classes: int = 2, turns: float = 1.0, noise: float = 0.02, generator: torch.Generator | None = None
) -> Pair:
    """Spiral arms in the unit disc, one a class, with Gaussian noise.

    A point of class k is r (cos a, sin a) with a = 2 pi (turns * r + k / classes) and r uniform on [0.1, 1].

    Args:
        n: number of points.
        classes: number of arms.
        turns: turns of each arm from the centre to the rim.
        noise: standard deviation of the noise in each coordinate.
        generator: source of randomness.

    Returns:
        X of shape (n, 2), float32, and y of shape (n,), int64, uniform on 0, ..., classes - 1.

    >>> X, y = spirals(100, classes=3, generator=torch.Generator().manual_seed(0))
    >>> y.unique()
    tensor([0, 1, 2])
    """
    n, classes = whole("n", n, least=0), whole("classes", classes, least=1)
    check_generator(generator)
    y = torch.randint(classes, (n,), generator=generator)
    r = 0.1 + 0.9 * torch.rand(n, generator=generator)
    angle = 2 * math.pi * (turns * r + y / classes)
    X = r[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)
    return X + noise * torch.randn(n, 2, generator=generator), y


@torch.no_grad()
def teacher_student(
    n: int,
    d: int,
    teacher: torch.nn.Module | None = None,
    noise: float = 0.0,
    generator: torch.Generator | None = None,
) -> Pair:
    """Gaussian inputs with the outputs of a teacher as labels: X ~ N(0, I_d), y = teacher(X) + noise * N(0, I).

    Args:
        n: number of samples.
        d: dimension of the inputs.
        teacher: a model that takes (n, d); by default ``MLP([d, 4, 1])``, drawn from the generator. A linear teacher
            is ``MLP([d, 1])``. Draw the teacher first and pass it to give training and test set the same one.
        noise: standard deviation of the noise in each output.
        generator: source of randomness.

    Returns:
        X of shape (n, d) in the teacher's dtype, y of the shape of teacher(X), both on the CPU.

    >>> teacher = MLP([10, 1], generator=torch.Generator().manual_seed(0))
    >>> X, y = teacher_student(5, 10, teacher, generator=torch.Generator().manual_seed(1))
    >>> X.shape, y.shape
    (torch.Size([5, 10]), torch.Size([5, 1]))
    """
    n, d = whole("n", n, least=0), whole("d", d, least=1)
    check_generator(generator)
    if teacher is None:
        teacher = MLP([d, 4, 1], generator=generator)
    like = next(teacher.parameters(), torch.empty(0))
    X = torch.randn(n, d, generator=generator, dtype=like.dtype)
    y = teacher(X.to(like.device)).cpu()
    return X, y + noise * torch.randn(y.shape, generator=generator, dtype=y.dtype)


def digits(n: int | None = None, generator: torch.Generator | None = None) -> Pair:
    """Handwritten digits of 8 x 8 pixels (Alpaydin and Kaynak 1998; scikit-learn's copy).

    Args:
        n: number of images, drawn without replacement in random order; by default all 1797 in the file's order.
        generator: source of randomness.

    Returns:
        X of shape (n, 64), float32 in [0, 1], and y of shape (n,), int64 in 0, ..., 9.

    Raises:
        ValueError: n is not between 1 and 1797.

    >>> X, y = digits()
    >>> X.shape, X.max()
    (torch.Size([1797, 64]), tensor(1.))
    """
    X, y = (torch.from_numpy(array.copy()) for array in _digits_arrays())
    if n is None:
        return X, y
    check_generator(generator)
    if not 1 <= whole("n", n) <= len(y):
        raise ValueError(f"There are {len(y)} digits; n must be between 1 and {len(y)}, got {n}.")
    chosen = torch.randperm(len(y), generator=generator)[:n]
    return X[chosen], y[chosen]


def mnist1d(n: int = 5000, generator: torch.Generator | None = None) -> Pair:
    """MNIST-1D (Greydanus and Kobak 2024): ten one-dimensional shapes, moved, scaled, sheared, and with noise.

    The data are made by the package ``mnist1d``, with its default settings. They are centred and divided by their
    standard deviation, so training and test set are best made by one call and :func:`split`.

    Args:
        n: number of samples, the classes as equal in number as n admits.
        generator: source of randomness; the package's seed is drawn from it.

    Returns:
        X of shape (n, 40), float32, and y of shape (n,), int64 in 0, ..., 9, in random order.

    >>> X, y = mnist1d(100, generator=torch.Generator().manual_seed(0))
    >>> X.shape, y.bincount()
    (torch.Size([100, 40]), tensor([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]))
    """
    from mnist1d.data import get_dataset_args, make_dataset  # here, as it imports much that no other data set needs

    n = whole("n", n, least=1)
    check_generator(generator)
    settings = get_dataset_args()
    settings.num_samples = 10 * math.ceil(n / 10)
    settings.seed = int(torch.randint(2**31, (), generator=generator))
    states = random.getstate(), np.random.get_state()
    try:  # the package seeds the global generators; put them back as they were
        made = make_dataset(settings)
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
    X = torch.from_numpy(np.concatenate([made["x"], made["x_test"]])).float()
    y = torch.from_numpy(np.concatenate([made["y"], made["y_test"]])).long()
    return X[:n], y[:n]


def split(pair: Pair, n_train: int, generator: torch.Generator | None = None) -> tuple[Pair, Pair]:
    """Cut (X, y) at random into a training set of n_train samples and a test set of all others.

    Raises:
        TypeError: not a pair; n_train is a share and no number of samples.
        ValueError: X and y differ in length; n_train leaves one of the two sets empty.

    >>> train, test = split(digits(), 1500, generator=torch.Generator().manual_seed(0))
    >>> train[0].shape, test[1].shape
    (torch.Size([1500, 64]), torch.Size([297]))
    """
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise TypeError("split takes the data as one pair: split((X, y), n_train).")
    X, y = pair
    n_train = whole("n_train", n_train)
    check_generator(generator)
    if len(X) != len(y):
        raise ValueError(f"X and y need the same length; got shapes {tuple(X.shape)} and {tuple(y.shape)}.")
    if not 0 < n_train < len(X):
        raise ValueError(f"n_train must be between 1 and {len(X) - 1} for {len(X)} samples; got {n_train}.")
    order = torch.randperm(len(X), generator=generator)
    first, rest = order[:n_train], order[n_train:]
    return (X[first], y[first]), (X[rest], y[rest])


@functools.cache
def _digits_arrays() -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return (X / 16).astype(np.float32), y.astype(np.int64)
