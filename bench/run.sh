#!/usr/bin/env bash
# Builds our function, an empty one and the same operation in TypeScript and Python, measures all in one run and holds
# the budgets: bench/run.sh [RUNS [REQUESTS]]. Ends with an error when a budget is missed. See docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
bench=$target/bench release=$target/release

for tool in valgrind node npm python3; do
  command -v "$tool" > /dev/null || { echo "please install $tool" >&2; exit 1; }
done
# The managed runtime that is compared with is Python 3.11; a newer one is taken where there is no other.
python=$(command -v python3.11 || command -v python3)

examples=()
if [ -f shared/notebook/examples/jahis_throughput.rs ]; then examples=(--package notebook --example jahis_throughput); fi
echo "building the release profile" >&2
cargo build --quiet --release --locked --package resident --bin resident --package bench-empty --bin bench-empty \
  --package bench-harness --bin bench-harness "${examples[@]}"

mkdir -p "$bench/typescript" "$bench/python" "$bench/zips"

(cd bench/typescript && npm ci --silent --no-audit --no-fund)
# Bundled and minified, without source maps, from the packages' ES modules so that what is unused falls away. CommonJS
# comes out, which Node 20 loads faster than an ES module.
(cd bench/typescript && npx --no-install esbuild index.ts --bundle --minify --platform=node --target=node20 --format=cjs \
  --main-fields=module,main --log-level=warning --outfile="$bench/typescript/index.cjs")
cp bench/typescript/bootstrap.mjs "$bench/typescript/"

if ! cmp --silent bench/python/requirements.txt "$bench/venv/requirements.txt"; then
  rm -rf "$bench/venv"
  "$python" -m venv "$bench/venv"
  "$bench/venv/bin/pip" install --quiet --disable-pip-version-check --requirement bench/python/requirements.txt
  cp bench/python/requirements.txt "$bench/venv/"
fi
cp bench/python/app.py "$bench/python/"
# Lambda unpacks a package without compiling it; here it is compiled beforehand, in Python's favour.
"$bench/venv/bin/python" -m compileall -q "$bench/python"

# The packages as they are uploaded: ours is one file, theirs without what the managed runtime has.
for program in resident bench-empty; do
  mkdir -p "$bench/package/$program"
  cp "$release/$program" "$bench/package/$program/bootstrap"
  (cd "$bench/package/$program" && python3 -m zipfile -c "$bench/zips/$program.zip" bootstrap)
done
(cd "$bench/typescript" && python3 -m zipfile -c "$bench/zips/typescript.peer.zip" index.cjs)
(cd "$bench/venv/lib"/python3*/site-packages && rm -f "$bench/zips/python.peer.zip" \
  && python3 -m zipfile -c "$bench/zips/python.peer.zip" "$bench/python/app.py" \
  $(ls | grep -vE '^(pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence|awslambdaric|snapshot_restore|simplejson|runtime_client|.*dist-info|__pycache__)'))

"$release/bench-harness" "$release" "$bench" "$(realpath "$(command -v node)")" "$@"
