"""What cannot be put into another form."""

from generator.errors import ParseError

NEXT = "ask the producer for valid OSCAL: `atopack validate` says what is wrong with it"


class FormError(ParseError):
    """Says what is wrong and at which place of the document."""

    def __init__(self, what: str, place: str) -> None:
        super().__init__(what, where=place, next_step=NEXT)
