"""Dockerfiles: which base, how pinned, whose user; and what the file does not say."""

from collections.abc import Callable

import pytest
from growth import assert_linear
from pipeline_reading import read_any

from generator.errors import ParseError
from generator.model.pipeline import ImageRecipe
from generator.parsers.document import Document
from generator.parsers.pipelines import dockerfile_text

_DIGEST = "sha256:" + "ab" * 32


def recipe(text: str) -> ImageRecipe:
    found = read_any(text).recipe
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "user", "root"),
    [
        ("FROM alpine", None, True),
        ("FROM docker.io/library/python:3", None, True),
        ("FROM public.ecr.aws/docker/library/ruby:3", None, True),
        ("FROM mirror.example.gov/docker.io/library/debian", None, True),
        ("FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6", None, True),
        ("FROM scratch", None, True),
        ("FROM shop/base", None, None),
        ("FROM cgr.dev/chainguard/static", None, None),
        ("FROM elasticsearch:9", None, None),
        (f"FROM gcr.io/distroless/static@{_DIGEST}", None, None),
        ("FROM gcr.io/distroless/static:nonroot", None, False),
        ("FROM gcr.io/distroless/static:latest", None, True),
        ("FROM alpine\nUSER root", "root", True),
        ("FROM alpine\nUSER 0", "0", True),
        ("FROM alpine\nUSER 0:1000", "0:1000", True),
        ("FROM alpine\nUSER 00", "00", True),
        ("FROM alpine\nUSER root:root", "root:root", True),
        ("FROM alpine\nUSER 1000", "1000", False),
        ("FROM alpine\nUSER nobody", "nobody", False),
        ("FROM alpine\nuser nobody\nUSER root\nUSER app", "app", False),
        ("FROM alpine\n# USER app", None, True),
        ("FROM alpine\nONBUILD USER app", None, True),
        ("FROM alpine\nARG U=app\nUSER ${U}", "app", False),
        ("FROM alpine\nARG U\nUSER ${U}", None, None),
        ("FROM alpine\nARG U\nUSER ${U:-app}", "app", False),
        ("ARG U=root\nFROM alpine\nARG U\nUSER $U", "root", True),
        ("ARG U=root\nFROM alpine\nUSER $U", None, None),
        ("FROM alpine\nENV U app\nUSER $U", "app", False),
        ('FROM alpine\nENV A=1 U="app"\nUSER $U', "app", False),
        ("FROM alpine AS a\nARG U=app\nUSER $U\nFROM a", "app", False),
        ("FROM alpine AS a\nUSER app\nFROM alpine", None, True),
        ("FROM alpine AS a\nUSER root\nFROM A\nUSER app", "app", False),
        ("FROM alpine\nRUN <<EOF\nUSER app\nEOF", None, True),
        ("FROM alpine\nRUN echo <<EOF >x && cat <<-'END'\nUSER a\nEOF\n\tUSER b\n\tEND\nUSER app", "app", False),
        ("FROM alpine\nRUN echo \\\n  USER app\nUSER root", "root", True),
        ("FROM alpine\nRUN echo \\\n# a comment\n\n  x\nUSER app", "app", False),
        ("# escape=`\nFROM alpine\nRUN dir c:\\\nUSER app", "app", False),
        ("# syntax=docker/dockerfile:1\n# escape=`\nFROM alpine\nRUN a `\n  USER root\nUSER app", "app", False),
        ("# a comment first\n# escape=`\nFROM alpine\nRUN a `\nUSER app", "app", False),
        ("FROM alpine\nUSER\tapp", "app", False),
        ("FROM alpine\nRUN echo $((1 <<2))\nUSER app", "app", False),
    ],
)
def test_user(text: str, user: str | None, root: bool | None) -> None:
    found = recipe(text)
    assert (found.user, found.root) == (user, root)


@pytest.mark.parametrize(
    ("text", "base", "pinned", "registry"),
    [
        ("FROM alpine:3", "alpine:3", False, "docker.io"),
        (f"FROM alpine:3@{_DIGEST}", "alpine:3", True, "docker.io"),
        ("FROM registry.example.gov:5000/a/b", "registry.example.gov:5000/a/b", False, "registry.example.gov:5000"),
        ("FROM scratch", "scratch", None, None),
        ("FROM --platform=linux/arm64 alpine AS x", "alpine", False, "docker.io"),
        ("ARG B\nFROM $B", None, None, None),
        ("ARG B\nFROM ${B:-alpine}", "alpine", False, "docker.io"),
        (f"ARG V=3\nARG B=alpine:$V@{_DIGEST}\nFROM ${{B}}", "alpine:3", True, "docker.io"),
        ("FROM alpine AS a\nFROM a AS b\nFROM b", "alpine", False, "docker.io"),
        ("FROM golang AS alpine\nFROM alpine", "golang", False, "docker.io"),
        ("FROM alpine\nFROM debian", "debian", False, "docker.io"),
        ("FROM alpine\nARG B=debian\nFROM $B", None, None, None),
    ],
)
def test_base(text: str, base: str | None, pinned: bool | None, registry: str | None) -> None:
    found = recipe(text)
    assert (found.final_base, found.pinned, found.registry) == (base, pinned, registry)


def test_says_the_lines() -> None:
    found = recipe("# x\nFROM alpine AS a\nFROM a\nUSER 7\n")
    assert found.base_source.place == "line 2"
    assert "line 4" in found.because


@pytest.mark.parametrize(
    "text",
    ["", "USER app\nFROM alpine", "from MAILER Mon Jan 1", "select *\nFROM users", "RUN x", "FROM: a\n", "FROM a b c d\n"],
)
def test_what_is_no_dockerfile(text: str) -> None:
    assert not dockerfile_text.recognizes(Document("Dockerfile", text.encode()))


@pytest.mark.parametrize("text", ["FROM", "FROM alpine\nFROM --platform=x", "FROM alpine\nRUN <<E\n", "ARG A\nARG B=FROM "])
def test_broken(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        dockerfile_text.parse(Document("Dockerfile", text.encode()), read_any("FROM scratch").evidence)
    assert caught.value.where


@pytest.mark.parametrize(
    "text",
    [
        lambda part: "FROM alpine\n" + "ARG A=$A$A\n" * (3_000 // part) + "USER $A",
        lambda part: "FROM alpine\nRUN " + "<<E " * (5_000 // part) + "\nE\n" * (5_000 // part),
        lambda part: "FROM alpine\nRUN " + "\\\n" * (50_000 // part),
        lambda part: "FROM " + "--x " * (20_000 // part) + "alpine",
        lambda part: "FROM alpine\nUSER " + "${" * (20_000 // part),
        lambda part: "FROM alpine\nARG " + "a=" * (20_000 // part),
        lambda part: "".join(f"FROM s{i} AS s{i + 1}\n" for i in range(3_000 // part)),
    ],
)
def test_hostile_files_take_no_more_than_their_length(text: Callable[[int], str]) -> None:
    assert_linear(text, _read_if_recognized)


def _read_if_recognized(text: str) -> None:
    if dockerfile_text.recognizes(Document("Dockerfile", text.encode())):
        read_any(text)
