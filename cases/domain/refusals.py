"""How the domain says no: one sentence for the person, nothing changed."""


class Refused(Exception):
    """`sentence` tells what to do; the transaction is rolled back. `about` names the argument that is not right."""

    def __init__(self, sentence: str, *, about: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.about = sentence, about


class NotThere(Exception):
    """No such case for this account: the edge answers as if it did not exist."""
