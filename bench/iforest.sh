#!/usr/bin/env bash
# The same isolation forest, here and in scikit-learn, at several batch sizes, in turns; see README.md beside this.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
out=bench/target/iforest
mvn -q -B -f bench/pom.xml package
mkdir -p "$out"
[ -x "$out/venv/bin/python" ] || python3 -m venv "$out/venv"
"$out/venv/bin/pip" install -q -r bench/iforest/requirements.txt
for round in $(seq "$rounds"); do
  "$out/venv/bin/python" bench/iforest/predict.py src/test/resources/golden/iforest > "$out/sklearn-$round.json"
  java -jar bench/target/benchmarks.jar IsolationForestBench -prof gc -rf json -rff "$out/oddity-$round.json" > "$out/oddity-$round.log"
  echo "round $round of $rounds is done" >&2
done
exec "$out/venv/bin/python" bench/iforest/compare.py "$out" "$rounds"
