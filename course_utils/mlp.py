"""The multi-layer perceptron (MLP), with the parametrisations that the course compares."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .arguments import check_generator

Activation = Callable[[Tensor], Tensor]

ACTIVATIONS: dict[str, Activation] = {
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
    "gelu": F.gelu,
    "silu": F.silu,
    "sin": torch.sin,
    "erf": torch.erf,
    "identity": nn.Identity(),
}


class MLP(nn.Module):
    r"""Multi-layer perceptron of depth L: :math:`g_\theta = f^{(2L-1)} \circ \dots \circ f^{(1)}`.

    The odd maps are affine, ``f^(2l-1)(x) = W^(l) x + b^(l)``, with W^(l) of shape (d_l, d_{l-1}); the even maps apply
    the activation to each coordinate. There are L = len(dims) - 1 affine maps and the last map is affine, so that
    L = 1 is an affine model. An input of shape (d_0,) or (n, d_0) gives an output of shape (d_L,) or (n, d_L).

    Args:
        dims: layer dimensions (d_0, ..., d_L), at least two positive integers.
        activation: a name in ``ACTIVATIONS``, or a function that acts on each coordinate.
        bias: with ``False`` there is no b^(l).
        init: the distribution of the parameters at the start, and the factors between them and the affine map.
        generator: source of randomness, on any device; torch's global one by default. The numbers are drawn in
            float32 where the generator lives and then copied: one seed gives one network in each dtype and device.
        dtype, device: of the parameters; torch's defaults if not given.

    With d_in = d_{l-1}, d_out = d_l, and m = d_{L-1} the number of inputs of the last layer:

    ==============  =============================  ==============  =======================================
    init            weights at the start           biases          layer
    ==============  =============================  ==============  =======================================
    ``he``          N(0, 2/d_in)                   0               W x + b
    ``glorot``      N(0, 2/(d_in + d_out))         0               W x + b
    ``orthogonal``  uniform, orthonormal rows      0               W x + b
                    (or columns if d_out > d_in)
    ``default``     U(-1/sqrt(d_in),               as the weights  W x + b (that of ``torch.nn.Linear``)
                    1/sqrt(d_in))
    ``ntk``         N(0, 1)                        N(0, 1)         W x / sqrt(d_in) + b
    ``mean_field``  N(0, 1)                        N(0, 1)         as ``ntk``, but the last layer is
                                                                   W x / m + b / sqrt(m)
    ==============  =============================  ==============  =======================================

    In ``ntk`` and ``mean_field`` the factors belong to the model, so gradient descent moves the N(0, 1) variables.

    * ``ntk`` (Jacot, Gabriel, Hongler 2018, with their beta = 1) has no factor sqrt(2) for the ReLU: the variance of
      the activations halves at each ReLU layer, where ``he`` keeps it. The step size does not depend on the width.
    * ``mean_field`` (Mei, Montanari, Nguyen 2018; Chizat, Bach 2018) is the ``ntk`` network divided by sqrt(m). For
      L = 2 it is an average over m particles (a_j, w_j, b_j). The derivative in one particle is of order 1/m, so
      a step size m * eta moves each particle by order eta, and the limit m -> infinity is a flow of measures. With
      this step size the factor 1/sqrt(m) makes the output move by order eta through its bias as well.

    Raises:
        ValueError: dims has fewer than two entries or one below 1; unknown activation or init; wrong input width.
        TypeError: an entry of dims is not an integer; activation is neither a name nor a function; generator is a seed.

    Source: the definition is Rumelhart, Hinton, Williams (1986); He et al. (2015), Glorot and Bengio (2010),
    Saxe, McClelland, Ganguli (2014) for the first three inits.

    >>> model = MLP([2, 5, 1], generator=torch.Generator().manual_seed(0))
    >>> model(torch.zeros(7, 2)).shape
    torch.Size([7, 1])
    >>> [tuple(g.shape) for g in model.intermediate(torch.zeros(7, 2))]
    [(7, 2), (7, 5), (7, 5), (7, 1)]
    >>> model
    MLP(dims=(2, 5, 1), activation='relu', bias=True, init='he')
    """

    def __init__(
        self,
        dims: Sequence[int],
        activation: str | Activation = "relu",
        bias: bool = True,
        init: str = "he",
        generator: torch.Generator | None = None,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        super().__init__()
        self.dims = _checked_dims(dims)
        self.depth = len(self.dims) - 1
        self.activation = _checked_activation(activation)
        self._activation_name = activation if isinstance(activation, str) else _name_of(activation)
        if init not in INITS:
            raise ValueError(f"Unknown init {init!r}; choose one of {', '.join(INITS)}.")
        check_generator(generator)
        self.init = init
        pairs = zip(self.dims, self.dims[1:])
        self.layers = nn.ModuleList(Affine(d_in, d_out, bias, dtype=dtype, device=device) for d_in, d_out in pairs)
        for layer in self.layers:
            INITS[init](layer, generator)
        if init == "mean_field":
            self.layers[-1].divide_output_by(math.sqrt(self.dims[-2]))

    def forward(self, x: Tensor) -> Tensor:
        """g_theta(x)."""
        if x.ndim == 0 or x.shape[-1] != self.dims[0]:
            raise self._width_error(x)
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))
        return last(x)

    def intermediate(self, x: Tensor) -> list[Tensor]:
        """The 2L outputs g^(0)(x) = x, g^(1)(x), ..., g^(2L-1)(x) = g_theta(x) after each map."""
        if x.ndim == 0 or x.shape[-1] != self.dims[0]:
            raise self._width_error(x)
        outputs = [x]
        for layer in self.layers:
            if len(outputs) > 1:
                outputs.append(self.activation(outputs[-1]))
            outputs.append(layer(outputs[-1]))
        return outputs

    def __repr__(self) -> str:
        has_bias = self.layers[0].bias is not None
        return f"MLP(dims={self.dims}, activation={self._activation_name!r}, bias={has_bias}, init={self.init!r})"

    def _width_error(self, x: Tensor) -> ValueError:
        d = self.dims[0]
        return ValueError(f"This MLP takes inputs of shape ({d},) or (n, {d}); got shape {tuple(x.shape)}.")


class Affine(nn.Linear):
    """The affine map ``x -> weight_scale * W x + bias_scale * b``; a scale that is None stands for 1.

    The scales are buffers: they follow the module to its device and dtype, and an ensemble can stack them.
    """

    def __init__(self, d_in: int, d_out: int, bias: bool, **options: torch.dtype | torch.device | str | None) -> None:
        super().__init__(d_in, d_out, bias, **options)
        self.register_buffer("weight_scale", None)
        self.register_buffer("bias_scale", None)

    def reset_parameters(self) -> None:
        """Draw nothing: the MLP fills the parameters, from its own generator."""

    def forward(self, x: Tensor) -> Tensor:
        if self.weight_scale is not None:
            x = x * self.weight_scale
        bias = self.bias
        if self.bias_scale is not None and bias is not None:
            bias = bias * self.bias_scale
        return F.linear(x, self.weight, bias)

    def divide_output_by(self, c: float) -> None:
        """Multiply both scales by 1/c."""
        one = torch.ones((), dtype=self.weight.dtype, device=self.weight.device)
        self.weight_scale = (one if self.weight_scale is None else self.weight_scale) / c
        self.bias_scale = (one if self.bias_scale is None else self.bias_scale) / c


Init = Callable[[Affine, "torch.Generator | None"], None]


def _he(layer: Affine, generator: torch.Generator | None) -> None:
    _fill(layer, generator, std=math.sqrt(2 / layer.in_features))


def _glorot(layer: Affine, generator: torch.Generator | None) -> None:
    _fill(layer, generator, std=math.sqrt(2 / (layer.in_features + layer.out_features)))


def _orthogonal(layer: Affine, generator: torch.Generator | None) -> None:
    d_out, d_in = layer.weight.shape
    gaussian = _draw(torch.randn, (max(d_out, d_in), min(d_out, d_in)), generator).cpu().double()
    q, r = torch.linalg.qr(gaussian)
    q = q * torch.sign(torch.diagonal(r))  # without these signs q is not uniform (Mezzadri 2007)
    _copy(layer.weight, q if d_out >= d_in else q.T)
    _copy(layer.bias, torch.zeros(d_out))


def _default(layer: Affine, generator: torch.Generator | None) -> None:
    bound = 1 / math.sqrt(layer.in_features)
    for parameter in layer.parameters():
        _copy(parameter, bound * (2 * _draw(torch.rand, parameter.shape, generator) - 1))


def _ntk(layer: Affine, generator: torch.Generator | None) -> None:
    for parameter in layer.parameters():
        _copy(parameter, _draw(torch.randn, parameter.shape, generator))
    scale = 1 / math.sqrt(layer.in_features)
    layer.weight_scale = torch.tensor(scale, dtype=layer.weight.dtype, device=layer.weight.device)


INITS: dict[str, Init] = {
    "he": _he,
    "glorot": _glorot,
    "orthogonal": _orthogonal,
    "default": _default,
    "ntk": _ntk,
    "mean_field": _ntk,  # the MLP then divides the output
}


def _fill(layer: Affine, generator: torch.Generator | None, std: float) -> None:
    """Gaussian weights, zero biases."""
    _copy(layer.weight, std * _draw(torch.randn, layer.weight.shape, generator))
    _copy(layer.bias, torch.zeros(layer.out_features))


def _draw(sampler: Callable[..., Tensor], shape: Sequence[int], generator: torch.Generator | None) -> Tensor:
    """Random numbers in float32 on the generator's device."""
    device = "cpu" if generator is None else generator.device
    return sampler(tuple(shape), generator=generator, device=device, dtype=torch.float32)


@torch.no_grad()
def _copy(parameter: Tensor | None, values: Tensor) -> None:
    """Write the values into the parameter, whatever its dtype and device; None stands for a bias that is absent."""
    if parameter is not None:
        parameter.copy_(values)


def _checked_dims(dims: Sequence[int]) -> tuple[int, ...]:
    try:
        checked = tuple(operator.index(d) for d in dims)
    except TypeError:
        raise TypeError(f"dims must be a sequence of integers (d_0, ..., d_L); got {dims!r}.") from None
    if len(checked) < 2 or min(checked) < 1:
        raise ValueError(f"dims needs at least two entries (d_0, ..., d_L), all of them at least 1; got {dims!r}.")
    return checked


def _checked_activation(activation: str | Activation) -> Activation:
    if isinstance(activation, str):
        if activation not in ACTIVATIONS:
            names = ", ".join(ACTIVATIONS)
            raise ValueError(f"Unknown activation {activation!r}; choose one of {names}, or pass a function.")
        return ACTIVATIONS[activation]
    if not callable(activation):
        raise TypeError(f"activation must be a name or a function of a tensor; got {activation!r}.")
    return activation


def _name_of(function: Activation) -> str:
    return getattr(function, "__name__", type(function).__name__)
