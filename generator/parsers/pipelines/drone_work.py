"""Steps of Drone and Woodpecker as steps of the shared engine: commands in a container, or a plugin with settings.

The generated script of a step begins with `set -e`.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from generator.parsers.pipelines.drone_plugins import CATALOG
from generator.parsers.pipelines.invocations import program_of_image
from generator.parsers.pipelines.marked_yaml import Marked
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, image_call, opaque, text_of, texts_of, words_of
from generator.parsers.pipelines.work import Opaque, PipelineCall, PipelineStep, Tolerance

_IGNORED = Tolerance(named="failure is ignore", because="failure is set to ignore, so its failure stops nothing")
_NEXT = "compare the file with the documentation of the CI system; it refuses the file itself"


def step_of(name: str, entry: Marked, owner: str, reading: PipelineReading) -> PipelineStep:
    """One step.

    Raises:
        ParseError: it is no mapping.
    """
    entry.must_be_mapping(f"step {name} of {owner}", _NEXT)
    environment = texts_of(entry.get("environment"))
    pieces = tuple(reading.pieces(entry.get("commands")))
    image = text_of(entry, "image")
    line = (entry.get("image") or entry).line
    calls: tuple[PipelineCall, ...] = ()
    handed: tuple[Opaque, ...] = ()
    if not pieces:
        calls, handed = _plugin(name, image, _settings(entry), environment, line)
    step = reading.step(
        name,
        f"{owner}, step {name}",
        script=StepScript(pieces=pieces, environment=environment, image=image),
        calls=calls,
        opaque=handed,
        label=_short(image) if CATALOG.find(_short(image)) else "",
        tolerance=_IGNORED if text_of(entry, "failure") == "ignore" else None,
    )
    return replace(step, goes_on=_goes_on(entry.get("when")))


def _goes_on(when: Marked | None) -> bool:
    """`when: {status: [success, failure]}`; Woodpecker takes a list of such conditions."""
    conditions = (when.entries() or (when,)) if when is not None else ()
    return any("failure" in words_of(each.get("status")) for each in conditions)


def _plugin(
    name: str, image: str, settings: Mapping[str, str], environment: Mapping[str, str], line: int
) -> tuple[tuple[PipelineCall, ...], tuple[Opaque, ...]]:
    known = CATALOG.find(_short(image))
    if known is not None:
        return (PipelineCall(invocation=call_of(known, settings, environment), line=line),), ()
    if program_of_image(image) is not None:
        return image_call(image, (), environment, line), ()
    phrases = (_short(image).rpartition("/")[2], name, *phrases_of_inputs(settings))
    return (), (opaque(f"plugin {_short(image)}", line, *phrases, own=False),) if image else ()


def _settings(entry: Marked) -> dict[str, str]:
    """What a plugin is given: `settings`, lists joined; before 1.0 the keys of the step itself."""
    held = entry.get("settings") or entry
    settings = {}
    for key, value in held.pairs().items():
        text = value.text if value.text is not None else "\n".join(words_of(value))
        if text and key not in ("image", "when", "name", "secrets", "group"):
            settings[key] = text
    return settings


def _short(image: str) -> str:
    """Without tag and digest, and without the registry Docker assumes."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}".removeprefix("docker.io/")
