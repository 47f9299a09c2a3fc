"""What a careful reader may ask of a picture, on computed places: each answers with what is wrong, in words."""

from itertools import combinations, pairwise, product

from generator.drawing.layout_plan import LayoutColumn

_TOUCH = 0.01


def faults(plan, placement):
    """Everything that is wrong with a layout."""
    return [
        *_overlaps(plan, placement),
        *_texts(plan, placement),
        *_outside_frames(plan, placement),
        *_lines_over(plan, placement),
        *_leaving(plan, placement),
        *_untraceable(plan, placement),
        *_shared(plan, placement),
        *_off_page(plan, placement),
    ]


def meet(one, other):
    """Do two rectangles overlap?"""
    return (
        one.x < other.x + other.width - _TOUCH
        and other.x < one.x + one.width - _TOUCH
        and one.y < other.y + other.height - _TOUCH
        and other.y < one.y + one.height - _TOUCH
    )


def holds(outer, inner):
    """Does one lie inside another?"""
    return (
        outer.x <= inner.x + _TOUCH
        and outer.y <= inner.y + _TOUCH
        and inner.x + inner.width <= outer.x + outer.width + _TOUCH
        and inner.y + inner.height <= outer.y + outer.height + _TOUCH
    )


def crosses(piece, frame):
    """Does a straight piece run through the inside of a rectangle?"""
    (x, y), (to_x, to_y) = min(piece), max(piece)
    return (
        x < frame.x + frame.width - _TOUCH
        and frame.x < to_x - _TOUCH + 2 * _TOUCH * (x == to_x)
        and min(y, to_y) < frame.y + frame.height - _TOUCH
        and frame.y + _TOUCH < max(y, to_y)
        and not (x == to_x and not frame.x + _TOUCH < x < frame.x + frame.width - _TOUCH)
    )


def _overlaps(plan, placement):
    yield from (f"boxes overlap: {pair}" for pair in combinations(placement.boxes, 2) if meet(*pair))
    for (first, one), (second, other) in combinations(enumerate(placement.groups), 2):
        nested = first in _around(plan, second) or second in _around(plan, first)
        if not nested and meet(one, other):
            yield f"frames {first} and {second} overlap"


def _texts(plan, placement):  # the signature of its siblings
    labels = [label for label in placement.labels if label is not None]
    yield from (f"two titles overlap: {pair}" for pair in combinations(placement.titles, 2) if meet(*pair))
    yield from (f"two labels overlap: {pair}" for pair in combinations(labels, 2) if meet(*pair))
    yield from (f"a title lies on a box: {pair}" for pair in product(placement.titles, placement.boxes) if meet(*pair))
    below = (*placement.boxes, *placement.titles)
    yield from (f"a label lies on a box or title: {pair}" for pair in product(labels, below) if meet(*pair))


def _outside_frames(plan, placement):
    for number, (box, frame) in enumerate(zip(plan.boxes, placement.boxes, strict=True)):
        if box.group is not None and not holds(placement.groups[box.group], frame):
            yield f"box {number} is not inside its frame"
        if box.group is None and plan.groups and meet(placement.groups[0], frame):
            yield f"box {number} of outside lies on the boundary"
    for number, group in enumerate(plan.groups):
        if group.parent is not None and not holds(placement.groups[group.parent], placement.groups[number]):
            yield f"frame {number} is not inside its parent"
        if not holds(placement.groups[number], placement.titles[number]):
            yield f"the title of frame {number} is not inside it"


def _lines_over(plan, placement):
    owner = {arrow: number for number, bundle in enumerate(plan.bundles) for arrow in bundle.arrows}
    pieces = [(arrow, piece) for arrow, path in enumerate(placement.paths) for piece in pairwise(path.points)]
    yield from (
        f"arrow {arrow} is not across or down" for arrow, (one, other) in pieces if one[0] != other[0] and one[1] != other[1]
    )
    frames = [(f"box {number}", frame, None) for number, frame in enumerate(placement.boxes)]
    frames += [("a title", frame, None) for frame in placement.titles]
    frames += [(f"label {number}", frame, number) for number, frame in enumerate(placement.labels) if frame is not None]
    for (arrow, piece), (name, frame, bundle) in product(pieces, frames):
        if (bundle is None or bundle != owner.get(arrow)) and crosses(piece, frame):
            yield f"arrow {arrow} crosses {name}"


