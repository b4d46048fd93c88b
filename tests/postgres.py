"""A real PostgreSQL for as long as the tests run, reached through a socket in a folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"  # PostgreSQL refuses to run as root


PROGRAMS = ("initdb", "pg_ctl", "createdb")


def binaries() -> Path | None:
    """The folder of the server's programs, of the newest version installed; None without one."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name)
    )
    on_path = [Path(folder) for folder in os.get_exec_path()]
    folders = [*reversed(versions), *on_path]
    return next(
        (each for each in folders if all((each / name).exists() for name in PROGRAMS)), None
    )


@contextmanager
def cluster(programs: Path, *, waits_for_disk: bool = False) -> Iterator[str]:
    """Start one, and give the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="ow-pg-"))  # short: it is part of a socket's path
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, log = folder / "data", folder / "log"
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    options += "" if waits_for_disk else " -c fsync=off"
    _run(programs, "initdb", "-D", data, "-U", "openweek", "--auth=trust", "--encoding=UTF8")
    _run(programs, "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
    try:
        _run(programs, "createdb", "-h", folder, "-U", "openweek", "openweek")
        yield f"postgresql:///openweek?host={folder}&user=openweek"
    finally:
        _run(programs, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def _run(programs: Path, program: str, *arguments: str | Path) -> None:
    command = [str(programs / program), *map(str, arguments)]
    as_owner = {"user": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(  # type: ignore[call-overload]
        command, check=True, cwd="/", stdout=subprocess.DEVNULL, **as_owner
    )
