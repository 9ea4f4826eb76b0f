"""The losses have the course's constants, are exact at large scores, and do not broadcast."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import logsumexp, softmax
from torch.func import vmap

from course_utils import absolute_error, cross_entropy, squared_error, top1_error, zero_one_error

pytestmark = pytest.mark.package

SCORES = arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(2, 6)), elements=st.floats(-1e4, 1e4))
LOSSES = [squared_error, absolute_error, cross_entropy, top1_error, zero_one_error]


def labels_for(scores, seed):
    return torch.from_numpy(np.random.default_rng(seed).integers(0, scores.shape[1], size=len(scores)))


@settings(max_examples=100, deadline=None)
@given(scores=SCORES, seed=st.integers(0, 1000))
def test_cross_entropy_of_classes_one_hot_and_soft_labels_is_exact(scores, seed):
    y = labels_for(scores, seed)
    rows = np.arange(len(scores))
    expected = logsumexp(scores - scores[rows, y][:, None], axis=1)  # the subtraction comes first: nothing cancels
    one_hot = torch.nn.functional.one_hot(y, scores.shape[1])
    for label in (y, y.int(), one_hot, one_hot.double()):
        np.testing.assert_allclose(cross_entropy(torch.from_numpy(scores), label), expected, rtol=1e-12, atol=1e-12)
    soft = np.random.default_rng(seed).dirichlet(np.ones(scores.shape[1]), size=len(scores))
    expected = [math.fsum(p * logsumexp(s - v) for p, v in zip(q, s)) for q, s in zip(soft, scores)]
    got = cross_entropy(torch.from_numpy(scores), torch.from_numpy(soft))
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_cross_entropy_in_closed_form(dtype):
    """Two classes with scores (s, 0): ln(1 + e^s) for class 1 and ln(1 + e^-s) for class 0."""
    s = torch.tensor([-1e4, -50.0, -1.0, 0.0, 1.0, 50.0, 1e4], dtype=dtype)
    scores = torch.stack([s, torch.zeros_like(s)], dim=1)
    tol = 1e-12 if dtype == torch.float64 else 1e-6
    for label, sign in ((1, 1), (0, -1)):
        got = cross_entropy(scores, torch.full((7,), label))
        np.testing.assert_allclose(got, np.logaddexp(0, sign * s.double().numpy()), rtol=tol, atol=tol)


def test_cross_entropy_of_equal_scores_is_ln_c_in_nats():
    got = cross_entropy(torch.full((2, 5), 1e4).double(), torch.tensor([0, 4]))
    np.testing.assert_allclose(got, math.log(5), rtol=1e-12)


def test_cross_entropy_of_a_soft_label_that_does_not_sum_to_one():
    scores = torch.tensor([[1.0, -2.0, 0.5]]).double()
    label = torch.tensor([[2.0, 0.0, 0.5]]).double()
    logs = scores - torch.logsumexp(scores, dim=1)
    np.testing.assert_allclose(cross_entropy(scores, label), -(label * logs).sum(dim=1), rtol=1e-14)


@settings(max_examples=50, deadline=None)
@given(scores=SCORES, seed=st.integers(0, 1000))
def test_gradient_of_cross_entropy_is_softmax_minus_label(scores, seed):
    y = labels_for(scores, seed)
    x = torch.from_numpy(scores).requires_grad_()
    (gradient,) = torch.autograd.grad(cross_entropy(x, y).sum(), x)
    expected = softmax(scores, axis=1) - np.eye(scores.shape[1])[y]
    np.testing.assert_allclose(gradient, expected, atol=1e-12)


@pytest.mark.parametrize("loss", [squared_error, absolute_error, cross_entropy])
def test_gradients_by_finite_differences(loss):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(4, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    label = torch.rand(4, 3, generator=generator, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda u: loss(u, label), (x,))


def test_a_label_of_the_wrong_class_is_an_error():
    for label in (3, -1, -100):
        with pytest.raises((IndexError, RuntimeError)):
            cross_entropy(torch.zeros(1, 3), torch.tensor([label]))


@settings(max_examples=50, deadline=None)
@given(
    shape=st.one_of(st.tuples(st.integers(1, 5)), st.tuples(st.integers(1, 5), st.integers(1, 4))),
    seed=st.integers(0, 1000),
)
def test_distances_are_sums_over_coordinates_without_one_half(shape, seed):
    p, y = np.random.default_rng(seed).normal(scale=1e4, size=(2, *shape))
    d = (p - y).reshape(shape[0], -1)
    np.testing.assert_allclose(squared_error(*map(torch.from_numpy, (p, y))), (d**2).sum(1), rtol=1e-12)
    np.testing.assert_allclose(absolute_error(*map(torch.from_numpy, (p, y))), np.abs(d).sum(1), rtol=1e-12)


def test_the_argument_order_is_prediction_then_label():
    scores, label = torch.tensor([[3.0, 0.0]]), torch.tensor([[0.0, 1.0]])
    assert cross_entropy(scores, label).item() == pytest.approx(math.log(1 + math.exp(3)))
    assert cross_entropy(label, scores).item() != pytest.approx(math.log(1 + math.exp(3)))


def test_top1_error():
    scores = torch.tensor([[0.0, 2.0, 1.0], [5.0, 5.0, 0.0], [-1e4, 1e4, 0.0]])
    assert top1_error(scores, torch.tensor([1, 1, 2])).tolist() == [0.0, 1.0, 1.0]  # ties: the first is the largest
    assert top1_error(scores, torch.eye(3)[[1, 1, 2]]).tolist() == [0.0, 1.0, 1.0]
    assert top1_error(scores, torch.eye(3).long()[[1, 0, 1]]).tolist() == [0.0, 0.0, 0.0]
    assert top1_error(scores.double(), torch.tensor([1, 1, 2])).dtype == torch.float64


@pytest.mark.parametrize("loss", [cross_entropy, top1_error])
@pytest.mark.parametrize("wrong", [-100, -1, 3])
def test_a_number_that_is_no_class_is_refused(loss, wrong):
    with pytest.raises(IndexError, match=f"{wrong} is out of bounds"):
        loss(torch.zeros(2, 3), torch.tensor([0, wrong]))


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int64, torch.bool])
def test_whole_numbers_count_as_floats(dtype):
    prediction, label = torch.tensor([0, 1, 0]).to(dtype), torch.tensor([1, 1, 200]).to(dtype)
    for loss in (squared_error, absolute_error):
        torch.testing.assert_close(loss(prediction, label), loss(prediction.float(), label.float()))
    scores = torch.tensor([[1, 0], [0, 1]]).to(dtype)
    for loss in (cross_entropy, top1_error):
        for label in (torch.tensor([0, 0]), torch.tensor([[0.5, 0.5], [0.0, 1.0]]), torch.eye(2).to(dtype)):
            torch.testing.assert_close(loss(scores, label), loss(scores.float(), label))


def test_zero_one_error():
    assert zero_one_error(torch.tensor([1, 2]), torch.tensor([1, 3])).tolist() == [0.0, 1.0]
    rows = torch.tensor([[1.0, 2.0], [1.0, 2.0]])
    assert zero_one_error(rows, torch.tensor([[1.0, 2.0], [1.0, 5.0]])).tolist() == [0.0, 1.0]
    assert zero_one_error(torch.tensor([1, 2]), torch.tensor([1, 3])).dtype == torch.float32


def test_shapes_that_do_not_fit_are_both_named():
    bad = [((4, 1), (4,)), ((4,), (4, 1)), ((4, 3), (1, 3)), ((4, 3), (3,)), ((4, 3), (5, 3)), ((4, 3), ()), ((), ())]
    for loss in LOSSES:
        for shapes in bad:
            if loss in (cross_entropy, top1_error) and shapes == ((4, 1), (4,)):
                continue  # four samples of one class: it fits
            with pytest.raises(ValueError) as error:
                loss(*(torch.zeros(shape, dtype=torch.long) for shape in shapes))
            assert all(str(shape) in str(error.value) for shape in shapes)


def test_class_labels_need_scores_of_two_axes():
    for loss in (cross_entropy, top1_error):
        with pytest.raises(ValueError, match=r"\(3,\)"):
            loss(torch.zeros(3), torch.zeros(3))
        with pytest.raises(TypeError, match="label.long()"):
            loss(torch.zeros(3, 2), torch.zeros(3))


@pytest.mark.parametrize("loss", LOSSES)
def test_arrays_are_pointed_to_as_tensor(loss):
    with pytest.raises(TypeError, match=r"label must be a torch tensor; got ndarray.*as_tensor"):
        loss(torch.zeros(3, 2), np.zeros((3, 2)))


def test_a_mixed_dtype_counts_in_the_prediction_s():
    scores = torch.randn(4, 3, generator=torch.Generator().manual_seed(0))
    assert cross_entropy(scores, torch.eye(3).double()[[0, 1, 2, 0]]).dtype == torch.float32


@pytest.mark.parametrize("loss", LOSSES)
def test_members_of_an_ensemble_under_vmap(loss):
    generator = torch.Generator().manual_seed(0)
    scores = torch.randn(5, 4, 3, generator=generator)
    labels = [torch.rand(4, 3, generator=generator)]
    if loss in (cross_entropy, top1_error):
        labels.append(torch.randint(3, (4,), generator=generator))
    for label in labels:
        got = vmap(loss, in_dims=(0, None))(scores, label)
        torch.testing.assert_close(got, torch.stack([loss(s, label) for s in scores]))
        stacked = label.expand(5, *label.shape)
        torch.testing.assert_close(vmap(loss)(scores, stacked), got)
