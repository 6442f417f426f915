/**
 * Scoring workers: each gives one shard a thread and an address.
 *
 * <p>May import {@code pipeline}, {@code codec} and {@code bus}.
 */
package io.oddity.score;
