"""Risk ratings of POA&M items, as FedRAMP's templates spell them (POA&M Template v3.0, Original Risk Rating)."""

from enum import StrEnum

from generator.model.scan import Severity


class Rating(StrEnum):
    """High before Moderate before Low: the order in which documents list them. FedRAMP's template knows no Critical."""

    HIGH = "High"
    MODERATE = "Moderate"
    LOW = "Low"

    __hash__ = str.__hash__

    @classmethod
    def read(cls, text: str) -> "Rating | None":
        """The rating that a word of a workbook or a plan means, whatever its case; None where it means none."""
        return _WORDS.get(text.lower())

    @property
    def position(self) -> int:
        """0 for the highest rating."""
        return _POSITIONS[self]

    @property
    def severity(self) -> Severity:
        """The severity to assume where a document has the rating alone."""
        return Severity(self.value.lower())

    def is_above(self, other: "Rating") -> bool:
        """Whether this is the higher rating of the two."""
        return self.position < other.position


_POSITIONS = {rating: position for position, rating in enumerate(Rating)}
_WORDS = {
    "low": Rating.LOW,
    "moderate": Rating.MODERATE,
    "medium": Rating.MODERATE,
    "high": Rating.HIGH,
    "critical": Rating.HIGH,
}
