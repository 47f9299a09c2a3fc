"""Pictures compared whole with what was reviewed, an element on each line: places, styles, texts and properties."""

import re
from pathlib import Path

import approved_texts
import pytest
from drawing.subjects import compared, drifting, many, subject

from generator.drawing.chain import draw_chain
from generator.drawing.picture import draw
from generator.model.chain import ChainLink, ImageChain, LinkState


def _compare(request: pytest.FixtureRequest, *documents: str) -> None:
    lines = [line for document in documents for line in re.sub(r"(?<=>)(?=<)", "\n", document).splitlines()]
    approved_texts.compare(Path(__file__), request.node.name, lines, "results")


def test_the_boundary_and_what_differs(request: pytest.FixtureRequest) -> None:
    _compare(request, *(picture.svg.decode() for picture in draw(drifting()).pictures))


def test_the_same_to_be_edited(request: pytest.FixtureRequest) -> None:
    _compare(request, draw(drifting()).editable.decode())


def test_lines_that_share_their_way(request: pytest.FixtureRequest) -> None:
    picture = draw(many(6, 2, (1, 2, 3))).pictures[0]
    assert picture.svg.count(b"<circle") > 5, "where lines part is a dot"
    _compare(request, picture.svg.decode())


def test_names_and_texts_of_figures_that_are_split(request: pytest.FixtureRequest) -> None:
    pictures = draw(many(48, 1, (1,))).pictures
    assert sum(", part " in picture.title for picture in pictures) == 4
    _compare(request, *(f"{picture.path}\n{picture.title}\n{picture.caption}\n{picture.alt}" for picture in pictures))


def test_a_system_where_nothing_differs(request: pytest.FixtureRequest) -> None:
    pictures = draw(subject(comparison=compared())).pictures
    _compare(request, *(f"{picture.path}\n{picture.title}\n{picture.caption}\n{picture.alt}" for picture in pictures))


def test_a_chain_of_every_state_over_two_rows(request: pytest.FixtureRequest) -> None:
    links = tuple(
        ChainLink(
            id=f"l{number}",
            title=f"Link {number}",
            question="Is it?",
            controls=("CM-3",),
            origin="ours",
            state=list(LinkState)[number % len(LinkState)],
            text=f"What is known of link {number}",
        )
        for number in range(6)
    )
    _compare(request, draw_chain(ImageChain(asset_id="registry.example/cart:1", digests=(), links=links)))
