"""Texts around and in boxes: a legend stays inside its picture, names are whole where lines are left, the heading counts."""

import re

import pytest
from drawing.subjects import SEED_API, compared, drifting, flow, subject
from growth import calls

from generator.drawing.figure import BoxStyle, figure
from generator.drawing.legend import ROW, SAMPLE_WIDTH, TEXT_SIZE, legend
from generator.drawing.picture import draw
from generator.drawing.scene import Draft
from generator.drawing.text import width_of, wrap, wrap_name
from generator.model.picture import PictureKind
from generator.model.platform import words_of_all
from generator.model.system import ExternalService

_EDGE = 0.5
"""Half of a line, about."""


def _entries(note, width, *looks):
    draft = Draft()
    for look in looks:
        draft.box(figure(look, look, [], name="box", full="box"), None)
    scene = draft.scene(lambda _: "")
    return legend(scene, words_of_all(()), note, compared=True, left=10.0, top=100.0, width=width)


@pytest.mark.parametrize("width", [300.0, 520.0])
def test_a_long_note_goes_on_below_and_stays_inside(width):
    note = "Lines from outside are ways in: 0 of 17 drawn; of 17 it is not stated who gets there " * 2
    entries = _entries(note.strip(), width, BoxStyle.WORKLOAD)
    assert all(entry.x + width_of(entry.text, TEXT_SIZE) <= 10.0 + width for entry in entries)
    assert " ".join(entry.text for entry in entries[1:]) == note.strip()
    tops = [entry.y for entry in entries[1:]]
    assert len(tops) > 1
    assert tops == sorted(set(tops))
    assert {entry.sample for entry in entries[1:]} == {None}


def test_what_follows_a_wrapped_text_stands_below_it_and_what_continues_one_beside_the_sample():
    first, second = _entries("x " * 20, 100.0, BoxStyle.NEIGHBOR)[:2]
    assert (first.x, second.x) == (10.0, 10.0 + SAMPLE_WIDTH)
    *_, before, note = _entries("note", 100.0, BoxStyle.NEIGHBOR)
    assert (note.text, note.x, note.y - before.y) == ("note", 10.0, ROW)


def test_a_sign_on_a_sample_does_not_reach_the_row_above():
    (picture,) = (picture for picture in draw(drifting()).pictures if picture.kind is PictureKind.DRIFT)
    text = picture.svg.decode()
    signs = [tuple(map(float, pair)) for pair in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="7.5"', text)]
    signs = [(x, y) for x, y in signs if y]  # those of boxes stand at 0
    samples = [tuple(map(float, pair)) for pair in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="28" height="14"', text)]
    assert len(signs) == 2
    above = {(x, y): [bottom + 14 for _, bottom in samples if bottom + 14 < y] for x, y in signs}
    assert any(above.values())
    for (_, y), bottoms in above.items():
        assert all(bottom + _EDGE < y - 7.5 - _EDGE for bottom in bottoms)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("raw.githubusercontent.com", ("raw.", "githubusercont", "ent.com")),
        ("seed-api", ("seed-api",)),
        ("tally_((feature_name))-((number))", ("tally_((feature_", "name))-", "((number))")),
    ],
)
def test_a_name_is_broken_inside_a_word_before_it_is_cut(name, rows):
    assert wrap_name(name, 12.0, 100.0, lines=3, bold=True) == rows


def test_the_boundary_counts_and_names_every_service_outside_that_it_shows():
    services = (ExternalService(name="Seed Archive"),)
    shown = subject((SEED_API,), flows=(flow(SEED_API, "Post Office"),), comparison=compared(), services=services)
    picture = draw(shown).pictures[0]
    assert ", 2 external services. " in picture.svg.decode()
    assert "Outside stand Post Office and Seed Archive." in picture.alt


@pytest.mark.parametrize("part", ["long", "lo-", "lo "])
@pytest.mark.parametrize("cut", [wrap, wrap_name])
def test_a_hostile_name_is_measured_as_far_as_it_is_shown(cut, part):
    def measured(times: int) -> int:
        width_of.cache_clear()
        return calls(lambda: cut(part * times, 12.0, 100.0, lines=3))

    assert measured(1_600) < 16 * measured(200)  # with its square the work would be 64 times as much
