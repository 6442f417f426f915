/**
 * Whole processes measured from outside: a broker, the fat jar as its users start it, and this process, which fills topics, reads
 * positions and counts verdicts.
 *
 * <p>Runs with the fat jar behind it on the class path, for Kafka's clients and broker. Start with {@link
 * io.oddity.bench.process.Main}; a benchmark is one subcommand.
 */
package io.oddity.bench.process;
