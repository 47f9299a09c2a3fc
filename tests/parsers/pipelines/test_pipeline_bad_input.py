"""Files that are wrong, hostile or something else: an error with its place, or nothing, and never a long wait."""

from collections.abc import Callable

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from pipeline_reading import read, read_any, run, stages, steps, workflow

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.pipelines import github_actions_yaml


@pytest.mark.parametrize(
    "text",
    [
        '{"pipeline": {"stages": [{"name": "A", "actions": [{"actionTypeId": {"provider": "CodeBuild"}}]}]}}',
        "apiVersion: tekton.dev/v1\nkind: Task\nspec: {steps: [{image: aquasec/trivy, args: [image, shop/cart]}]}\n",
    ],
)
def test_a_pipeline_without_a_name_is_called_as_its_file(text: str) -> None:
    assert read_any(text, "evidence/pipelines/cart.txt").name == "cart.txt"


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("on: push\njobs: [a, b]\n", "`jobs` is not a mapping", "line 2"),
        ("on: push\njobs: text\n", "`jobs` is not a mapping", "line 2"),
        ("on: push\njobs:\n  a: [1]\n", "job a is not a mapping", "line 3"),
        ("on: push\njobs:\n  a:\n    steps: {run: x}\n", "the steps of job a are not a list", "line 4"),
        ("on: push\njobs:\n  a:\n    steps: [x]\n", "step 1 of job a is not a mapping", "line 4"),
        ("on: push\njobs:\n  a:\n    steps:\n      - run: [x]\n", "`run` of step 1 of job a is not text", "line 5"),
        ("on: push\njobs:\n  a:\n    steps:\n      - uses: {x: 1}\n", "`uses` of step 1 of job a is not text", "line 5"),
        ("runs:\n  using: composite\n  steps: text\n", "the steps of runs are not a list", "line 3"),
    ],
)
def test_a_wrong_shape_names_its_line(text: str, what: str, where: str) -> None:
    assert github_actions_yaml.recognizes(Document("ci.yml", text.encode()))
    with pytest.raises(ParseError, match=what) as caught:
        read(text)
    assert caught.value.where == where
    assert caught.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        "on: push\njobs:\n",
        "on: push\njobs: {}\n",
        "on: push\njobs:\n  a:\n",
        "on: push\njobs:\n  a: {runs-on: x, steps: }\n",
        "on: push\njobs:\n  a: {runs-on: x, steps: [null, {}, {run: 5}, {run: true}, {name: x}, {run: null}]}\n",
        "on: push\nenv: [a]\njobs:\n  a: {runs-on: x, env: text, strategy: 5, steps: [{uses: x, with: [1]}]}\n",
        "on:\n  workflow_call:\n    inputs: 5\njobs:\n  a: {uses: 5}\n",
        "on: push\njobs:\n  a: {runs-on: x, strategy: {matrix: {include: 5, a: {b: c}}}, steps: [{run: echo}]}\n",
    ],
)
def test_odd_but_harmless(text: str) -> None:
    assert stages(read(text)).keys() == {"version_control"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jobs",
        "# jobs:\n",
        "jobs:\n  build: {docker: []}\nversion: 2.1\n",
        "jobs:\n- job: a\n  steps: []\n",
        "stages: [a]\nbuild: {script: [docker build .]}\n",
        "runs:\n  using: node20\n  main: x.js\n",
        "kind: Deployment\napiVersion: apps/v1\n",
        "- jobs:\n",
        "[1, 2]",
        '{"jobs": {}, "on": "push"}',
        "pipeline { stages { stage('x') { steps { sh 'docker build .' } } } }",
    ],
)
def test_other_formats_are_left_alone(text: str) -> None:
    assert not github_actions_yaml.recognizes(Document("x.yml", text.encode()))
    assert not github_actions_yaml.recognizes(Document("Jenkinsfile", text.encode()))


