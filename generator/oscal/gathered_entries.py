"""What entries without a fault have to do with the rest of their document and with others, without the places."""

from collections import defaultdict

from generator.oscal.reference_kinds import ReferenceTarget


class GatheredEntries:
    """Of one document. Where something is wrong with any of it, the entries are surveyed, which tells the places."""

    __slots__ = ("fragments", "names", "others", "roles", "uses", "uuids")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forgets all of it."""
        self.uuids: defaultdict[str, list[str]] = defaultdict(list)
        """Those defined, in small letters, by the JSON name that their objects stand under."""
        self.uses: defaultdict[ReferenceTarget, set[str]] = defaultdict(set)
        """Those referred to, in small letters, by what they may be."""
        self.fragments: set[tuple[str, str, str]] = set()
        """Each `#fragment` link: the JSON name its object stands under, the fragment, the link's `rel`."""
        self.roles: set[str] = set()
        self.names = 0
        """How many field names they have."""
        self.others = 0
        """How many entries are not among them."""
