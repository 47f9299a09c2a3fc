"""The pages that every page links to, in their order; pages of one thing are reached from these."""

from generator.review.registry import PAGES

LISTED = [
    ("/", "To do"),
    ("/month", "Month"),
    ("/requests", "Requests"),
    ("/meeting", "Meeting"),
    ("/changes", "Changes"),
    ("/annual", "Annual"),
    ("/evidence", "Evidence"),
    ("/diagram", "Diagram"),
    ("/inventory", "Inventory"),
    ("/poam", "POA&M"),
    ("/controls", "Controls"),
    ("/indicators", "Indicators"),
    ("/additions", "DoD and CMMC"),
    ("/plan", "SSP texts"),
    ("/system", "System"),
    ("/decisions", "Decisions"),
    ("/package", "Package"),
    ("/deliveries", "Deliveries"),
    ("/you", "You"),
]


def test_pages_of_the_whole_system_are_listed_and_those_of_one_thing_are_not() -> None:
    assert [(page.path, page.title) for page in PAGES if page.listed] == LISTED
