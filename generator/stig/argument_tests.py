"""What the check texts of the Kubernetes STIG ask of an argument: each test says what it finds of one program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model.stig import Answer

Flags = Mapping[str, str]
Told = tuple[Answer | None, str]
"""The answer, and what was found, to follow the program's name: `sets anonymous-auth to false`."""
Test = Callable[[Flags], Told]

_TLS = ("VersionTLS12", "VersionTLS13")
_OLD_TLS = ("VersionTLS10", "VersionTLS11")
_TRUE, _FALSE = ("true", "1", "t"), ("false", "0", "f")


def configured(*names: str) -> Test:
    """A finding where one is not set, or has no value."""

    def test(flags: Flags) -> Told:
        missing = [name for name in names if not flags.get(name)]
        if missing:
            return Answer.OPEN, f"does not set {' and '.join(missing)}"
        return Answer.NOT_A_FINDING, f"sets {' and '.join(f'{name} to {flags[name]}' for name in names)}"

    return test


def named(name: str, unseen: str) -> Test:
    """A finding where it is not set; where it names a file, what stands in that file decides, and the API does not show it."""

    def test(flags: Flags) -> Told:
        if not flags.get(name):
            return Answer.OPEN, f"does not set {name}"
        return None, f"sets {name} to {flags[name]}; {unseen} was not collected"

    return test


def absent(name: str) -> Test:
    """A finding where it is set."""

    def test(flags: Flags) -> Told:
        if name in flags:
            return Answer.OPEN, f"sets {name}"
        return Answer.NOT_A_FINDING, f"does not set {name}"

    return test


def at_least(name: str, least: int) -> Test:
    """A finding where it is not set, or less."""

    def test(flags: Flags) -> Told:
        said = flags.get(name)
        if not said:
            return Answer.OPEN, f"does not set {name}"
        if not (said.isascii() and said.isdecimal()):
            return None, f"sets {name} to {said}, which is no number"
        return (Answer.OPEN if int(said) < least else Answer.NOT_A_FINDING), f"sets {name} to {said}; {least} is asked"

    return test


def equal(name: str, value: str) -> Test:
    """A finding where it is anything else, or not set."""

    def test(flags: Flags) -> Told:
        said = flags.get(name)
        answer = Answer.NOT_A_FINDING if said == value else Answer.OPEN
        return answer, f"sets {name} to {said}; {value} is asked" if said else f"does not set {name}"

    return test


def switched(name: str, *, on: bool) -> Test:
    """A finding where it is not set, or set to the other."""
    right, wrong = (_TRUE, _FALSE) if on else (_FALSE, _TRUE)

    def test(flags: Flags) -> Told:
        said = flags.get(name)
        if said is None:
            return Answer.OPEN, f"does not set {name}"
        known = {**dict.fromkeys(right, Answer.NOT_A_FINDING), **dict.fromkeys(wrong, Answer.OPEN)}
        return known.get(said.lower()), f"sets {name} to {said}"

    return test


def never_true(name: str) -> Test:
    """A finding where it is set to true. Of an argument that is not set the check text says nothing."""

    def test(flags: Flags) -> Told:
        said = flags.get(name)
        if said is None:
            return None, f"does not set {name}, of which the check text says nothing; the program's own default counts"
        known = {**dict.fromkeys(_FALSE, Answer.NOT_A_FINDING), **dict.fromkeys(_TRUE, Answer.OPEN)}
        return known.get(said.lower()), f"sets {name} to {said}"

    return test


def not_zero(name: str) -> Test:
    """A finding where it is not set, or nothing."""

    def test(flags: Flags) -> Told:
        said = flags.get(name)
        if not said:
            return Answer.OPEN, f"does not set {name}"
        return (Answer.OPEN if said.rstrip("hms") == "0" else Answer.NOT_A_FINDING), f"sets {name} to {said}"

    return test


def least_tls(flags: Flags) -> Told:
    """A finding where no least version is set, or 1.0 or 1.1."""
    said = flags.get("tls-min-version")
    if not said:
        return Answer.OPEN, "does not set tls-min-version"
    known = {**dict.fromkeys(_TLS, Answer.NOT_A_FINDING), **dict.fromkeys(_OLD_TLS, Answer.OPEN)}
    return known.get(said), f"sets tls-min-version to {said}"


def includes(name: str, *values: str) -> Test:
    """A finding where a value is missing. Others beside them are for a person to judge where `values` is a closed list."""

    def test(flags: Flags) -> Told:
        said = [part for part in flags.get(name, "").split(",") if part]
        missing = [value for value in values if value not in said]
        if missing:
            return Answer.OPEN, f"has no {' and '.join(missing)} in {name}" if said else f"does not set {name}"
        return Answer.NOT_A_FINDING, f"has {' and '.join(values)} in {name}"

    return test


def exactly(name: str, *values: str) -> Test:
    """The same where more than these may be wrong, too."""
    least = includes(name, *values)

    def test(flags: Flags) -> Told:
        answer, told = least(flags)
        others = sorted({part for part in flags.get(name, "").split(",") if part} - set(values))
        if answer is Answer.NOT_A_FINDING and others:
            return None, f"{told}, and beside them {', '.join(others)}"
        return answer, told

    return test


def authorization(flags: Flags) -> Told:
    """V2: a finding where the mode is AlwaysAllow or none is configured; a configuration file is not considered."""
    said = flags.get("authorization-mode")
    if not said:
        if flags.get("authorization-config"):
            return None, "sets authorization-config, of which the check text says nothing"
        return Answer.OPEN, "does not set authorization-mode"
    allows = "AlwaysAllow" in said.split(",")
    return (Answer.OPEN if allows else Answer.NOT_A_FINDING), f"sets authorization-mode to {said}"


@dataclass(frozen=True, slots=True)
class Gate:
    """A finding where a feature gate is set to true; see `Test`."""

    gate: str
    whole: bool = True
    """False: the check text also asks what the cluster's API does not show."""

    def __call__(self, flags: Flags) -> Told:
        """See `Test`."""
        gates = dict(part.partition("=")[::2] for part in flags.get("feature-gates", "").split(",") if part)
        said = gates.get(self.gate)
        if said is not None and said.lower() == "true":
            return Answer.OPEN, f"sets the feature gate {self.gate} to true"
        told = f"does not set the feature gate {self.gate} to true"
        return (Answer.NOT_A_FINDING, told) if self.whole else (None, f"{told}; the kubelets' own gates were not collected")
