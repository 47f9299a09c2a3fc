"""What of an edited Word file is not taken over, or not as it stands there: named, so that no word is lost in silence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec

from generator.documents.word_edited import Edited
from generator.documents.word_written import fingerprint
from generator.limits import NAMED
from generator.narrative.from_word import content_of
from generator.narrative.plan_places import PLACES
from generator.narrative.reading import texts_of
from generator.narrative.record import EditRecord, ValueBase
from generator.renderers.appendix_q.rows import UNSHOWN
from generator.renderers.ssp.blocks import is_prompt
from generator.text import counted, listed, shortened, times

_SHORT = 2_000
"""Characters of a passage that are repeated."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to look at: it was not taken over, or not as it stands in the file."""

    place: str
    """`CM-8(a)`, or a row of the document."""
    text: str


def remarks(edited: Edited, record: EditRecord, merged: frozenset[str] = frozenset()) -> Iterator[Remark]:
    """Everything that a person has to look at, but for the values of `merged` tags, which were looked at."""
    for region in edited.regions:
        for text in region.remarks:
            yield Remark(place=label(region.tag), text=text)
    yield from _emptied(edited, record)
    yield from _values(edited, record, merged)
    if edited.pictures > record.pictures:
        more = edited.pictures - record.pictures
        named = counted(more, "picture or object was", "pictures or objects were")
        yield Remark(place="", text=f"{named} put into the file outside of the fields, and not taken over")
    yield from _copies(edited, record)
    yield from _lost(edited, record)
    yield from _moved(edited, record)
    for text in edited.remarks:
        yield Remark(place="", text=text)
    for paragraph in edited.outside:
        if fingerprint(paragraph.text) not in record.outside:
            shown = shortened(paragraph.text, _SHORT)
            behind = f" (behind {paragraph.preceding!r})" if paragraph.preceding else ""
            yield Remark(place=paragraph.near, text=f"typed outside of the fields, and not taken over: {shown!r}{behind}")


def _emptied(edited: Edited, record: EditRecord) -> Iterator[Remark]:
    """An empty file would say nothing, and so what stood there would come back with the next build."""
    for region in edited.regions:
        place = next((plan_place for plan_place in PLACES if plan_place.tag == region.tag), None)
        if place is not None and record.texts.get(region.tag) and not content_of(region.blocks):
            step = f"remove {place.key} from system.yaml, where it says it" if place.key else "write what is to stand there"
            yield Remark(place=label(region.tag), text=f"its text was deleted; {step}, else the next build writes it again")


def _values(edited: Edited, record: EditRecord, merged: frozenset[str]) -> Iterator[Remark]:
    """What a person changed in a table and has no key of its own, so that it is not merged back."""
    there = {tag for tag, _, _ in edited.fields}
    for tag, text, prompting in edited.fields:
        known = record.values.get(tag)
        if known is None or tag in merged or text == known.shown or _is_prompt(text, known):
            continue
        emptied = not text or (prompting and bool(known.shown))  # Word shows a prompt of its own then
        now = "the document has no text there now" if emptied else f"the document says {text!r}"
        before = f"it was built with {known.shown!r}" if known.shown else "nothing was stated when it was built"
        yield Remark(place=known.place, text=f"{now}, {before}: change {known.key}, as the next build takes it from there")
    gone = [record.values[tag].place for tag in record.values if tag not in there]
    if gone:
        yield Remark(place="", text=f"values were deleted from the file, and stay as they are said: {listed(gone, NAMED)}")
    ticked = {fingerprint(text): text for text in edited.ticked}
    for mark, text in ticked.items():
        if mark not in record.ticked:
            yield Remark(place="", text=f"a box was ticked that is not taken over: {shortened(text, _SHORT)!r}")
    if len(record.ticked - set(ticked)) > 0:
        yield Remark(place="", text="a box is no longer ticked; this was not taken over")


def _is_prompt(text: str, known: ValueBase) -> bool:
    """Does the place show its prompt still? Programs other than Word forget that it is one."""
    return not known.shown and (text == UNSHOWN or is_prompt(text, known.key))


def _copies(edited: Edited, record: EditRecord) -> Iterator[Remark]:
    counts = Counter(region.tag for region in edited.regions)
    for tag, count in counts.items():
        worked_on = {region.text for region in edited.regions if region.tag == tag}
        worked_on -= {texts_of(record.texts.get(tag, ()))}
        if count > 1 and len(worked_on) > 1:
            others = "; ".join(sorted(shortened(text, _SHORT) for text in worked_on))
            yield Remark(place=label(tag), text=f"its field is there {times(count)}, with different text: {others!r}")
    for tag, known in record.fields.items():
        texts = sorted({text for field_tag, text, _ in edited.fields if field_tag == tag} - {known.shown})
        if len(texts) > 1:
            what = f"its field is there several times with different text: {shortened('; '.join(texts), _SHORT)!r}"
            yield Remark(place=tag.replace(":", " of "), text=what)


def _lost(edited: Edited, record: EditRecord) -> Iterator[Remark]:
    there = {region.tag for region in edited.regions}
    gone = [tag for tag in record.regions if tag not in there]
    for tag in gone:
        if tag in record.texts:
            yield Remark(place=label(tag), text="its field was deleted from the file; the text in narratives/ was kept")
    empty = [label(tag) for tag in gone if tag not in record.texts]
    fields = {tag for tag, _, _ in edited.fields}
    empty += [tag.replace(":", " of ") for tag in record.fields if tag not in fields]
    if empty:
        yield Remark(place="", text=f"fields were deleted from the file: {listed(empty, NAMED)}")
    whole = rows(edited.boxes, record)
    broken = [tag.replace(":", " of ") for tag in record.boxes if tag not in whole]
    if broken:
        yield Remark(place="", text=f"check boxes are missing or there twice, and were not read: {listed(broken, NAMED)}")


def _moved(edited: Edited, record: EditRecord) -> Iterator[Remark]:
    order = list(dict.fromkeys(region.tag for region in edited.regions))
    before = [tag for tag in record.regions if tag in set(order)]
    matcher = SequenceMatcher(None, before, order, autojunk=False)
    stayed = {before[match.a + step] for match in matcher.get_matching_blocks() for step in range(match.size)}
    for tag in order:
        if tag not in stayed:
            yield Remark(place=label(tag), text="its field was moved to another place; it was still read as this part")


def label(tag: str) -> str:
    """What a place is called: `CM-8(a)`, `Network (Section 8.2)`."""
    place = next((plan_place for plan_place in PLACES if plan_place.tag == tag), None)
    if place is not None:
        return f"{place.title} ({place.where})"
    _, control, *letter = tag.split(":")
    return f"{control}({letter[0]})" if letter else control


def rows(boxes: Sequence[tuple[str, bool]], record: EditRecord) -> Mapping[str, tuple[str, ...]]:
    """Ticked values of each row; a row that lost a box or has one twice has no value."""
    rows: dict[str, list[tuple[str, bool]]] = {}
    for tag, ticked in boxes:
        row, _, value = tag.rpartition(":")
        rows.setdefault(row, []).append((value, ticked))
    return {
        row: tuple(value for value, ticked in cells if ticked)
        for row, cells in rows.items()
        if row in record.boxes and sorted(value for value, _ in cells) == sorted(record.boxes[row].offered)
    }
