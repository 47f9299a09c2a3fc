"""What the charts have in common: how a scale is divided, and how places in a drawing are written."""

_STEPS = (1, 2, 5)


def scale(most: int) -> tuple[int, int]:
    """A step of 1, 2 or 5 times a power of ten with at most six lines, and the end of the scale."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 5 >= most:
                return step * power, max(-(-most // (step * power)), 1) * step * power
        power *= 10


def px(value: float) -> str:
    """A place in a drawing, to a tenth of a pixel: the same text on every machine."""
    return f"{value:.1f}"
