package io.oddity.bus;

/**
 * A tick of one of the memories.
 *
 * @param run names the memory
 */
public record FleetTick(String run, Tick tick) {}
