"""What gives an item its Original Detection Date, and the sentence that says so where no report does."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class DetectionBasis(StrEnum):
    """What gives an item its Original Detection Date."""

    __hash__ = str.__hash__

    REPORT = "report"
    """A report states it: the day of its scan, or on which its scanner saw the weakness first."""
    COLLECTION = "collection"
    """No report states a day: it is the day on which the first was collected, until a report states an earlier one."""
    AS_OF = "as-of"
    """Nothing dates the report: the as-of date of the package that first listed the item stands in."""
    PERSON = "person"
    """A person stated it in the workbook, where no report did."""

    @property
    def sentence(self) -> str:
        """For the comments of a row; empty where a report states the date."""
        return _BASES.get(self, "")


_BASES: Mapping[DetectionBasis, str] = MappingProxyType(
    {
        DetectionBasis.COLLECTION: (
            "Original Detection Date is the day on which the report was collected: the report does not state when the scan ran."
        ),
        DetectionBasis.AS_OF: ("No evidence says when this was first seen; the as-of date stands in until a person dates it."),
        DetectionBasis.PERSON: "Original Detection Date is stated by a person: no report states it.",
    }
)
