"""How many cases somebody has chosen, kept beside their session so that the queue can say so without asking."""

from django.http import HttpRequest

CHOSEN = "chosen"


def keep_number(request: HttpRequest, number: int) -> None:
    """The page of the choice always says what is true; this is for the queue's line alone."""
    request.session[CHOSEN] = number
