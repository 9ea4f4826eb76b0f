"""What more than one notebook of the course needs: networks, losses, training, data, figures, checks."""

from course_utils import data
from course_utils.checks import VerificationError, verify
from course_utils.losses import absolute_error, cross_entropy, squared_error, top1_error, zero_one_error
from course_utils.mlp import MLP
from course_utils.plotting import PALETTE, show, use_style

__all__ = [
    "MLP",
    "PALETTE",
    "VerificationError",
    "absolute_error",
    "cross_entropy",
    "data",
    "show",
    "squared_error",
    "top1_error",
    "use_style",
    "verify",
    "zero_one_error",
]
