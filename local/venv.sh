#!/usr/bin/env bash
# Makes a virtual environment of exactly the pinned packages: venv.sh FOLDER REQUIREMENTS
set -euo pipefail
folder=$1 requirements=$2
echo "installing $requirements into $folder" >&2
rm -rf "$folder"
python3 -m venv "$folder"
# In one command, so that pip finds versions that agree.
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
touch "$folder/installed"
