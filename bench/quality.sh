#!/usr/bin/env bash
# How well Oddity judges, in figures; see README.md beside this.
# bench/quality.sh FOLDER [SCORER]: the Numenta Anomaly Benchmark (csv.gz files and windows.json), and a scorer of its score files
# (default: nab_score.py beside the folder; PYTHON must have numpy).
# bench/quality.sh budget [SENSORS [READINGS [SEED]]]: whether budgets of false alarms are kept.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = budget ]; then
  mvn -q -B -f bench/pom.xml package
  exec java -cp bench/target/benchmarks.jar io.oddity.bench.Budget "${@:2}"
fi
folder=$(realpath "${1:?bench/quality.sh FOLDER [SCORER], or budget}")
scorer=$(realpath "${2:-$folder/../nab_score.py}")
[ -f target/oddity.jar ] || mvn -q -B package -DskipTests
scores=$(mktemp -d)
trap 'rm -rf "$scores"' EXIT
echo "Numenta Anomaly Benchmark, auto as it is"
java -jar target/oddity.jar backtest --nab "$folder" --nab-out "$scores" | grep '^digest '
"${PYTHON:-python3}" "$scorer" "$scores" --data "$folder" --windows "$folder/windows.json" --held-out
echo "at the fixed threshold of 0.5"
"${PYTHON:-python3}" "$scorer" "$scores" --data "$folder" --windows "$folder/windows.json" --threshold 0.5