def _leaving(plan, placement):
    """A line with both ends inside the boundary, or inside a frame, does not leave it."""
    for arrow, path in zip(plan.arrows, placement.paths, strict=True):
        ends = [plan.boxes[arrow.source], plan.boxes[arrow.target]]
        if any(box.group is None for box in ends):
            continue
        common = set(_around(plan, ends[0].group)) & set(_around(plan, ends[1].group))
        both_inner = all(box.column is LayoutColumn.INNER for box in ends)
        for group in common if both_inner else {0}:
            frame = placement.groups[group]
            if not all(
                frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height for x, y in path.points
            ):
                yield f"an arrow inside frame {group} leaves it"


def _untraceable(plan, placement):
    """Each arrow begins at its source and ends at its target; its bundle has a label beside its center."""
    for number, (arrow, path) in enumerate(zip(plan.arrows, placement.paths, strict=True)):
        if not (_on(path.points[0], placement.boxes[arrow.source]) and _on(path.tip, placement.boxes[arrow.target])):
            yield f"arrow {number} does not touch its ends"
    if sorted(arrow for bundle in plan.bundles for arrow in bundle.arrows) != list(range(len(plan.arrows))):
        yield "not every arrow is in one bundle"
    for bundle, label, width in zip(plan.bundles, placement.labels, plan.labels, strict=True):
        shared = {plan.arrows[arrow].source if bundle.outward else plan.arrows[arrow].target for arrow in bundle.arrows}
        if shared != {bundle.center} or len({plan.arrows[arrow].kind for arrow in bundle.arrows}) != 1:
            yield "a bundle has arrows of several centers or kinds"
        if (label is None) is bool(width):
            yield "a bundle lacks its label"


def _shared(plan, placement):
    """Lines of two bundles meet in single points only: where one lay on another, nobody could say which is which."""
    pieces = [
        {(min(piece), max(piece)) for arrow in bundle.arrows for piece in pairwise(placement.paths[arrow].points)}
        for bundle in plan.bundles
    ]
    for (first, one), (second, other) in combinations(enumerate(pieces), 2):
        if any(_lie_together(*pair, axis) for pair in product(one, other) for axis in (0, 1)):
            yield f"bundles {first} and {second} lie on one another"
    for (first, joints), (second, other) in product(enumerate(placement.joints), enumerate(pieces)):
        if first != second and any(_along(joint, piece) for joint, piece in product(joints, other)):
            yield f"a joint of bundle {first} lies on bundle {second}"


def _lie_together(one, other, axis):
    same = one[0][1 - axis] == one[1][1 - axis] == other[0][1 - axis] == other[1][1 - axis]
    return same and max(one[0][axis], other[0][axis]) <= min(one[1][axis], other[1][axis])


def _off_page(plan, placement):
    for frame in (*placement.boxes, *placement.groups, *placement.titles):
        if not (frame.x >= 0 and frame.x + frame.width <= placement.width + _TOUCH):
            yield f"off the page across: {frame}"
        if not (frame.y >= 0 and frame.y + frame.height <= placement.height + _TOUCH):
            yield f"off the page down: {frame}"


def _around(plan, group):
    while group is not None:
        yield group
        group = plan.groups[group].parent


def _on(point, box):
    (x, y) = point
    return x in (box.x, box.x + box.width) and box.y < y < box.y + box.height


def _along(point, piece):
    (x, y), (left, top), (right, bottom) = point, *piece
    return left <= x <= right and min(top, bottom) <= y <= max(top, bottom)
