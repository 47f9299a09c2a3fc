"""What is misspelled on the command line is answered by the nearest that there is."""

import pytest

from generator.cli.main import main


def _refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words])
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["biuld", "ws"], "did you mean build?"),
        (["collect", "kubernets"], "did you mean kubernetes?"),
        (["build", "ws", "--otput", "x"], "did you mean --output?"),
        (["build", "ws", "--otput=x"], "did you mean --output?"),
        (["verify", "ws", "--zqxj=x"], "atopack: error: unrecognized arguments: --zqxj=x"),
    ],
)
def test_a_misspelled_word_is_answered_by_the_nearest(
    words: list[str], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _refused(capsys, *words) == answer


@pytest.mark.parametrize("given", ["--webhook", "--webhook=https://a.example"])
def test_an_option_of_another_command_names_the_command(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _refused(capsys, "check", "ws", given) == "--webhook is an option of other commands: atopack monitor"


def test_an_option_that_means_nothing_to_a_command_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _refused(capsys, "inspect", "file.json", "--as-of", "2026-11-20")
    assert answer.startswith("atopack inspect: error: argument --as-of: what is in a file is the same on every day")
    assert "atopack check --as-of" in answer
    assert "atopack inspect" not in _refused(capsys, "compare", "a", "b", "--as-of", "x")


def test_an_option_of_many_commands_names_the_first_and_the_sources_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert _refused(capsys, "diff", "a", "b", "--cache", "x").startswith("--cache is an option of other commands: atopack ")
    assert _refused(capsys, "compare", "a", "b", "--as-of", "x").endswith(", …")
    assert "atopack collect file" in _refused(capsys, "check", "ws", "--collected", "2026-01-01")