def test_an_alias_bomb_is_refused() -> None:
    rows = ["on: push", "jobs: {}", "a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    with pytest.raises(ParseError, match="aliases"):
        github_actions_yaml.recognizes(Document("ci.yml", "\n".join(rows).encode()))


def test_many_steps_through_aliases_are_refused() -> None:
    jobs = "\n".join(f"  j{i}: {{runs-on: x, steps: *s}}" for i in range(60))
    entries = "\n".join("    - run: docker build ." for _ in range(100))
    with pytest.raises(ParseError, match="more than 5,000 steps"):
        read(f"on: push\njobs:\n  first:\n    steps: &s\n{entries}\n{jobs}\n")


def test_much_script_through_aliases_is_refused() -> None:
    body = "echo " + "x" * 60_000
    jobs = "\n".join(f"  j{i}: {{steps: [{{run: *r}}]}}" for i in range(120))
    with pytest.raises(ParseError, match="characters of script"):
        read(f"on: push\njobs:\n  first:\n    steps:\n      - run: &r '{body}'\n{jobs}\n")


def test_anchors_and_merge_keys_are_followed() -> None:
    text = (
        "on: push\njobs:\n  a: &job\n    runs-on: x\n    steps:\n      - run: docker build -t a/b .\n"
        "  b:\n    <<: *job\n    name: again\n"
    )
    assert stages(read(text))["image_build"].where == "job a, step 1, line 6"


def test_an_endless_script_is_refused() -> None:
    with pytest.raises(ParseError, match="more than 5,000 commands in one script"):
        run("a\n" * 5_001)


def test_endless_variables_are_refused() -> None:
    with pytest.raises(ParseError, match="more than 2,000 variables"):
        read("on: push\njobs: {}\nenv:\n" + "".join(f"  V{i}: x\n" for i in range(2_001)))


def test_functions_that_call_each_other_without_end() -> None:
    chain = "\n".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}" for i in range(1_000))
    assert "image_build" in run(f"{chain}\nf0\ndocker build .")


def test_deep_yaml_is_refused() -> None:
    text = "on: push\njobs: {}\nx: " + "[" * 5_000 + "]" * 5_000
    with pytest.raises(ParseError):
        github_actions_yaml.recognizes(Document("ci.yml", text.encode()))


@pytest.mark.parametrize(
    "script",
    [
        lambda part: "$(" * (3_000 // part) + "docker build .",
        lambda part: "(" * (3_000 // part) + "docker build .",
        lambda part: "{ " * (3_000 // part) + "docker build .",
        lambda part: "if true; then " * (3_000 // part),
        lambda part: "((" * (3_000 // part),
        lambda part: "${" * (3_000 // part),
        lambda part: "`" * (3_001 // part),
        lambda part: "case x in " * (2_000 // part),
        lambda part: "${{ " * (3_000 // part),
        lambda part: "'" + "a" * (10_000 // part),
        lambda part: '"$(' * (3_000 // part),
        lambda part: "cat <<EOF\n" * (3_000 // part),
        lambda part: "a && b || " * (2_000 // part),
        lambda part: "set +e\n" + "trivy image x:1\n" * (3_000 // part),
        lambda part: "a=$a$a$a; " * (500 // part),
        lambda part: "bash -c 'bash -c \"eval bash -c x\"'\n" * (500 // part),
        lambda part: "! " * (3_000 // part) + "x",
    ],
)
def test_hostile_scripts_take_no_more_than_their_length(script: Callable[[int], str]) -> None:
    assert_linear(lambda part: _as_a_step(script(part)), _still_builds)


@pytest.mark.parametrize(
    "script",
    [
        "f() { g; g; }; g() { h; h; }; h() { f; f; }; f",
        "function\nfunction f\n}\n)\nfi\ndone\nesac\n;;\n|| &&",
        "> > < <<",
        "\\",
    ],
)
def test_a_script_in_circles_or_of_nothing_but_signs_hides_no_build(script: str) -> None:
    _still_builds(_as_a_step(script))


def _as_a_step(script: str) -> str:
    lines = "\n".join(f"    {line}" for line in script.split("\n"))
    return workflow(f"- run: |\n{lines}\n- run: docker build -t a/b .")


def _still_builds(text: str) -> None:
    assert "image_build" in stages(read(text))


@given(st.text(alphabet="ab \n\t;|&(){}[]<>$`'\"\\#!=-?01", max_size=200))
def test_no_script_is_too_strange(script: str) -> None:
    text = "on: push\njobs: {a: {runs-on: x, steps: [{run: " + _quoted(script) + "}]}}\n"
    read(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "if",
                "then",
                "fi",
                "else",
                "elif",
                "while",
                "do",
                "done",
                "case",
                "in",
                "esac",
                "for",
                "x",
                ")",
                "(",
                "{",
                "}",
                ";",
                "\n",
                "&&",
                "||",
                "|",
                "!",
                "exit",
                "1",
                "function",
                ";;",
                "<<E",
                "E",
                "trivy",
                "image",
                "a:1",
            ]
        ),
        max_size=60,
    )
)
def test_no_structure_is_too_strange(words: list[str]) -> None:
    read("on: push\njobs: {a: {runs-on: x, steps: [{run: " + _quoted(" ".join(words)) + "}]}}\n")


def test_a_secret_in_a_script_is_not_repeated() -> None:
    found = run("curl -u user:hunter2secret https://x\nPASSWORD=hunter2secret ./ci/deploy.sh hunter2secret\nkubectl apply -f x")
    assert "hunter2secret" not in repr(found)


def test_reading_twice_gives_the_same() -> None:
    text = workflow("- run: docker build -t b/c -t a/b . && cosign sign a/b")
    assert read(text) == read(text)
    assert steps("- run: docker build .") == steps("- run: docker build .")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
