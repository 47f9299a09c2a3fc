"""Texts on which a careless expression takes minutes: each ends in seconds, read or refused."""

import time
from contextlib import suppress

import pytest
from pipeline_reading import evidence_of, read, stages, workflow

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.pipelines.jenkins_groovy import JenkinsGroovy
from generator.parsers.pipelines.marked_yaml import documents
from generator.parsers.registry import read as read_any_format

_SOON = 15
"""Seconds of computing, whatever else the machine does: each of these took minutes, or would have."""

_SCRIPTS = {
    "open expressions in an image's name": "docker build -t " + "${{" * 200_000,
    "commas in a list of images": "docker build -t " + "," * 900_000,
    "arithmetic without end": "a || x=1\n" * 2_400 + "(( " * 200_000,
    "handlers that assign": "a || x=1\n" * 2_450,
    "options of docker run": "docker run " + "-a " * 300_000,
    "prefixes that unwrap": "xargs -n " * 100_000,
    "eval in eval": "eval " * 180_000,
    "substitutions in substitutions": "$(" * 450_000,
    "braces of an output": "docker buildx build --output " + ",name=" * 150_000,
}


@pytest.mark.parametrize("script", _SCRIPTS.values(), ids=_SCRIPTS.keys())
def test_a_script_ends_soon(script: str) -> None:
    started = time.process_time()
    lines = "\n".join(f"    {line}" for line in script.split("\n"))
    with suppress(ParseError):
        read(workflow(f"- run: |\n{lines}\n"))
    assert time.process_time() - started < _SOON


def test_a_refusal_says_what_is_too_much() -> None:
    with pytest.raises(ParseError, match="more than 3,000 words in one command"):
        read(workflow("- run: docker run " + "-a " * 3_001))
    with pytest.raises(ParseError, match="characters of scripts inside scripts"):
        read(workflow("- run: |\n    bash -c '" + "a " * 100_001 + "'\n"))


@pytest.mark.parametrize("body", ['"' + "${" * 490_000, "(" + "/x" * 100_000])
def test_a_jenkinsfile_of_a_megabyte_ends_soon(body: str) -> None:
    raw = ("pipeline {\n" + body).encode()
    started = time.process_time()
    with suppress(ParseError):
        JenkinsGroovy().parse(Document("Jenkinsfile", raw), evidence_of("Jenkinsfile", raw))
    assert time.process_time() - started < 2 * _SOON


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
