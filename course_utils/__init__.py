"""What more than one notebook of the course needs: networks, losses, training, data, figures, checks."""

from course_utils import data
from course_utils.checks import VerificationError, verify
from course_utils.ensemble import fit_ensemble
from course_utils.history import History
from course_utils.interactive import explore
from course_utils.loop import NonFiniteLossError
from course_utils.losses import absolute_error, cross_entropy, squared_error, top1_error, zero_one_error
from course_utils.mlp import MLP
from course_utils.plotting import PALETTE, show, use_style
from course_utils.training import fit

__all__ = [
    "MLP",
    "PALETTE",
    "History",
    "NonFiniteLossError",
    "VerificationError",
    "absolute_error",
    "cross_entropy",
    "data",
    "explore",
    "fit",
    "fit_ensemble",
    "show",
    "squared_error",
    "top1_error",
    "use_style",
    "verify",
    "zero_one_error",
]
