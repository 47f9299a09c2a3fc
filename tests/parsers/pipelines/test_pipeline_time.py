"""Texts on which a careless expression takes minutes: each takes no more than its length, read or refused."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from growth import assert_linear
from pipeline_reading import evidence_of, read, stages, workflow

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.pipelines import jenkins_groovy
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.registry import read as read_any_format

_SCRIPTS: dict[str, Callable[[int], str]] = {
    "open expressions in an image's name": lambda part: "docker build -t " + "${{" * (200_000 // part),
    "commas in a list of images": lambda part: "docker build -t " + "," * (900_000 // part),
    "arithmetic without end": lambda part: "a || x=1\n" * (2_400 // part) + "(( " * (200_000 // part),
    "handlers that assign": lambda part: "a || x=1\n" * (2_450 // part),
    "options of docker run": lambda part: "docker run " + "-a " * (300_000 // part),
    "prefixes that unwrap": lambda part: "xargs -n " * (100_000 // part),
    "eval in eval": lambda part: "eval " * (180_000 // part),
    "substitutions in substitutions": lambda part: "$(" * (450_000 // part),
    "braces of an output": lambda part: "docker buildx build --output " + ",name=" * (150_000 // part),
}


@pytest.mark.parametrize("script", _SCRIPTS.values(), ids=_SCRIPTS.keys())
def test_a_script_takes_no_more_than_its_length(script: Callable[[int], str]) -> None:
    assert_linear(lambda part: _as_a_step(script(part)), _read_or_refused)


def _as_a_step(script: str) -> str:
    lines = "\n".join(f"    {line}" for line in script.split("\n"))
    return workflow(f"- run: |\n{lines}\n")


def _read_or_refused(text: str) -> None:
    with suppress(ParseError):
        read(text)


def test_a_refusal_says_what_is_too_much() -> None:
    with pytest.raises(ParseError, match="more than 3,000 words in one command"):
        read(workflow("- run: docker run " + "-a " * 3_001))
    with pytest.raises(ParseError, match="characters of scripts inside scripts"):
        read(workflow("- run: |\n    bash -c '" + "a " * 100_001 + "'\n"))


@pytest.mark.parametrize("body", [lambda part: '"' + "${" * (490_000 // part), lambda part: "(" + "/x" * (100_000 // part)])
def test_a_jenkinsfile_takes_no_more_than_its_length(body: Callable[[int], str]) -> None:
    assert_linear(lambda part: ("pipeline {\n" + body(part)).encode(), _jenkinsfile)


def _jenkinsfile(raw: bytes) -> None:
    with suppress(ParseError):
        jenkins_groovy.parse(Document("Jenkinsfile", raw), evidence_of("Jenkinsfile", raw))


def test_a_jenkinsfile_that_is_too_large_is_named_so() -> None:
    raw = b"pipeline {\n" + b"  stage('x') { sh 'docker build .' }\n" * 30_000
    with pytest.raises(ParseError, match="a Jenkinsfile of more than 1,000,000 bytes"):
        read_any_format(Document("Jenkinsfile", raw), evidence_of("Jenkinsfile", raw))


def test_a_definition_that_is_too_large_is_named_so() -> None:
    raw = b"on: push\njobs:\n  a:\n    steps:\n" + b"      - run: echo a long line of a pipeline\n" * 120_000
    with pytest.raises(ParseError, match="a pipeline definition of more than 4 MiB"):
        documents(Document("ci.yml", raw))


def test_an_exit_code_that_is_used_later_still_counts() -> None:
    """The rule behind the time: a code that is kept and tested ends the script, however it is written."""
    for test in ('if [ "$code" -ne 0 ]; then exit 1; fi', "if (( code > 0 )); then exit 1; fi", "[ ${code} = 0 ] || exit 1"):
        found = stages(read(workflow(f"- run: |\n    trivy image a/b --exit-code 1 || code=1\n    {test}\n")))
        assert found["image_scan"].gating == "yes", test
    other = "if (( codes > 0 )); then exit 1; fi"
    found = stages(read(workflow(f"- run: |\n    trivy image a/b --exit-code 1 || code=1\n    {other}\n")))
    assert found["image_scan"].gating == "no"
