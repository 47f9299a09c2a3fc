"""The assessment objectives and methods of NIST SP 800-53A Revision 5: ids only, as NIST's OSCAL catalog spells them.

The sentences of SP 800-53A are not here; where a document shows them, they come from the user's copy of the catalog
(`atopack content add nist-800-53`). `tests/make_objectives.py` makes the table.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from generator.resources import data

FILE = "objectives-sp800-53a.txt"
_METHODS = {"E": "EXAMINE", "I": "INTERVIEW", "T": "TEST"}
_STEP = re.compile(r"([.-])([a-z0-9]+)")


class AssessmentObjective(msgspec.Struct, frozen=True, kw_only=True):
    """What is determined by itself: an objective without others below it."""

    id: str
    """`ac-2_obj.d.1`."""
    label: str
    """As SP 800-53A prints it: `AC-02d.01`."""

    @property
    def part(self) -> str:
        """The letter of the control's part: `d`; empty where it is about the whole control."""
        letter = self.id.partition("_obj")[2][1:2]
        return letter if letter.isalpha() else ""


class AssessmentProcedure(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that SP 800-53A determines of one control, and how."""

    methods: tuple[str, ...] = ()
    """Of `EXAMINE`, `INTERVIEW`, `TEST`."""
    objectives: tuple[AssessmentObjective, ...] = ()


_NONE = AssessmentProcedure()


def procedure_of(control: str) -> AssessmentProcedure:
    """By the control's id in OSCAL, `ac-2.1`; an empty one for a control of no baseline."""
    return _procedures().get(control, _NONE)


def is_within(objective: str, target: str) -> bool:
    """Is the objective the target or below it? `ac-2_obj.d.1` and `ac-2_obj.d-1` are within `ac-2_obj.d` and `ac-2_obj`."""
    return objective == target or objective.startswith((f"{target}.", f"{target}-"))


def label_of(objective: str) -> str:
    """`ac-1_obj.a.1.b-2` as SP 800-53A labels it: `AC-01a.01(b)[02]`."""
    control, _, rest = objective.partition("_obj")
    family, _, number = control.partition("-")
    base, _, enhancement = number.partition(".")
    head = f"{family.upper()}-{base.zfill(2)}" + (f"({enhancement.zfill(2)})" if enhancement else "")
    return head + "".join(_labels(rest, inside=bool(enhancement)))


def _labels(rest: str, *, inside: bool) -> Iterator[str]:
    for at, (mark, step) in enumerate(_STEP.findall(rest)):
        if mark == "-":
            yield f"[{step.zfill(2)}]"
        elif inside:
            yield f"({step.zfill(2) if step.isdigit() else step})"
        elif at == 0:
            yield f"{step}."
        else:
            yield step.zfill(2) if step.isdigit() else f"({step})"


@cache
def _procedures() -> Mapping[str, AssessmentProcedure]:
    lines = (data("oscal") / FILE).read_text(encoding="utf-8").splitlines()
    return dict(_row(line) for line in lines if not line.startswith("#"))


def _row(line: str) -> tuple[str, AssessmentProcedure]:
    control, methods, *names = line.split()
    return control, AssessmentProcedure(
        methods=tuple(_METHODS[letter] for letter in methods), objectives=tuple(_objective(control, name) for name in names)
    )


def _objective(control: str, name: str) -> AssessmentObjective:
    step, _, label = name.partition("=")
    id_ = f"{control}_obj{'' if step == '.' else step}"
    return AssessmentObjective(id=id_, label=label or label_of(id_))
