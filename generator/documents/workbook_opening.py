"""Opening a workbook for reading, without measuring its sheets first.

openpyxl asks each sheet for its size when a workbook is opened. A sheet that states none is parsed from end to end for it, all
sheets of the book, though one is read: FedRAMP's POA&M template v3.0 states none, nor does a sheet that we filled (`SheetXml`).
No reader of ours believes a stated size, so none is asked for. Import this module only where a workbook is read: openpyxl
takes a tenth of a second to import.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet


@contextmanager
def opened_workbook(data: bytes, *, data_only: bool) -> Iterator[Workbook]:
    """The workbook, read row by row; its chart sheets are left out.

    Args:
        data: bounded by the caller (`unpack`) before.
        data_only: formulas are read as the values that were stored with them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl warns of features that reading does not need
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=data_only)
        reader.read()
        try:
            yield reader.wb
        finally:
            reader.wb.close()


class _Reader(ExcelReader):
    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                worksheet = _UnmeasuredSheet(self.wb, sheet.name, relation.target, self.shared_strings)
                self.wb._sheets.append(worksheet)  # type: ignore[attr-defined]  # noqa: SLF001 - as its base class adds one


class _UnmeasuredSheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Not now: see above."""
