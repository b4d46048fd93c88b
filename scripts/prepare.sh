#!/bin/sh
# Makes .venv and installs the locked packages of one list into it: `prepare.sh base` or `dev`.
set -eu
cd "$(dirname "$0")/.."
list=$1

say() { printf '%s\n' "$*" >&2; }

usable() { # a Python that is new enough and can make a working environment
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
      printf '%s' "$name"
      return
    fi
  done
  say "OpenWeek needs Python 3.11 or newer, and found none here."
  say "On Debian or Ubuntu: apt install python3 python3-venv"
  say "If it is somewhere unusual: make demo PYTHON=/path/to/python3.11"
  exit 1
}

if ! { [ -x .venv/bin/python ] && usable .venv/bin/python && .venv/bin/python -m pip --version; } \
  >/dev/null 2>&1; then
  python=$(find_python)
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Python $version is here, but not the part of it that makes environments (venv)."
    say "On Debian or Ubuntu: apt install python$version-venv"
    exit 1
  fi
  say "Making .venv with $("$python" --version)…"
  "$python" -m venv --clear .venv
fi

say "Installing the locked packages of requirements/$list.txt…"
# hatchling is locked too, so that nothing unlocked is ever downloaded to build us
.venv/bin/python -m pip install ${CI:+--quiet} --disable-pip-version-check --no-input \
  --require-hashes -r "requirements/$list.txt" -r requirements/build.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
  --no-deps --no-build-isolation --editable .
touch ".venv/.$list"
