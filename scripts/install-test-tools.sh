#!/usr/bin/env bash
# Installs what the tests drive from outside Python, and only what is missing.
set -euo pipefail

missing=()

need() { # need COMMAND PACKAGE...
  local command=$1
  shift
  command -v "$command" >/dev/null 2>&1 || missing+=("$@")
}

need cc gcc libc6-dev
need chromium chromium
need git git
need java default-jre-headless
need msgfmt gettext
need xgettext gettext
need node nodejs
need npm npm
need pdfinfo poppler-utils
need redis-server redis-server
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || need postgres postgresql

if [ ${#missing[@]} -gt 0 ]; then
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(none); fi
  fi
  if ! command -v apt-get >/dev/null 2>&1 || [ "${as_root[*]:-}" = none ]; then
    {
      echo "The tests need programs that are not here, and this script may not install them."
      echo "Please install (names as in Debian), then run 'make test' again:"
      printf '  %s\n' "${missing[@]}"
      echo "On Debian or Ubuntu: sudo apt-get install ${missing[*]}"
    } >&2
    exit 1
  fi
  echo "Installing with apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -lt 18 ]; then
  echo "The tests need Node 18 or newer (for axe-core, Ace and the Nu validator); this is $(node --version)." >&2
  exit 1
fi
