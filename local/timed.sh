#!/usr/bin/env bash
# Says what begins and, once it has passed, how long it took: timed.sh NAME COMMAND …
set -euo pipefail
name=$1
shift
echo "== $name" >&2
"$@"
echo "== $name: $SECONDS s" >&2
