#!/usr/bin/env bash
# Benchmarks of whole processes: builds what is missing, then runs one; see README.md beside this.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f target/oddity.jar ] || mvn -q -B package -DskipTests
mvn -q -B -f bench/pom.xml package
if [ "${1:-}" = throughput ]; then
  for rival in streams flink; do
    [ -d "bench/rivals/$rival/target/dependency" ] || mvn -q -B -f "bench/rivals/$rival/pom.xml" package
  done
  mvn -q -B -f bench/rivals/plain/pom.xml package
fi
exec java -Xmx1g -cp bench/target/benchmarks.jar:target/oddity.jar io.oddity.bench.process.Main "$@"
