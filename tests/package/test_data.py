"""The data sets have the documented shapes and laws, come from the generator alone, and touch no network."""

import random
import socket

import numpy as np
import pytest
import torch

from course_utils import MLP, data

pytestmark = pytest.mark.package

RANDOM_SETS = {
    "two_moons": lambda g: data.two_moons(50, generator=g),
    "spirals": lambda g: data.spirals(50, classes=3, generator=g),
    "teacher_student": lambda g: data.teacher_student(50, 4, noise=0.1, generator=g),
    "digits": lambda g: data.digits(50, generator=g),
    "mnist1d": lambda g: data.mnist1d(50, generator=g),
    "split": lambda g: data.split(data.digits(), 50, generator=g)[0],
}


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("name", RANDOM_SETS)
def test_the_generator_decides_everything(name, monkeypatch):
    def no_network(*args, **options):
        raise AssertionError("a data set tried to open a connection")

    monkeypatch.setattr(socket, "socket", no_network)
    make = RANDOM_SETS[name]
    before = torch.get_rng_state(), np.random.get_state()[1].copy(), random.getstate()
    (X, y), (X_again, y_again), (X_other, _) = make(seeded()), make(seeded()), make(seeded(1))
    assert torch.equal(X, X_again) and torch.equal(y, y_again) and not torch.equal(X, X_other)
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1] == before[1]).all() and random.getstate() == before[2]
    assert len(X) == len(y) == 50 and X.dtype == torch.float32 and torch.isfinite(X).all()
    assert y.dtype == (torch.float32 if name == "teacher_student" else torch.int64)


def test_two_moons_without_noise_lie_on_their_half_circles():
    X, y = data.two_moons(200, noise=0.0, generator=seeded())
    centre = torch.tensor([[0.0, 0.0], [1.0, 0.5]])[y]
    torch.testing.assert_close((X - centre).norm(dim=1), torch.ones(200))
    height = (X - centre)[:, 1] * (1 - 2 * y)
    assert (height > -1e-6).all() and set(y.tolist()) == {0, 1}


def test_spirals_without_noise_follow_their_arm():
    X, y = data.spirals(300, classes=3, turns=1.5, noise=0.0, generator=seeded())
    r = X.norm(dim=1)
    angle = torch.atan2(X[:, 1], X[:, 0]) - 2 * torch.pi * (1.5 * r + y / 3)
    torch.testing.assert_close(angle.cos(), torch.ones(300), atol=1e-4, rtol=0)
    assert r.min() >= 0.1 - 1e-6 and r.max() <= 1 + 1e-6


@pytest.mark.parametrize("make", [data.two_moons, data.spirals])
def test_the_noise_is_a_standard_deviation(make):
    moved = make(20_000, noise=0.3, generator=seeded())[0] - make(20_000, noise=0.0, generator=seeded())[0]
    assert moved.std().item() == pytest.approx(0.3, rel=0.02)


def test_teacher_student_labels_are_the_teacher_s():
    teacher = MLP([4, 3, 2], generator=seeded(), dtype=torch.float64)
    X, y = data.teacher_student(30, 4, teacher, generator=seeded(1))
    assert X.dtype == torch.float64 and not y.requires_grad
    torch.testing.assert_close(y, teacher(X).detach())
    X, y = data.teacher_student(20_000, 4, teacher, noise=0.5, generator=seeded(1))
    assert (y - teacher(X)).std().item() == pytest.approx(0.5, rel=0.02)
    assert X.var().item() == pytest.approx(1, rel=0.03)
    assert data.teacher_student(3, 5, generator=seeded())[1].shape == (3, 1)


def test_digits_are_those_of_scikit_learn():
    X, y = data.digits()
    assert X.shape == (1797, 64) and X.min() == 0 and X.max() == 1
    assert y.bincount().tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    X[:] = 0  # a copy: the next caller has the digits still
    assert data.digits()[0].max() == 1


def test_some_digits_are_drawn_without_replacement():
    X, y = data.digits(1797, generator=seeded())
    whole = data.digits()[0]
    assert not torch.equal(X, whole)
    torch.testing.assert_close(X.sort(dim=0).values, whole.sort(dim=0).values)
    for n in (0, 1798):
        with pytest.raises(ValueError, match="1797"):
            data.digits(n)


def test_mnist1d_is_standardised_and_balanced():
    X, y = data.mnist1d(400, generator=seeded())
    assert X.shape == (400, 40) and y.bincount().tolist() == [40] * 10
    assert X.mean().item() == pytest.approx(0, abs=1e-5) and X.var(correction=0).item() == pytest.approx(1, abs=1e-4)
    assert len(data.mnist1d(33, generator=seeded())[0]) == 33
    assert y[:40].unique().numel() > 5  # in random order


def test_mnist1d_can_be_learnt():
    """The nearest neighbour is far above chance, 0.1 with a standard error of 0.02: signals and labels belong together."""
    (X, y), (X_test, y_test) = data.split(data.mnist1d(1000, generator=seeded()), 800, generator=seeded())
    nearest = torch.cdist(X_test, X).argmin(dim=1)
    assert (y[nearest] == y_test).float().mean() > 0.25


@pytest.mark.parametrize("make", [data.two_moons, data.spirals, data.digits, data.mnist1d])
def test_numbers_and_seeds_that_are_none(make):
    for n in (2.5, "3"):
        with pytest.raises(TypeError, match="must be an integer"):
            make(n)
    with pytest.raises(ValueError, match="must be (at least|between)"):
        make(-1)
    with pytest.raises(TypeError, match="manual_seed"):
        make(10, generator=3)


def test_a_split_takes_a_pair_and_a_number():
    X = torch.zeros(10, 1)
    with pytest.raises(TypeError, match=r"split\(\(X, y\), n_train\)"):
        data.split(X, X, 5)
    with pytest.raises(TypeError, match="n_train counts things.*0.8"):
        data.split((X, X), 0.8)


def test_split_is_a_partition():
    X = torch.arange(10.0)[:, None]
    (X_train, y_train), (X_test, y_test) = data.split((X, X[:, 0]), 7, generator=seeded())
    assert len(X_train) == 7 and len(X_test) == 3
    assert sorted([*y_train.tolist(), *y_test.tolist()]) == list(range(10))
    assert torch.equal(X_train[:, 0], y_train) and torch.equal(X_test[:, 0], y_test)
    with pytest.raises(ValueError, match=r"\(10, 1\) and \(9,\)"):
        data.split((X, torch.zeros(9)), 5)
    for n_train in (0, 10, -1):
        with pytest.raises(ValueError, match="between 1 and 9"):
            data.split((X, X[:, 0]), n_train)
