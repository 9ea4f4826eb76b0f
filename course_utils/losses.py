"""Losses: each takes (prediction, label) and gives one number per sample, with the course's constants (no 1/2)."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

# torch leaves out samples with the label "ignore_index", -100 unless told; no class has this number.
_NO_CLASS = torch.iinfo(torch.int64).min


def squared_error(prediction: Tensor, label: Tensor) -> Tensor:
    r""":math:`\ell(y, y') = \|y - y'\|_2^2 = \sum_i (y_i - y'_i)^2` of each sample, without a factor 1/2.

    Args:
        prediction: shape (n,) or (n, d).
        label: the same shape.

    Returns:
        Shape (n,). Take the mean for the mean square error.

    Raises:
        ValueError: the shapes differ.

    >>> squared_error(torch.tensor([[1.0, 2.0], [0.0, 0.0]]), torch.tensor([[0.0, 0.0], [0.0, 3.0]]))
    tensor([5., 9.])
    """
    return _sum_over_coordinates(_difference(prediction, label).square())


def absolute_error(prediction: Tensor, label: Tensor) -> Tensor:
    r""":math:`\ell(y, y') = \|y - y'\|_1 = \sum_i |y_i - y'_i|` of each sample.

    Args, result and errors as for :func:`squared_error`.

    >>> absolute_error(torch.tensor([[1.0, 2.0], [0.0, 0.0]]), torch.tensor([[0.0, 0.0], [0.0, 3.0]]))
    tensor([3., 3.])
    """
    return _sum_over_coordinates(_difference(prediction, label).abs())


def zero_one_error(prediction: Tensor, label: Tensor) -> Tensor:
    r""":math:`\ell(y, y') = 1\{y \neq y'\}`: 0.0 where prediction and label are equal, 1.0 elsewhere.

    Args, result and errors as for :func:`squared_error`; a row (n, d) is wrong if one of its entries is.
    For scores of C classes use :func:`top1_error`.

    >>> zero_one_error(torch.tensor([1, 2, 3]), torch.tensor([1, 0, 3]))
    tensor([0., 1., 0.])
    """
    _check_same_shape(prediction, label)
    wrong = prediction != label
    return _as_float(wrong if wrong.ndim == 1 else wrong.flatten(1).any(dim=1), prediction)


def cross_entropy(prediction: Tensor, label: Tensor) -> Tensor:
    r""":math:`\ell(y, y') = -\sum_i y'_i \ln\bigl(e^{y_i} / \sum_j e^{y_j}\bigr)` of each sample, in nats.

    The largest score is subtracted before the exponential, so nothing overflows. For a label that sums to one, the
    gradient in y is softmax(y) - y'.

    Args:
        prediction: scores y, shape (n, C).
        label: classes 0, ..., C-1 as integers of shape (n,); or weights y' of shape (n, C), one-hot or not.

    Returns:
        Shape (n,).

    Raises:
        ValueError: the shapes do not fit.
        TypeError: labels of shape (n,) that are not integers.
        IndexError: a class below 0 or above C-1 (on a GPU, torch's own assertion).

    >>> scores = torch.tensor([[0.0, 0.0], [1e4, -1e4]])
    >>> cross_entropy(scores, torch.tensor([0, 1]))
    tensor([6.9315e-01, 2.0000e+04])
    """
    classes, scores = _is_class_label(prediction, label), _floating(prediction)
    if classes:
        return F.cross_entropy(scores, label.long(), reduction="none", ignore_index=_NO_CLASS)
    return F.cross_entropy(scores, label.to(scores.dtype), reduction="none")


def top1_error(prediction: Tensor, label: Tensor) -> Tensor:
    r""":math:`\ell(y, y') = 1\{\arg\max_i y_i \neq \arg\max_i y'_i\}`: the classification error of the largest score.

    Of equal scores, the first counts as the largest. Args and errors as for :func:`cross_entropy`; returns 0.0 or 1.0
    in shape (n,).

    >>> top1_error(torch.tensor([[0.1, 0.9], [2.0, -1.0]]), torch.tensor([1, 1]))
    tensor([0., 1.])
    """
    classes, scores = _is_class_label(prediction, label), _floating(prediction)
    if classes:
        # refuses a number that is no class, as cross_entropy does: on each device, and under vmap
        F.nll_loss(scores.detach(), label.long(), reduction="none", ignore_index=_NO_CLASS)
    else:
        label = _floating(label).argmax(dim=1)
    return _as_float(scores.argmax(dim=1) != label, prediction)


def _difference(prediction: Tensor, label: Tensor) -> Tensor:
    _check_same_shape(prediction, label)
    return _floating(prediction) - _floating(label)


def _floating(values: Tensor) -> Tensor:
    """Whole numbers as floats: differences of small integers would leave their range."""
    return values if values.is_floating_point() else values.to(torch.get_default_dtype())


def _sum_over_coordinates(values: Tensor) -> Tensor:
    return values if values.ndim == 1 else values.flatten(1).sum(dim=1)


def _as_float(wrong: Tensor, prediction: Tensor) -> Tensor:
    return wrong.to(_floating(prediction).dtype)


def _check_same_shape(prediction: Tensor, label: Tensor) -> None:
    _check_tensors(prediction, label)
    if prediction.shape != label.shape or prediction.ndim == 0:
        raise _shape_error(prediction, label, "(n,) or (n, d), the same for both")


def _is_class_label(prediction: Tensor, label: Tensor) -> bool:
    """True for integer labels of shape (n,), False for labels of shape (n, C)."""
    _check_tensors(prediction, label)
    if prediction.ndim == 2 and label.shape == prediction.shape:
        return False
    if prediction.ndim != 2 or label.shape != prediction.shape[:1]:
        raise _shape_error(prediction, label, "(n, C) for the scores, (n,) or (n, C) for the labels")
    if label.is_floating_point():
        raise TypeError(f"Labels of shape (n,) are classes, so integers; got {label.dtype}. Use label.long().")
    return True


def _check_tensors(prediction: Tensor, label: Tensor) -> None:
    for name, value in (("prediction", prediction), ("label", label)):
        if not isinstance(value, Tensor):
            raise TypeError(f"{name} must be a torch tensor; got {type(value).__name__}. Use torch.as_tensor(...).")


def _shape_error(prediction: Tensor, label: Tensor, expected: str) -> ValueError:
    shapes = f"prediction {tuple(prediction.shape)} and label {tuple(label.shape)}"
    return ValueError(
        f"Shapes do not fit: {shapes}. Expected {expected}. If only an axis of length 1 is missing, "
        "add it with .unsqueeze(1)."
    )
