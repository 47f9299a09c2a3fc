"""Texts around and in boxes: a legend stays inside its picture, names are whole where lines are left, the heading counts."""

import pytest
from drawing.subjects import SEED_API, compared, flow, subject

from generator.drawing.figure import BoxStyle, figure
from generator.drawing.legend import ROW, SAMPLE_WIDTH, TEXT_SIZE, legend
from generator.drawing.picture import draw
from generator.drawing.scene import Draft
from generator.drawing.text import width_of, wrap_name
from generator.model.platform import words_of_all
from generator.model.system import ExternalService


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
    """Samples are 14 high from 11 above the text; a sign has a radius of 7.5 and an edge, 10 above it (`svg`)."""
    assert ROW - 10 - 7.5 - 0.75 > 14 - 11 - 2


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
