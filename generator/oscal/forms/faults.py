"""What cannot be put into another form."""


class FormError(Exception):
    """Says what is wrong and at which place of the document."""

    def __init__(self, what: str, place: str) -> None:
        super().__init__(f"{place}: {what}")
        self.what = what
        self.place = place
