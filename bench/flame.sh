#!/usr/bin/env bash
# A flame graph of what a reading passes through, from a recording of the JVM's own:
#   jcmd PID JFR.start settings=profile duration=30s filename=run.jfr
#   bench/flame.sh run.jfr run.html [TITLE]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
converter="$here/target/jfr-converter-4.2.jar"
[ -f "$converter" ] || mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=tools.profiler:jfr-converter:4.2 -DoutputDirectory="$here/target"
stacks="$(mktemp --suffix=.collapsed)"
trap 'rm -f "$stacks"' EXIT
java -jar "$converter" -o collapsed --simple --norm -X 'EPoll\.wait' "$1" "$stacks"
# What stands below the loops, the workers and Kafka's sending thread is the same for all samples.
sed -nEi 's/^.*;(IngestLoop\.run|ScoringVerticle\.handle|Sender\.run)_/\1_/p' "$stacks"
java -jar "$converter" --title "${3:- }" --minwidth 0.3 "$stacks" "$2"
