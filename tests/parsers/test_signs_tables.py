"""The rows of all readers: name, family, title, and by what their files are told. Signs of formats no other test repeats one by
one."""

from pathlib import Path

import approved_texts
from test_signs import _signs

from generator.parsers.registry import PARSERS


def test_rows_of_readers_are_as_reviewed() -> None:
    made = []
    for row in PARSERS:
        signs = _signs(row)
        shown = {name: getattr(signs, name) for name in signs.__struct_fields__ if name != "among"}
        shown["kinds"] = sorted(map(str, signs.kinds))
        told = "; ".join(
            f"{name} {value}" for name, value in shown.items() if value or (value == () and name in ("json", "xml"))
        )
        made.append(f"{row.name} ({row.family}, {row.title}): {told}{'; among others' if signs.among else ''}")
    approved_texts.compare(Path(__file__), "test_rows_of_readers_are_as_reviewed", made, "results")
