"""What is known about one tool: how a call of it is recognized, which stage it is, and when its result blocks."""

import re

import msgspec

from generator.model.pipeline import Concern, Gating, PipelineStage
from generator.parsers.pipelines.invocations import ProgramCall, is_false


class Argument(msgspec.Struct, frozen=True):
    """Something a call must, or must not, say: an option (`scanners`), an environment variable (`$NAME`) or operand (``)."""

    names: tuple[str, ...]
    pattern: str = ""
    """Regular expression searched in the value; empty for any value."""

    def is_in(self, call: ProgramCall) -> bool:
        """Does the call say it?"""
        return any(re.search(self.pattern, value, re.IGNORECASE) for name in self.names for value in call.values(name))


class Switch(msgspec.Struct, frozen=True):
    """An option that turns blocking on or off: `--exit-code 1` on, `--soft-fail` off."""

    names: tuple[str, ...]
    blocks: bool
    inverted_by: tuple[str, ...] = ("0", "false", "no", "off")
    """Values that mean the opposite: `--exit-code 0`, `fail-build: false`."""
    needs_value: bool = False
    """The option alone, without a value, says nothing: an action's input left empty."""
    policy: bool = False
    """What it turns on is a decision by a policy elsewhere."""


TRIVY_SWITCHES = (
    Switch(("$TRIVY_EXIT_CODE",), blocks=True, needs_value=True),
    Switch(("exit-code",), blocks=True, needs_value=True),
)
SOFT_FAIL = (Switch(("soft-fail", "s"), blocks=False),)
"""Of checkov, in each of its uses."""


class ToolUse(msgspec.Struct, frozen=True):
    """One use of one tool: a row of a table, in which stage, name, program and subcommands stand without their names."""

    stage: PipelineStage
    name: str
    """For people: `trivy image`."""
    program: str
    subcommands: tuple[str, ...] = ("",)
    """Any of these, words separated by a space; empty text for a program without subcommands."""
    needs: tuple[Argument, ...] = ()
    """All must be said."""
    unless: tuple[Argument, ...] = ()
    """None may be said."""
    gating: Gating = Gating.NOT_APPLICABLE
    """What the tool's exit code does when nothing else is said."""
    switches: tuple[Switch, ...] = ()
    visible: bool = True
    concerns: Concern = Concern.IMAGE
    """What it is about; where the call decides that, see `concern_of`."""

    def matches(self, call: ProgramCall) -> bool:
        """Is the call this use of this tool?"""
        if call.is_idle or all(call.after(tuple(each.split())) is None for each in self.subcommands):
            return False
        return all(each.is_in(call) for each in self.needs) and not any(each.is_in(call) for each in self.unless)

    def verdict(self, call: ProgramCall) -> tuple[Gating, str]:
        """Whether a bad result ends the call with an error, and why; the last switch given decides."""
        gating, because = self.gating, _DEFAULTS.get(self.gating, "{} is called here").format(self.name)
        for switch in self.switches:
            for name in switch.names:
                for value in call.values(name):
                    if value or not switch.needs_value:
                        how = "by default" if name in call.defaulted else "here"
                        gating, because = _switched(switch, f"{name.removeprefix('$')} is", value, how)
        return gating, because


_DEFAULTS = {
    Gating.YES: "{} ends with an error on findings unless configured otherwise",
    Gating.NO: "{} ends without an error whatever it finds unless configured otherwise",
    Gating.POLICY: "a policy outside this file decides what {} does with findings",
    Gating.UNKNOWN: "the file does not say whether findings of {} block",
}


def _switched(switch: Switch, option_is: str, value: str, how: str) -> tuple[Gating, str]:
    shown = f"{option_is} set to {value} {how}" if value and len(value) <= 40 else f"{option_is} set {how}"
    inverted = value.strip().lower() in switch.inverted_by
    if "$" in value and not inverted and _is_code(switch):
        return Gating.UNKNOWN, f"{shown}, a value that is not in this file"
    if switch.blocks != inverted and switch.policy:
        return Gating.POLICY, f"{shown}, so a policy outside this file decides"
    if switch.blocks != inverted:
        return Gating.YES, f"{shown}, so findings end it with an error"
    return Gating.NO, f"{shown}, so findings do not end it with an error"


def _is_code(switch: Switch) -> bool:
    """Is the value itself the yes or no? A threshold in a variable still blocks at some threshold."""
    return any(is_false(value) for value in switch.inverted_by)
