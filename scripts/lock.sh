#!/usr/bin/env bash
# Resolves pyproject.toml into the two lock files: one resolution for every Python from 3.11 on, hashes, no index address.
# Versions that are locked stay unless asked: scripts/lock.sh --upgrade, or --upgrade-package NAME.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
        --custom-compile-command "make lock" pyproject.toml "$@"
}
compile --extra ocr --extra heic --extra xlsx -o requirements/run.lock "$@"
compile --extra dev --constraint requirements/run.lock -o requirements/dev.lock "$@"
