"""Files made to hurt: alias bombs, deep nesting, endless lists, texts that slow a careless expression down."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from pipeline_reading import evidence_of, found, parser_of, read_any

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.pipelines import jenkins_groovy
from generator.parsers.pipelines.groovy_tree import parse
from generator.parsers.pipelines.registry import PIPELINES

_BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
)


@pytest.mark.parametrize(
    "head",
    [
        "build:\n  script: [x]\n",
        "steps:\n  - script: x\n",
        "version: 2.1\njobs: {}\n",
        "version: 0.2\nphases: {}\n",
        "pipelines: {default: []}\n",
        "kind: pipeline\n",
        "jobs: [{name: a, plan: []}]\n",
        "apiVersion: tekton.dev/v1\nkind: Task\n",
    ],
)
@pytest.mark.parametrize("tail", [_BOMB, "x: " + "[" * 5_000 + "]" * 5_000], ids=["aliases", "depth"])
def test_a_bomb_is_refused(head: str, tail: str) -> None:
    document = Document("x.yml", f"{head}{tail}\n".encode())
    with pytest.raises(ParseError):
        assert [each for each in PIPELINES if each.recognizes(document)] == []


def test_scripts_multiplied_by_aliases_are_refused() -> None:
    lines = "".join("  - docker build .\n" for _ in range(200))
    jobs = "".join(f"j{i}:\n  script: *s\n" for i in range(400))
    with pytest.raises(ParseError, match="more than"):
        read_any(f".s: &s\n{lines}{jobs}")


def test_gitlab_references_in_circles() -> None:
    assert "image_build" in found(
        ".a:\n  x:\n    - !reference [.a, x]\n    - docker build .\njob:\n  script:\n    - !reference [.a, x]\n"
    )
    with pytest.raises(ParseError, match="extends itself"):
        read_any("a:\n  extends: a\n  script: x\n")


def test_circleci_commands_in_circles() -> None:
    text = "version: 2.1\ncommands: {a: {steps: [a, {run: docker build .}]}}\njobs: {b: {docker: [{image: x}], steps: [a]}}\n"
    assert "image_build" in found(text)


@pytest.mark.parametrize("levels", [4, 7, 12])
def test_circleci_commands_that_grow_are_refused(levels: int) -> None:
    commands = "".join(f"  c{i}: {{steps: [{', '.join([f'c{i + 1}'] * 9)}]}}\n" for i in range(levels))
    head = f"version: 2.1\ncommands:\n{commands}  c{levels}: {{steps: [{{run: x}}]}}\n"
    with pytest.raises(ParseError, match="more than"):
        read_any(f"{head}jobs: {{b: {{docker: [], steps: [c0]}}}}\n")


@pytest.mark.parametrize(
    "body",
    [
        lambda part: "{" * (20_000 // part),
        lambda part: "(" * (20_000 // part),
        lambda part: "[" * (20_000 // part),
        lambda part: "sh(" * (5_000 // part),
        lambda part: "a { " * (5_000 // part),
        lambda part: "stage('x') { " * (3_000 // part) + "sh 'docker build .'",
        lambda part: '"' * (20_001 // part),
        lambda part: "'''" * (9_999 // part),
        lambda part: '"${' * (10_000 // part),
        lambda part: "/" * (20_000 // part),
        lambda part: "/*" * (10_000 // part),
        lambda part: "a.b." * (10_000 // part),
        lambda part: "x: " * (10_000 // part),
        lambda part: "try { " * (2_000 // part) + "} catch (e) { " * (2_000 // part),
        lambda part: "if (a) { } else " * (3_000 // part),
        lambda part: "\\" * (20_000 // part),
        lambda part: "=" * (20_000 // part),
        lambda part: "a = " * (10_000 // part),
        lambda part: "a + " * (10_000 // part),
        lambda part: "}" * (20_000 // part),
    ],
    ids=lambda body: body(1)[:8],
)
def test_hostile_groovy_takes_no_more_than_its_length(body: Callable[[int], str]) -> None:
    assert_linear(lambda part: ("pipeline {\n" + body(part)).encode(), _jenkinsfile)


def _jenkinsfile(raw: bytes) -> None:
    with suppress(ParseError):
        jenkins_groovy.parse(Document("Jenkinsfile", raw), evidence_of("Jenkinsfile", raw))


@given(st.text(alphabet="ab(){}[]<>$'\"\\/:=+,;.\n \t", max_size=200))
def test_no_groovy_is_too_strange(source: str) -> None:
    parse(source)


@given(
    st.lists(st.sampled_from("stage sh 'x' \"y\" ( ) { } [ ] : = , try catch if else def script \n".split(" ")), max_size=60)
)
def test_no_structure_is_too_strange(words: list[str]) -> None:
    raw = ("pipeline {\n" + " ".join(words)).encode()
    with suppress(ParseError):
        jenkins_groovy.parse(Document("Jenkinsfile", raw), evidence_of("Jenkinsfile", raw))


def test_broken_yaml_is_a_gap_and_no_crash() -> None:
    with pytest.raises(ParseError, match="not valid YAML"):
        parser_of(b"build:\n  script: [\n", "x.yml")


def test_reading_twice_gives_the_same() -> None:
    text = "build:\n  script:\n    - docker build -t a/b .\n    - docker build -t a/c .\n"
    assert read_any(text) == read_any(text)
    assert read_any(text).images == ("a/b", "a/c")


def test_a_secret_in_a_file_is_not_repeated() -> None:
    script = "    - ./ci/deploy.sh hunter2secret $PASSWORD\n    - docker login -p hunter2secret\n"
    text = f"build:\n  variables: {{PASSWORD: hunter2secret}}\n  script:\n{script}"
    assert "hunter2secret" not in repr(read_any(text).stages)
