"""Places and outlines on a page."""

import msgspec

_MOSTLY = 0.75
"""Share of a shape's area that must lie in a box: icons are drawn across borders by a few pixels."""


class Point(msgspec.Struct, frozen=True):
    """A place on a page, in pixels."""

    x: float
    y: float


class ShapeOutline(msgspec.Struct, frozen=True):
    """A shape's outline, in pixels from the page's or its parent's corner."""

    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height

    @property
    def center(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def contains(self, point: Point) -> bool:
        """Is the point inside, or on the border?"""
        return self.x <= point.x <= self.x + self.width and self.y <= point.y <= self.y + self.height

    def encloses(self, other: "ShapeOutline") -> bool:
        """Does the other box lie in this one: its middle, and three quarters of its area?"""
        return self.contains(other.center) and self.shared(other) >= _MOSTLY * other.area

    def shared(self, other: "ShapeOutline") -> float:
        """The area that both cover, in square pixels."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(across, 0.0) * max(down, 0.0)

    def distance(self, point: Point) -> float:
        """How far a point lies outside; 0 inside."""
        across = max(self.x - point.x, 0.0, point.x - self.x - self.width)
        down = max(self.y - point.y, 0.0, point.y - self.y - self.height)
        return float((across * across + down * down) ** 0.5)

    def distance_to_border(self, point: Point) -> float:
        """How far a point lies from the outline, inside or out."""
        if not self.contains(point):
            return self.distance(point)
        return min(point.x - self.x, self.x + self.width - point.x, point.y - self.y, self.y + self.height - point.y)
