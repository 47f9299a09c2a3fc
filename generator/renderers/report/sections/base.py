"""The contract of a section of the report that is a table: one file each, listed in `registry.py`."""

from typing import Protocol

from generator.oscal.package import AuthorizationPackage
from generator.renderers.report.table_rows import TablePage


class ReportSection(Protocol):
    """One table of the report, as a page and as a CSV file beside it."""

    @property
    def name(self) -> str:
        """`poam`: the name of its files in `report/`."""

    @property
    def title(self) -> str:
        """For people."""

    def view(self, package: AuthorizationPackage) -> TablePage:
        """Everything it says."""
