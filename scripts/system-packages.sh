#!/usr/bin/env bash
# Installs what boctach uses and PyPI does not have. Shared by the Makefile, .ci/run and the Dockerfile.
#
#   scripts/system-packages.sh [--browser]
#
# Quick when all is there. What can't be had is named, with what will be missing, and the script goes on: exit 0.
# BOCTACH_SKIP_SYSTEM_PACKAGES=1 skips it all.
set -uo pipefail

if [ -n "${BOCTACH_SKIP_SYSTEM_PACKAGES:-}" ]; then
    echo "system packages: skipped (BOCTACH_SKIP_SYSTEM_PACKAGES is set)"
    exit 0
fi

with_browser=no
for argument in "$@"; do
    case "$argument" in
        --browser) with_browser=yes ;;
        *) echo "usage: $0 [--browser]" >&2; exit 2 ;;
    esac
done

declare -A lost=() # package → what is missing without it

need() { # need PACKAGE WITHOUT_IT CHECK…: CHECK succeeds where the thing is there already
    local package=$1 without_it=$2
    shift 2
    "$@" >/dev/null 2>&1 || lost[$package]=$without_it
}

has_ocr_data() { # has_ocr_data LANGUAGE; Tesseract looks here; TESSDATA_PREFIX is the user's own place
    local folder
    for folder in "${TESSDATA_PREFIX:-/nowhere}" /usr/share/tesseract-ocr/*/tessdata /usr/share/tessdata; do
        [ -f "$folder/$1.traineddata" ] && return 0
    done
    return 1
}
has_font() { fc-list ':family=Liberation Serif:charset=1ea1' | grep -q .; } # Debian 12's fonts-liberation has no Vietnamese letters
has_writer() { compgen -G '/usr/lib/libreoffice/program/libswlo.so' || compgen -G '/opt/libreoffice*/program/libswlo.so'; }
python_with_venv() {
    local python
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$python" >/dev/null 2>&1 || continue
        "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    return 1
}

need python3-venv "no virtual environment can be made, unless uv is installed" python_with_venv
need tesseract-ocr "no scan can be read" command -v tesseract
need tesseract-ocr-vie "no Vietnamese scan can be read" has_ocr_data vie
need libreoffice-writer-nogui "no DOC, RTF or ODT file can be read (DOCX can)" has_writer
need fonts-liberation2 "the corpus can't be rendered into PDF files and scans, and LibreOffice breaks lines elsewhere" has_font
[ $with_browser = no ] || need chromium "no browser test can run" command -v chromium

if [ ${#lost[@]} -eq 0 ]; then
    echo "system packages: all there"
    exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        root=(sudo -n)
    else
        root=(no-root)
    fi
fi

install() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null >/dev/null 2>&1; }

if ! command -v apt-get >/dev/null 2>&1; then
    echo "system packages: this is not Debian or Ubuntu; install these by your own means:" >&2
elif [ "${root[0]:-}" = no-root ]; then
    echo "system packages: neither root nor sudo without a password; ask for: apt-get install ${!lost[*]}" >&2
else
    echo "system packages: installing ${!lost[*]}"
    "${root[@]}" apt-get update -q </dev/null >/dev/null 2>&1 || echo "system packages: apt-get update failed; going on with what is known" >&2
    if install "${!lost[@]}"; then
        lost=()
    else # one that can't be had must not cost the others
        for package in "${!lost[@]}"; do
            if install "$package"; then unset "lost[$package]"; fi
        done
    fi
fi

for package in "${!lost[@]}"; do
    echo "system packages: no $package: ${lost[$package]}" >&2
done
exit 0
