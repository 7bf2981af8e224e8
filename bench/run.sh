#!/usr/bin/env bash
# Builds our function, an empty one and the same operation in TypeScript and Python, measures all in one run and holds
# the budgets: bench/run.sh [RUNS [REQUESTS]]. Ends with an error when a budget is missed. CONTEXTS="resident visit"
# builds those contexts too and holds the size of their packages. See docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
bench=$target/bench release=$target/release

contexts=(resident)
for context in ${CONTEXTS:-}; do
  if [ "$context" != resident ]; then contexts+=("$context"); fi
done

for tool in cargo valgrind node npm python3; do
  command -v "$tool" > /dev/null || { echo "please install $tool" >&2; exit 1; }
done
# The managed runtime that is compared with is Python 3.11; a newer one is taken where there is no other.
python=$(command -v python3.11 || command -v python3)

echo "building the release profile" >&2
# By package, as what is deployed: selected as a workspace, cargo would switch on what only the documents and tests need.
programs=()
for program in "${contexts[@]}" bench-empty bench-harness; do programs+=(--package "$program"); done
cargo build --quiet --release --locked "${programs[@]}"
if [ -f shared/notebook/examples/jahis_throughput.rs ]; then
  cargo build --quiet --release --locked --package notebook --example jahis_throughput
fi

rm -rf "$bench/package" "$bench/zips"
mkdir -p "$bench/typescript" "$bench/python" "$bench/zips"

(cd bench/typescript && npm ci --silent --ignore-scripts --no-audit --no-fund)
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

# The packages as they are uploaded: ours is one file, theirs without what the managed runtime has. What is not ours
# ends in .peer.zip.
pack() { (cd "$1" && python3 -m zipfile -c "$bench/zips/$2" "${@:3}"); }
for program in "${contexts[@]}" bench-empty; do
  mkdir -p "$bench/package/$program"
  cp "$release/$program" "$bench/package/$program/bootstrap"
  if [ "$program" = bench-empty ]; then name=empty.peer.zip; else name=$program.zip; fi
  pack "$bench/package/$program" "$name" bootstrap
done
pack "$bench/typescript" typescript.peer.zip index.cjs
mkdir -p "$bench/package/python"
cp bench/python/app.py "$bench/package/python/"
site=$(echo "$bench/venv/lib"/python3*/site-packages)
for name in aws_lambda_powertools boto3 botocore dateutil jmespath s3transfer six.py typing_extensions.py urllib3; do
  cp -r "$site/$name" "$bench/package/python/"
done
find "$bench/package/python" -name __pycache__ -prune -exec rm -rf {} +
pack "$bench/package/python" python.peer.zip .

"$release/bench-harness" "$release" "$bench" "$(realpath "$(command -v node)")" "$@"
