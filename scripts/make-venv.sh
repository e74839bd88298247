#!/usr/bin/env bash
# Makes .venv in the checkout from a lock file: scripts/make-venv.sh LOCK
#
# Needs a Python from 3.11 on with venv and pip (Debian: python3-venv), or uv. PYTHON names the interpreter to take.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1

fits() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "make-venv: no Python 3.11 or later found; install one, or name it: make setup PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! { [ -x .venv/bin/python ] && fits .venv/bin/python; }; then
    rm -rf .venv
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    elif command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" .venv
    else
        echo "make-venv: $python has no venv module: apt-get install python3-venv (or pip install uv), then again" >&2
        exit 1
    fi
fi

# uv, where it is on the machine, does in seconds what pip does in a minute; the lock and its hashes are the same.
if command -v uv >/dev/null 2>&1 && [ -z "${BOCTACH_NO_UV:-}" ]; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
elif .venv/bin/python -c 'import pip' 2>/dev/null; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "$lock"
else
    echo "make-venv: .venv has no pip and uv is not on the PATH; remove .venv and try again" >&2
    exit 1
fi

# The project itself, from this checkout, so that `boctach` works from any folder: no download, the lock has setuptools.
if command -v uv >/dev/null 2>&1 && [ -z "${BOCTACH_NO_UV:-}" ]; then
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --offline -e .
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
fi
