"""What the suite needs from the machine besides Python: a real browser, letters for every language of the form, and a
scanner of files.

Run as `python -m tests.machine` before the suite: installs what is missing when that is possible.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.browser import SHELL, browser_path

CLAMD = "clamav-daemon"
CLAMD_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin"
PACKAGES = {
    "chromium": lambda: browser_path(whole=True) is not None,
    SHELL: lambda: bool(shutil.which(SHELL)),
    CLAMD: lambda: bool(shutil.which("clamd", path=CLAMD_PATH)),
    "fonts-noto-core": lambda: any(font for root in FONTS for font in Path(root).rglob("NotoSansArabic*")),
}
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", Path.home() / ".fonts", Path.home() / ".local/share/fonts")


def missing() -> list[str]:
    """Names of the packages (as Debian calls them) that are not there."""
    return [package for package, is_there in PACKAGES.items() if not is_there()]


def lacking() -> list[str]:
    """Those without which the suite cannot run: a whole browser does for the shell, only slower, and what needs a clamd says so."""
    return [package for package in missing() if package not in (SHELL, CLAMD)]


def main() -> int:
    """Exit status 0 when everything is there, 2 after one sentence when it is not."""
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(wanted)} for the tests.", file=sys.stderr, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *wanted]):
            subprocess.run(["apt-get", *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if wanted := lacking():
        print(f"The tests need {' and '.join(wanted)}: apt-get install {' '.join(wanted)}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
