"""What journeys know of the browsers that they drive."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

ELSEWHERE = "a page about the weather"
NewContext = Callable[..., BrowserContext]
