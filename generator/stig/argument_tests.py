"""What the check texts of the Kubernetes STIG ask of an argument: each test says what it finds of one program."""

from collections.abc import Callable, Mapping

import msgspec

from generator.model.stig import RuleAnswer

Flags = Mapping[str, str]
TestOutcome = tuple[RuleAnswer | None, str]
"""The answer, and what was found, to follow the program's name: `sets anonymous-auth to false`."""
Test = Callable[[Flags], TestOutcome]

_TLS = ("VersionTLS12", "VersionTLS13")
_OLD_TLS = ("VersionTLS10", "VersionTLS11")
_TRUE, _FALSE = ("true", "1", "t"), ("false", "0", "f")


def configured(*names: str) -> Test:
    """A finding where one is not set, or has no value."""

    def test(flags: Flags) -> TestOutcome:
        missing = [name for name in names if not flags.get(name)]
        if missing:
            return RuleAnswer.OPEN, f"does not set {' and '.join(missing)}"
        return RuleAnswer.NOT_A_FINDING, f"sets {' and '.join(f'{name} to {flags[name]}' for name in names)}"

    return test


def named(name: str, unseen: str) -> Test:
    """A finding where it is not set; where it names a file, what stands in that file decides, and the API does not show it."""

    def test(flags: Flags) -> TestOutcome:
        if not flags.get(name):
            return RuleAnswer.OPEN, f"does not set {name}"
        return None, f"sets {name} to {flags[name]}; {unseen} was not collected"

    return test


def absent(name: str) -> Test:
    """A finding where it is set."""

    def test(flags: Flags) -> TestOutcome:
        if name in flags:
            return RuleAnswer.OPEN, f"sets {name}"
        return RuleAnswer.NOT_A_FINDING, f"does not set {name}"

    return test


def at_least(name: str, least: int) -> Test:
    """A finding where it is not set, or less."""

    def test(flags: Flags) -> TestOutcome:
        setting = flags.get(name)
        if not setting:
            return RuleAnswer.OPEN, f"does not set {name}"
        if not (setting.isascii() and setting.isdecimal()):
            return None, f"sets {name} to {setting}, which is no number"
        return (
            RuleAnswer.OPEN if int(setting) < least else RuleAnswer.NOT_A_FINDING
        ), f"sets {name} to {setting}; {least} is asked"

    return test


def equal(name: str, value: str) -> Test:
    """A finding where it is anything else, or not set."""

    def test(flags: Flags) -> TestOutcome:
        setting = flags.get(name)
        answer = RuleAnswer.NOT_A_FINDING if setting == value else RuleAnswer.OPEN
        return answer, f"sets {name} to {setting}; {value} is asked" if setting else f"does not set {name}"

    return test


def switched(name: str, *, on: bool) -> Test:
    """A finding where it is not set, or set to the other."""
    right, wrong = (_TRUE, _FALSE) if on else (_FALSE, _TRUE)

    def test(flags: Flags) -> TestOutcome:
        setting = flags.get(name)
        if setting is None:
            return RuleAnswer.OPEN, f"does not set {name}"
        known = {**dict.fromkeys(right, RuleAnswer.NOT_A_FINDING), **dict.fromkeys(wrong, RuleAnswer.OPEN)}
        return known.get(setting.lower()), f"sets {name} to {setting}"

    return test


def never_true(name: str) -> Test:
    """A finding where it is set to true. Of an argument that is not set the check text says nothing."""

    def test(flags: Flags) -> TestOutcome:
        setting = flags.get(name)
        if setting is None:
            return None, f"does not set {name}, of which the check text says nothing; the program's own default counts"
        known = {**dict.fromkeys(_FALSE, RuleAnswer.NOT_A_FINDING), **dict.fromkeys(_TRUE, RuleAnswer.OPEN)}
        return known.get(setting.lower()), f"sets {name} to {setting}"

    return test


def not_zero(name: str) -> Test:
    """A finding where it is not set, or nothing."""

    def test(flags: Flags) -> TestOutcome:
        setting = flags.get(name)
        if not setting:
            return RuleAnswer.OPEN, f"does not set {name}"
        return (RuleAnswer.OPEN if setting.rstrip("hms") == "0" else RuleAnswer.NOT_A_FINDING), f"sets {name} to {setting}"

    return test


def least_tls(flags: Flags) -> TestOutcome:
    """A finding where no least version is set, or 1.0 or 1.1."""
    setting = flags.get("tls-min-version")
    if not setting:
        return RuleAnswer.OPEN, "does not set tls-min-version"
    known = {**dict.fromkeys(_TLS, RuleAnswer.NOT_A_FINDING), **dict.fromkeys(_OLD_TLS, RuleAnswer.OPEN)}
    return known.get(setting), f"sets tls-min-version to {setting}"


def includes(name: str, *values: str) -> Test:
    """A finding where a value is missing. Others beside them are for a person to judge where `values` is a closed list."""

    def test(flags: Flags) -> TestOutcome:
        setting = [part for part in flags.get(name, "").split(",") if part]
        missing = [value for value in values if value not in setting]
        if missing:
            return RuleAnswer.OPEN, f"has no {' and '.join(missing)} in {name}" if setting else f"does not set {name}"
        return RuleAnswer.NOT_A_FINDING, f"has {' and '.join(values)} in {name}"

    return test


def exactly(name: str, *values: str) -> Test:
    """The same where more than these may be wrong, too."""
    least = includes(name, *values)

    def test(flags: Flags) -> TestOutcome:
        answer, reason = least(flags)
        others = sorted({part for part in flags.get(name, "").split(",") if part} - set(values))
        if answer is RuleAnswer.NOT_A_FINDING and others:
            return None, f"{reason}, and beside them {', '.join(others)}"
        return answer, reason

    return test


def authorization(flags: Flags) -> TestOutcome:
    """V2: a finding where the mode is AlwaysAllow or none is configured; a configuration file is not considered."""
    setting = flags.get("authorization-mode")
    if not setting:
        if flags.get("authorization-config"):
            return None, "sets authorization-config, of which the check text says nothing"
        return RuleAnswer.OPEN, "does not set authorization-mode"
    allows = "AlwaysAllow" in setting.split(",")
    return (RuleAnswer.OPEN if allows else RuleAnswer.NOT_A_FINDING), f"sets authorization-mode to {setting}"


class FeatureGateTest(msgspec.Struct, frozen=True):
    """A finding where a feature gate is set to true; see `Test`."""

    gate: str
    whole: bool = True
    """False: the check text also asks what the cluster's API does not show."""

    def __call__(self, flags: Flags) -> TestOutcome:
        """See `Test`."""
        gates = dict(part.partition("=")[::2] for part in flags.get("feature-gates", "").split(",") if part)
        setting = gates.get(self.gate)
        if setting is not None and setting.lower() == "true":
            return RuleAnswer.OPEN, f"sets the feature gate {self.gate} to true"
        reason = f"does not set the feature gate {self.gate} to true"
        return (
            (RuleAnswer.NOT_A_FINDING, reason)
            if self.whole
            else (None, f"{reason}; the kubelets' own gates were not collected")
        )
