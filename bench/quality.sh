#!/usr/bin/env bash
# How well Oddity judges, in figures; see README.md beside this.
# bench/quality.sh FOLDER [SECTION...]: all of it, or some sections. FOLDER is the Numenta Anomaly Benchmark (csv.gz files and
#   windows.json). SCORER is a scorer of its score files (default: nab_score.py beside the folder), PYTHON must have numpy.
# bench/quality.sh SECTION [ARGUMENT...]: one section that needs no FOLDER; its arguments are in README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

jar() {
  [ -f target/oddity.jar ] || mvn -q -B package -DskipTests
}

benchmarks() {
  mvn -q -B -f bench/pom.xml package
}

class() {
  java -cp bench/target/benchmarks.jar "io.oddity.bench.$@"
}

# Folder of the corpus, folder for the scores.
judge() {
  java -jar target/oddity.jar backtest --nab "$1" --nab-out "$2" 2>"$scratch/log" | grep '^digest ' || { cat "$scratch/log" >&2; return 1; }
}

# Folder of the corpus, folder of the scores, and what else the scorer is told.
score() {
  "${PYTHON:-python3}" "$scorer" "$2" --data "$1" --windows "$1/windows.json" "${@:3}"
}

nab() {
  echo "Numenta Anomaly Benchmark, auto as it is"
  judge "$folder" "$scratch/nab"
  score "$folder" "$scratch/nab" --held-out
  echo "at the fixed threshold of 0.5"
  score "$folder" "$scratch/nab" --threshold 0.5
}

copies() {
  class Resample "$folder" "$scratch/copies"
  for copy in "$scratch"/copies/*; do
    name=$(basename "$copy")
    echo "a copy of the corpus: $name"
    judge "$copy" "$scratch/scores-$name"
    score "$copy" "$scratch/scores-$name" --held-out
    echo "at the fixed threshold of 0.5"
    score "$copy" "$scratch/scores-$name" --threshold 0.5
  done
}

system-a() {
  class SystemA "$@"
}

faults() {
  class Faults "$@"
}

budget() {
  class Budget "$@"
}

cost() {
  local log="$scratch/cost"
  java -jar bench/target/benchmarks.jar DetectorsBench "$@" >"$log"
  sed -n '/^Benchmark/,$p' "$log"
  echo "bytes a sensor"
  sed -n 's/^# Parameters: (\(.*\))$/\1/p; s/.*# bytes a sensor//p' "$log" | paste - -
}

# Each trap is a test of its own.
traps() {
  local tests=(TrapsTest BesideTheScoreTest SilenceTest BudgetTest)
  mvn -q -B test -Dtest="$(IFS=,; echo "${tests[*]}")"
  for test in "${tests[@]}"; do
    sed -n 's/.*<testcase name="\([^"]*\)" classname="[^"]*\.\([A-Za-z]*\)".*/passed: \2 \1/p' target/surefire-reports/TEST-*."$test".xml
  done
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ ! -d "${1:?bench/quality.sh FOLDER [SECTION...], or SECTION [ARGUMENT...]}" ]; then
  case $1 in
    system-a | faults | budget | cost) benchmarks ;;
    traps) ;;
    *) echo "no section: $1; there are system-a, faults, budget, cost and traps, and nab and copies with a FOLDER" >&2; exit 2 ;;
  esac
  "$@"
  exit
fi
folder=$(realpath "$1")
scorer=$(realpath "${SCORER:-$folder/../nab_score.py}")
shift
[ $# -gt 0 ] || set -- nab copies system-a faults budget cost traps
jar
benchmarks
for section in "$@"; do
  echo "## $section"
  "$section"
done
