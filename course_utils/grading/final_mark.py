"""The final mark by the course's table, from each assignment's share of points, settled or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .policy import Assignment

BEST = 20.0  # final marks are out of this
NOISE_DIGITS = 9  # decimals beyond which a float's digits are rounding errors


@dataclass(frozen=True)
class Range:
    """What is known of a number: it ends between these two. Settled when they are the same."""

    least: float
    most: float

    @property
    def settled(self) -> bool:
        return self.least == self.most


NOTHING, OPEN = Range(0.0, 0.0), Range(0.0, 1.0)


def final_mark(table: Mapping[str, Assignment], shares: Mapping[str, Range | None]) -> Range | None:
    """20 · Σ weight · share / Σ weight, over the assignments that count; None when none does.

    ``shares`` holds shares of points, or None for what does not count: then the weights of the others grow in
    proportion. What has a replacement counts as the better of the two, or as the one that counts.

    >>> from datetime import datetime
    >>> row = lambda **rest: Assignment(due=datetime(2023, 1, 1), **rest)
    >>> table = {"td": row(weight=40), "exam": row(weight=60), "resit": row(replaces="exam")}
    >>> final_mark(table, {"td": Range(1, 1), "exam": Range(0.5, 0.5), "resit": None})
    Range(least=14.0, most=14.0)
    >>> final_mark(table, {"td": None, "exam": Range(0.5, 0.5), "resit": Range(0.25, 0.75)})
    Range(least=10.0, most=15.0)
    """
    counted = [
        (row.weight, share)
        for name, row in table.items()
        if row.weight and (share := with_replacement(table, shares, name)) is not None
    ]
    if not counted:
        return None
    total = sum(weight for weight, _ in counted)
    ends = (sum(weight * getattr(share, end) for weight, share in counted) for end in ("least", "most"))
    return Range(*(BEST * end / total for end in ends))


def with_replacement(
    table: Mapping[str, Assignment], shares: Mapping[str, Range | None], name: str
) -> Range | None:
    """The share of an assignment, or of what replaces it where that is better."""
    found = [shares[name], *(shares[other] for other, row in table.items() if row.replaces == name)]
    known = [share for share in found if share is not None]
    if not known:
        return None
    return Range(max(share.least for share in known), max(share.most for share in known))


def rounded(value: float, decimals: int = 2) -> Decimal:
    """Rounded half up, as people do, and free of the errors of binary fractions.

    >>> rounded(12.345), rounded(0.1 + 0.2), round(12.345, 2), f"{rounded(7):f}"
    (Decimal('12.35'), Decimal('0.30'), 12.35, '7.00')
    >>> rounded(1.005), round(1.005, 2), rounded(-0.001)
    (Decimal('1.01'), 1.0, Decimal('0.00'))
    """
    exact = Decimal(f"{value:.{NOISE_DIGITS}f}")
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # no minus before zero
