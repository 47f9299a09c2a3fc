"""Google Cloud Build. https://cloud.google.com/build/docs/build-config-file-schema"""

import re
from collections.abc import Iterator, Mapping

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.outline import is_cloud_build, mapping, yaml_values
from generator.parsers.pipelines.reading import (
    Piece,
    PipelineReading,
    StepScript,
    call,
    command_call,
    image_call,
    text_of,
    texts_of,
    words_of,
)
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep, Tolerance

_CANDIDATE = late_re(rb"^[\"']?steps[\"']?[ \t]*:", re.MULTILINE)
_SUBSTITUTION = late_re(r"\$\{?(_\w+)\}?")
_SHELLS = frozenset(("bash", "sh", "/bin/bash", "/bin/sh"))
_NEXT = "compare the file with the build config schema; Cloud Build itself refuses it"
_ALLOWED = Tolerance(named="allowFailure is true", because="allowFailure is true, so its failure does not stop the build")


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    values = yaml_values(document, _CANDIDATE)
    return len(values) == 1 and is_cloud_build(mapping(values[0]))


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    job = Job(name="build", steps=tuple(_steps(root)))
    return snapshot_of((job,), document, evidence, system="Google Cloud Build")


def _steps(root: Marked) -> Iterator[PipelineStep]:
    reading, values = PipelineReading(), texts_of(root.get("substitutions"))
    for number, entry in enumerate((root.get("steps") or root).entries(), start=1):
        entry.must_be_mapping(f"step {number}", _NEXT)
        name = text_of(entry, "id") or str(number)
        image = text_of(entry, "name")
        environment = {**values, **_environment(entry.get("env"))}
        arguments = tuple(_put_in(word, values) for word in words_of(entry.get("args")))
        pieces = tuple(_pieces(entry, arguments, values))
        yield reading.step(
            name,
            f"step {name}",
            script=StepScript(pieces=pieces, shell=ShellOptions(errexit=False), environment=environment, image=image),
            calls=() if pieces else _calls(entry, image, arguments, environment),
            tolerance=_ALLOWED if text_of(entry, "allowFailure").lower() == "true" else None,
        )
    pushed = [call("docker", each.line, "push", _put_in(each.text or "", values)) for each in _images(root)]
    if pushed:
        yield reading.step("images", "images", calls=tuple(pushed))


def _pieces(entry: Marked, arguments: tuple[str, ...], values: Mapping[str, str]) -> Iterator[Piece]:
    """`script`, or a shell as entry point with `-c` and the script as its argument."""
    script = entry.get("script")
    if script is not None:
        yield _put_in(script.text or "", values), script.text_line
        return
    flags = [index for index, word in enumerate(arguments) if word.startswith("-") and word.endswith("c")]
    if text_of(entry, "entrypoint") in _SHELLS and flags and flags[0] + 1 < len(arguments):
        index = flags[0] + 1
        held = entry.get("args")
        line = held.entries()[index].text_line if held is not None and held.is_sequence else entry.line
        prefix = "set -e; " if "e" in arguments[flags[0]].rstrip("c") else ""
        yield f"{prefix}{arguments[index]}", line


def _calls(entry: Marked, image: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> tuple[PipelineCall, ...]:
    entrypoint = text_of(entry, "entrypoint")
    if entrypoint:
        return command_call((entrypoint, *arguments), environment, entry.line)
    return image_call(image, arguments, environment, entry.line)


def _images(root: Marked) -> tuple[Marked, ...]:
    return tuple(each for each in entries_of(root.get("images")) if each.text)


def _environment(env: Marked | None) -> dict[str, str]:
    return {name: value for word in words_of(env) for name, equals, value in (word.partition("="),) if equals}


def _put_in(text: str, values: Mapping[str, str]) -> str:
    """`$_NAME` with the default of the file; `$$` is a dollar."""
    return _SUBSTITUTION.sub(lambda match: values.get(match.group(1), match.group()), text).replace("$$", "$")
