"""`atopack init --guided`, and `atopack` without a command."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.guided import QUESTIONS, guided
from generator.cli.main import main
from generator.cli.next_step import lines
from generator.errors import ConfigError
from generator.workspace.folder import Workspace


def answering(*answers: str) -> Callable[[str], str]:
    left = list(answers)

    def ask(_question: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "shop")]) == 0
    return tmp_path / "shop"


def test_answers_go_to_their_keys_and_wrong_ones_are_asked_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ("Shop: one", "Acme Cloud", "", "severe", "low", "saas", "", "fedramp-rev5, cmmc-l2", "", "web, data")
    written = guided(folder, answering(*answers, "Ada Lovelace", "ada", "ada@example.com", ""))
    assert written == 7
    assert "`severe` is none of low, moderate, high" in capsys.readouterr().out
    system = Workspace.open(folder).system
    assert (system.name, system.provider) == ("Shop: one", "Acme Cloud")
    assert (system.impact_level.value, system.service_model) == ("low", "saas")
    assert system.boundary_namespaces == ("data", "web")
    (party,) = (party for party in system.parties if party.name == "Ada Lovelace")
    assert (party.email, party.roles) == ("ada@example.com", ("system-owner",))
    assert not system.samples
    text = (folder / "system.yaml").read_text()
    assert "  # The full name, as it stands on the first page of every document.\n  name: 'Shop: one'\n" in text


def test_every_question_is_a_key_that_is_read(folder: Path) -> None:
    for question in QUESTIONS:
        answer = question.choices[0] if question.choices else "words"
        blank = [""] * QUESTIONS.index(question)
        before = (folder / "system.yaml").read_text()
        assert guided(folder, answering(*blank, answer)) == 1, question.path
        (folder / "system.yaml").write_text(before)


def test_without_a_terminal_it_says_how_to_go_on(folder: Path) -> None:
    before = (folder / "system.yaml").read_bytes()
    with pytest.raises(ConfigError, match="no terminal") as error:
        guided(folder)
    assert "system.yaml" in error.value.next_step
    assert (folder / "system.yaml").read_bytes() == before


def test_the_next_step_follows_the_folder(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    (tmp_path / "empty").mkdir()
    assert "init --guided" in lines(tmp_path / "empty")[1]
    assert lines(tmp_path)[:2] == ("This folder holds 1 workspace: shop.", "  next:  cd shop, then atopack")
    assert "collect kubernetes" in lines(folder)[1]
    (folder / "evidence/scans/a.json").write_text("{}")
    assert "atopack build" in lines(folder)[1]
    package = folder / "output/shop"
    package.mkdir(parents=True)
    (package / "manifest.json").write_text("{}")
    os.utime(folder / "evidence/scans/a.json", (1, 1))
    assert "accept output/shop" in lines(folder)[1]
    os.utime(package / "manifest.json", (0, 0))
    assert "newer than the package" in lines(folder)[0]
    (folder / "output").rename(tmp_path / "output")
    assert lines(folder)[1] == "  next:  atopack build . --output ../output"
    os.utime(tmp_path / "output/shop/manifest.json", (2**32, 2**32))
    assert "accept ../output/shop" in lines(folder)[1]
    (tmp_path / "output/shop").rename(tmp_path / "output/another-system")
    assert "no package yet" in lines(folder)[0]
    monkeypatch.chdir(folder)
    assert main([]) == 0
    assert "next:  atopack check" in capsys.readouterr().out
    (folder / "system.yaml").write_text("system: [\n")
    assert main([]) == ConfigError.exit_code
    assert "system.yaml" in capsys.readouterr().err
