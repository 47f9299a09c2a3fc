"""Which number an item of a list has: items of one list count on from its first."""

from collections.abc import Sequence

from generator.model.narrative import BlockKind, Content, TextBlock

ITEMS = (BlockKind.BULLET, BlockKind.NUMBER)


def numbers(content: Sequence[Content]) -> tuple[tuple[int, bool], ...]:
    """For each block the number it carries, and whether a numbered list begins with it. (1, False) for all others."""
    numbered: list[tuple[int, bool]] = []
    running: dict[int, int] = {}
    """Last number of the list that goes on, by level."""
    for text_block in content:
        if not isinstance(text_block, TextBlock) or text_block.kind not in ITEMS:
            running = {}
            numbered.append((1, False))
            continue
        running = {level: number for level, number in running.items() if level <= text_block.level}
        if text_block.kind is BlockKind.BULLET:
            running.pop(text_block.level, None)
            numbered.append((1, False))
            continue
        begins = text_block.level not in running
        running[text_block.level] = text_block.number if begins else running[text_block.level] + 1
        numbered.append((running[text_block.level], begins))
    return tuple(numbered)
