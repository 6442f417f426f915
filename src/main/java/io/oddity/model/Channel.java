package io.oddity.model;

/**
 * One named component of a reading.
 *
 * @param name as it is called in verdicts
 * @param unit for people, such as {@code °C}; empty when unknown
 */
public record Channel(String name, String unit) {}
