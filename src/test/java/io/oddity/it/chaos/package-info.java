/**
 * Faults: each test hurts real processes of Oddity, their broker or what lies between, and then compares every verdict with what
 * must be there. Short in {@code mvn verify}, at length with {@code mvn -Pchaos verify}; {@code -Doddity.seed=N} for another seed.
 */
package io.oddity.it.chaos;
