"""Each value that a person states in a table of the plan is found again after it was changed in Word."""

from typing import get_type_hints

import pytest
from msgspec.structs import replace

from generator.documents.word_blocks import Field, Paragraph
from generator.renderers.ssp.blocks import SHORT_PROMPT
from generator.renderers.ssp.official import form
from generator.renderers.ssp.rows import PlanDocument, PlanStatement, PlanTable
from generator.renderers.ssp.tags import keys, tagged
from tests.renderers.test_ssp_docx import document

TABLES = [name for name, kind in get_type_hints(PlanDocument).items() if kind is PlanTable]
STATED = PlanStatement(text="Typed", key="system.name")
TABLE = PlanTable(
    number="9.9", title="Invented", header=("What", "Who"), rows=((PlanStatement(text="–"), STATED),), widths=(1, 1)
)


@pytest.mark.parametrize("name", TABLES)
def test_what_a_person_states_in_a_table_is_named_for_the_table_and_its_place(name: str) -> None:
    found = tagged(replace(document(), **{name: TABLE}))
    ((dash, stated),) = getattr(found, name).rows
    assert (dash.tag, stated.tag, stated.place) == ("", f"said:{name.replace('_', '-')}:0:1", "Table 9.9, row 1, Who")
    assert (stated, "system.name") in set(keys(found))


def test_tables_of_the_architecture_are_named_by_their_numbers() -> None:
    found = tagged(replace(document(), architecture=(TABLE,)))
    assert [table.rows[0][1].tag for table in found.architecture] == ["said:architecture-9.9:0:1"]
    assert (found.architecture[0].rows[0][1], "system.name") in set(keys(found))


def test_a_field_of_a_narrow_column_of_the_official_form_has_a_short_prompt() -> None:
    open_ = PlanStatement(key="plan.revisions")
    plan = document()
    rows = ((open_,) * len(plan.ports.header),)
    (grid,) = (
        grid for grid in form(tagged(replace(plan, ports=replace(plan.ports, rows=rows)))).grids if grid.name == "Table 9.1"
    )
    fields = [run for cell in grid.rows[0] for block in cell.blocks if isinstance(block, Paragraph) for run in block.content]
    assert {run.prompt for run in fields if isinstance(run, Field)} == {SHORT_PROMPT}
