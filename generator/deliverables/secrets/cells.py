"""Where in a workbook of the package a secret stands, for a person: sheet, cell, and the item that its row is about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.deliverables.secrets.search import DetectedSecret, spans
from generator.deliverables.secrets.windows import windows
from generator.documents.grid import letters
from generator.documents.workbook_rows import sheet_texts

_LONGEST_NAME = 80


def placed_in_cells(secrets: Sequence[DetectedSecret], path: str, data: bytes) -> tuple[DetectedSecret, ...]:
    """The same secrets of one workbook, each rule at its cells; where no cell shows a rule, the place stays as it was."""
    cells: dict[str, list[DetectedSecret]] = defaultdict(list)
    wanted = {secret.rule for secret in secrets}
    for sheet, number, texts in sheet_texts(data, where=path):
        item = _item(texts)
        for column, text in enumerate(texts):
            for rule in sorted(_rules(text) & wanted):
                about = f" ({item})" if item else ""
                place = f"sheet {sheet}, cell {letters(column + 1)}{number}{about}"
                cells[rule].append(DetectedSecret(path=path, rule=rule, place=place))
    kept = (secret for secret in secrets if secret.rule not in cells)
    return (*kept, *(secret for rows in cells.values() for secret in rows))


def _rules(text: str) -> set[str]:
    return {rule for window in windows((text.encode(),)) for _, _, rule in spans(window)} if text else set()


def _item(texts: Iterable[str]) -> str:
    """The first cell of the row, which holds the id of what it is about; nothing where it holds a secret itself."""
    first = next((" ".join(text.split()) for text in texts if text), "")
    return "" if _rules(first) else first[:_LONGEST_NAME]
