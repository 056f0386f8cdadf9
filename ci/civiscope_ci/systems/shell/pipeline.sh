#!/usr/bin/env bash
# civiscope for cron or any other CI system: put this into audit.sh, and run ./audit.sh [TARGET]
# Ends with 0 passed, 1 failed, 2 wrong use, 3 too little seen, 4 internal error.
set -euo pipefail

target=${1:-${CIVISCOPE_TARGET:-https://www.example.gov/}}
folder=${CIVISCOPE_HOME:-$HOME/.cache/civiscope}

if ! command -v civiscope >/dev/null; then
    python3 -m venv "$folder/venv"
    # ./civiscope is where civiscope comes from: a checkout of it beside your site.
    "$folder/venv/bin/pip" install --quiet ./civiscope
    PATH=$folder/venv/bin:$PATH
    civiscope browser install
fi

options=(--force --baseline civiscope-baseline.json --format html,junit,markdown)
if [[ -f waivers.toml ]]; then options+=(--waivers waivers.toml); fi
exec civiscope audit "${options[@]}" -- "$target"
