"""The objectives of SP 800-53A: labels, nesting, and the table against NIST's catalog."""

import json

from prerequisites import needs

from generator.frameworks.fedramp_rev5 import EVERY
from generator.frameworks.objectives import FILE, is_within, label_of, procedure_of
from generator.resources import data
from tests.make_objectives import CATALOG, table


def test_labels_are_those_of_sp_800_53a() -> None:
    ids = ("ac-1_obj.a.1.b", "ac-1_obj.a-1", "ac-2.1_obj", "ac-6.1_obj.a-2", "ca-2_obj.b.3-1", "sc-7.5_obj-2")
    assert [label_of(one) for one in ids] == [
        "AC-01a.01(b)", "AC-01a.[01]", "AC-02(01)", "AC-06(01)(a)[02]", "CA-02b.03[01]", "SC-07(05)[02]",
    ]  # fmt: skip
    (_, other) = procedure_of("pe-3.1").objectives
    assert other.label == "PE-03(01)[02]", "NIST's own label counts where it follows another form"


def test_an_objective_is_within_itself_and_what_is_above_it() -> None:
    assert is_within("ac-2_obj.d.1", "ac-2_obj.d")
    assert is_within("sc-7.5_obj-1", "sc-7.5_obj")
    assert is_within("ac-2_obj.d", "ac-2_obj.d")
    assert not is_within("ac-2_obj.d.1", "ac-2_obj.d.10")
    assert not is_within("ac-2.1_obj", "ac-2_obj")


def test_every_control_of_a_baseline_has_objectives_methods_and_known_parts() -> None:
    for control in EVERY:
        procedure = procedure_of(control.oscal_id)
        assert procedure.methods
        assert procedure.objectives
        assert {one.part for one in procedure.objectives} - {""} <= set(control.parts), control.id
    assert procedure_of("zz-1").objectives == ()


@needs(CATALOG)
def test_the_table_is_that_of_the_catalog() -> None:
    made = table(json.loads(CATALOG.read_bytes()))
    assert made == (data("oscal") / FILE).read_text(encoding="utf-8")
