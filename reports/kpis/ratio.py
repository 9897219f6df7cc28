"""An exact ratio. Only display rounds, and a target is met or missed by integers (contract.md, Facts)."""

from dataclasses import dataclass
from fractions import Fraction

NO_ITEMS = "no items"


def reaches(numerator: int, denominator: int, target: Fraction) -> bool:
    """By integers; for who has no use for a `Ratio`. The denominator is not zero."""
    return numerator * target.denominator >= target.numerator * denominator


@dataclass(frozen=True, slots=True)
class Ratio:
    """numerator / denominator; a denominator of zero is "no items", never 0 % or 100 %."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str | None:
        """One decimal, rounded half up: "90.0%". None where there is nothing to measure."""
        if not self.denominator:
            return None
        tenths = (2000 * self.numerator + self.denominator) // (2 * self.denominator)
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def shown(self) -> str:
        """`percent`, or the msgid "no items" for a door to translate."""
        return self.percent or NO_ITEMS

    def meets(self, target: Fraction) -> bool | None:
        """n/d ≥ target by integers; None where there is nothing to measure."""
        if not self.denominator:
            return None
        return reaches(self.numerator, self.denominator, target)

    def __add__(self, other: "Ratio") -> "Ratio":
        """Quarters and years sum the numerators and denominators of their months."""
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)
