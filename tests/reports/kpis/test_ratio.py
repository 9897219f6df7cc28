"""Exact, and rounded only for the eye."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.ratio import Ratio

COUNTS = st.integers(0, 10**6)
RATIOS = st.builds(Ratio, COUNTS, st.integers(1, 10**6))
TARGETS = st.fractions(0, 1, max_denominator=10**4)


@given(RATIOS)
def test_display_rounds_half_up_to_one_decimal(ratio: Ratio) -> None:
    exact = Decimal(ratio.numerator * 100) / Decimal(ratio.denominator)
    shown = Decimal((ratio.percent or "").removesuffix("%"))
    assert abs(shown - exact) <= Decimal("0.05")
    if (exact * 20) % 1 == 0:  # only short decimals can be compared to the digit
        assert shown == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_half_goes_up() -> None:
    assert Ratio(1, 2000).percent == "0.1%"
    assert Ratio(9, 20).percent == "45.0%"
    assert Ratio(3, 2).percent == "150.0%"


@given(RATIOS, TARGETS)
def test_met_is_exact(ratio: Ratio, target: Fraction) -> None:
    assert ratio.meets(target) is (Fraction(ratio.numerator, ratio.denominator) >= target)


@given(COUNTS, TARGETS)
def test_nothing_to_measure_neither_meets_nor_misses(numerator: int, target: Fraction) -> None:
    empty = Ratio(numerator, 0)
    assert (empty.value, empty.percent, empty.meets(target)) == (None, None, None)


@given(RATIOS, RATIOS)
def test_longer_periods_sum_both_numbers(one: Ratio, other: Ratio) -> None:
    assert (one + other).value == Fraction(one.numerator + other.numerator, one.denominator + other.denominator)
