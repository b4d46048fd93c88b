"""A pytest plugin: tests never see the data of an installation.

It is named on pytest's own command line (``-p``) because settings are read once, when Django is
set up, and pytest-django does that before it reads any ``conftest.py``.
"""

import atexit
import os
import shutil
import tempfile

# Another database may be asked for; nothing else of the environment comes through.
KEPT = {"OPENWEEK_DATABASE_URL"}

for _name in [name for name in os.environ if name.startswith("OPENWEEK_")]:
    if _name not in KEPT:
        del os.environ[_name]
_folder = tempfile.mkdtemp(prefix="openweek-tests-")
os.environ["OPENWEEK_DATA"] = _folder
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
