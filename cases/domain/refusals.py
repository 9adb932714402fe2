"""How the domain says no: one sentence for the person, nothing changed."""


class Refused(Exception):
    """`sentence` tells what to do; the transaction is rolled back."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotThere(Exception):
    """No such case for this account: the edge answers as if it did not exist."""
