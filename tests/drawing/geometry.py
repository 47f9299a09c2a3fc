"""What a careful reader may ask of a picture, on computed places: each answers with what is wrong, in words."""

from itertools import combinations, pairwise

from generator.drawing.layout_plan import LayoutColumn

_TOUCH = 0.01


def faults(plan, placement):
    """Everything that is wrong with a layout."""
    return [
        *_overlaps(plan, placement),
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
    for (first, one), (second, other) in combinations(enumerate(placement.boxes), 2):
        if meet(one, other):
            yield f"boxes {first} and {second} overlap"
    for (first, one), (second, other) in combinations(enumerate(placement.groups), 2):
        nested = first in _around(plan, second) or second in _around(plan, first)
        if not nested and meet(one, other):
            yield f"frames {first} and {second} overlap"
    for title, box in ((title, box) for title in placement.titles for box in placement.boxes):
        if meet(title, box):
            yield f"a title lies on a box: {title}"
    for one, other in combinations(placement.titles, 2):
        if meet(one, other):
            yield "two titles overlap"
    labels = [label for label in placement.labels if label is not None]
    for label in labels:
        if any(meet(label, other) for other in (*placement.boxes, *placement.titles)):
            yield f"a label lies on a box or title: {label}"
    for one, other in combinations(labels, 2):
        if meet(one, other):
            yield "two labels overlap"


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
    for arrow, path in enumerate(placement.paths):
        for piece in pairwise(path.points):
            if piece[0][0] != piece[1][0] and piece[0][1] != piece[1][1]:
                yield f"arrow {arrow} is not across or down"
            for number, box in enumerate(placement.boxes):
                if crosses(piece, box):
                    yield f"arrow {arrow} crosses box {number}"
            if any(crosses(piece, title) for title in placement.titles):
                yield f"arrow {arrow} crosses a title"
            for number, label in enumerate(placement.labels):
                if label is not None and number != owner.get(arrow) and crosses(piece, label):
                    yield f"arrow {arrow} crosses the label of bundle {number}"


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
        for piece in one:
            for beside in other:
                for axis in (0, 1):
                    same = piece[0][1 - axis] == piece[1][1 - axis] == beside[0][1 - axis] == beside[1][1 - axis]
                    if same and max(piece[0][axis], beside[0][axis]) <= min(piece[1][axis], beside[1][axis]):
                        yield f"bundles {first} and {second} lie on one another"
    for first, joints in enumerate(placement.joints):
        for second, other in enumerate(pieces):
            if first != second and any(_along(joint, piece) for joint in joints for piece in other):
                yield f"a joint of bundle {first} lies on bundle {second}"


def _off_page(plan, placement):  # noqa: ARG001 - the signature of its siblings
    for frame in (*placement.boxes, *placement.groups, *placement.titles):
        if not (0 <= frame.x and frame.x + frame.width <= placement.width + _TOUCH):
            yield f"off the page across: {frame}"
        if not (0 <= frame.y and frame.y + frame.height <= placement.height + _TOUCH):
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
