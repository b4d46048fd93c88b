"""Fills a folder with the demonstration, in a process that ends afterwards."""

import os
import subprocess
import sys
from pathlib import Path


def fill_in_its_own_process(folder: Path) -> int:
    """The exit code; what happens is told on the terminal."""
    environment = {**os.environ, "OPENWEEK_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "openweek.config.demo"], env=environment, check=False
    ).returncode
