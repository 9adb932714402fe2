"""Which browser of this machine is driven: Chromium's headless shell, or else the whole browser."""

import shutil
from typing import Final

WHOLE: Final = ("chromium", "chromium-browser", "google-chrome")
# The same engine without the windows round it: of a walk through the desk it takes a third less of the processor.
SHELL: Final = "chromium-headless-shell"


def browser_path(*, whole: bool = False) -> str | None:
    """Path of the first that is there, None without any; `whole` leaves the shell out, for who asks for a window."""
    return next((path for path in map(shutil.which, WHOLE if whole else (SHELL, *WHOLE)) if path), None)
