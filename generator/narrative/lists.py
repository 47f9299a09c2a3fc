"""Which number an item of a list has: items of one list count on from its first."""

from collections.abc import Sequence

from generator.model.narrative import Block, Content, Kind

ITEMS = (Kind.BULLET, Kind.NUMBER)


def numbers(content: Sequence[Content]) -> tuple[tuple[int, bool], ...]:
    """For each block the number it carries, and whether a numbered list begins with it. (1, False) for all others."""
    found: list[tuple[int, bool]] = []
    running: dict[int, int] = {}
    """Last number of the list that goes on, by level."""
    for one in content:
        if not isinstance(one, Block) or one.kind not in ITEMS:
            running = {}
            found.append((1, False))
            continue
        running = {level: number for level, number in running.items() if level <= one.level}
        if one.kind is Kind.BULLET:
            running.pop(one.level, None)
            found.append((1, False))
            continue
        begins = one.level not in running
        running[one.level] = one.number if begins else running[one.level] + 1
        found.append((running[one.level], begins))
    return tuple(found)
