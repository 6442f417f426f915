package io.oddity.model;

/**
 * One sensor's state, and how far it got.
 *
 * @param sensorId the sensor
 * @param nextOffset the first offset of its input partition that the state does not contain
 * @param state what the detector knows; handed over, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity on purpose
public record Snapshot(String sensorId, long nextOffset, byte[] state) {}
