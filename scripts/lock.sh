#!/usr/bin/env bash
# Locks the dependencies for every platform, with hashes and without naming a registry.
# Give it uv's own options to move on: scripts/lock.sh --upgrade-package django
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "Locking needs uv (pip install uv)." >&2; exit 1; }

lock=(uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
  --no-emit-index-url --no-header "$@")
"${lock[@]}" pyproject.toml --output-file requirements/base.txt
"${lock[@]}" pyproject.toml --group dev --constraints requirements/base.txt \
  --output-file requirements/dev.txt
grep -o 'hatchling==[0-9.]*' pyproject.toml | head -n 1 |
  "${lock[@]}" - --constraints requirements/dev.txt --output-file requirements/build.txt
