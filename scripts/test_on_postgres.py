"""Runs pytest, with what is said to it, on a PostgreSQL of its own that is gone afterwards."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import binaries, cluster  # noqa: E402  beside this folder


def main() -> int:
    programs = binaries()
    if programs is None:
        sys.exit("PostgreSQL's own programs (initdb, pg_ctl) were not found.")
    with cluster(programs) as address:
        environment = {**os.environ, "OPENWEEK_DATABASE_URL": address}
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
