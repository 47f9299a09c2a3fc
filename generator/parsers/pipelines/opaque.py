"""Work that a pipeline hands to something the file does not show: a Makefile, an npm script, a script of the repository."""

from collections.abc import Iterable, Mapping

from generator.model.pipeline import PipelineStage
from generator.parsers.pipelines.invocations import ProgramCall, is_false
from generator.parsers.pipelines.naming import mentions, named_stages

_RUNNERS: Mapping[str, tuple[str, ...]] = {
    "make": ("",),
    "gmake": ("",),
    "just": ("",),
    "task": ("",),
    "mage": ("",),
    "rake": ("",),
    "invoke": ("",),
    "inv": ("",),
    "nox": ("",),
    "earthly": ("",),
    "dagger": ("call", "run"),
    "uds": ("run",),
    "npm": ("run", "run-script"),
    "yarn": ("run", ""),
    "pnpm": ("run",),
    "bun": ("run",),
    "nx": ("run", ""),
    "turbo": ("run",),
    "gradle": ("",),
    "gradlew": ("",),
    "bazel": ("run",),
    "goreleaser": ("release", ""),
    "workflow-dispatch": ("",),
    "gh": ("workflow run",),
}
_INTERPRETERS = frozenset(("bash", "sh", "python", "python3", "node", "ruby", "pwsh", "tsx", "ts-node"))
_SCRIPT_ENDS = (".sh", ".bash", ".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".ps1")
_NOT_SCRIPTS = frozenset(("install", "add", "ci"))
_VOUCHING = frozenset((PipelineStage.SIGNING, PipelineStage.SBOM, PipelineStage.ATTESTATION))
_TARGETS = frozenset(["target", "targets", "task", "tasks", "command", "goal", "stage", "script", "run", "event"])
_UNUSED = frozenset(["test", "tests", "unit", "lint", "vet", "fmt", "format", "clean"])
INSTALLS_STAGE: Mapping[str, PipelineStage] = {
    "cosign": PipelineStage.SIGNING,
    "notation": PipelineStage.SIGNING,
    "syft": PipelineStage.SBOM,
    "ko": PipelineStage.IMAGE_BUILD,
}
"""Tools that, installed before an opaque step, are taken to be used by it."""


def opaque_name(call: ProgramCall) -> str | None:
    """What is called, for people (`make docker.build`); None where the call is not opaque."""
    if call.program == "goreleaser":
        return "goreleaser"
    for subcommand in _RUNNERS.get(call.program, ()):
        behind = call.after(tuple(subcommand.split()))
        if behind is not None and not (behind and behind[0].text in _NOT_SCRIPTS):
            words = [operand.text for operand in behind if not operand.uncertain and "=" not in operand.text]
            return " ".join((call.program, *subcommand.split(), *words[:2]))
    if call.program in _INTERPRETERS:
        return next((operand.text for operand in call.operands[:1] if operand.text.endswith(_SCRIPT_ENDS)), None)
    return call.path if "/" in call.path and (call.path.endswith(_SCRIPT_ENDS) or call.path.startswith("./")) else None


def phrases_of(call: ProgramCall) -> list[str]:
    """The words given to an opaque call: targets, script name, flags, `NAME=value` switches that are not off."""
    runner = call.program in _RUNNERS
    phrases = [] if runner else [call.path.rpartition("/")[2]]
    for operand in call.operands:
        name, equals, value = operand.text.partition("=")
        if equals:
            phrases.extend(_switch(name, value))
        elif runner:
            phrases.append(operand.text)
        elif operand.text.endswith(_SCRIPT_ENDS) or "/" not in operand.text:
            # NOTE: a path given to a script is what it works on, not what it does.
            phrases.append(operand.text.rpartition("/")[2])
    for name, value in call.options:
        phrases.extend(_switch(name, value or "true"))
    return phrases


def phrases_of_inputs(inputs: Mapping[str, str]) -> list[str]:
    """The inputs of a local action or workflow that say what it does: `sign-image: true`, `makefile-target: ko-publish`."""
    return [phrase for name, value in inputs.items() for phrase in _switch(name, value)]


def stages_named(phrases: Iterable[str], environment: Mapping[str, str]) -> dict[PipelineStage, str]:
    """Stages that an opaque call names; variables of its environment may name signing, SBOM and attestation only."""
    stages = named_stages(phrases)
    given = named_stages(name for name, value in environment.items() if not is_false(value))
    return {**{stage: phrase for stage, phrase in given.items() if stage in _VOUCHING}, **stages}


def may_use_installed(name: str, phrases: Iterable[str]) -> bool:
    """May the opaque call be what an installed tool was installed for? Not a unit test or a linter."""
    return name == "goreleaser" or not any(mentions(phrase, _UNUSED) for phrase in phrases)


def is_release(name: str, phrases: Iterable[str]) -> bool:
    """A release target or goreleaser, which next to buildx or a registry login builds images."""
    return name == "goreleaser" or any(mentions(phrase, ("release", "releases")) for phrase in phrases)


def _switch(name: str, value: str) -> list[str]:
    if is_false(value):
        return []
    return [name, value] if mentions(name, _TARGETS) and len(value) <= 200 and "\n" not in value else [name]
