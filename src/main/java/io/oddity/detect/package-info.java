/**
 * Detectors: how odd is a row of features, given what this sensor showed before?
 *
 * <p>Pure and deterministic: no clock, no randomness of its own, no I/O. May import {@code model}. Start with {@link
 * io.oddity.detect.OnlineDetector}; a new detector is one class, one {@link io.oddity.detect.DetectorFactory} and one line in
 * {@code META-INF/services}.
 */
package io.oddity.detect;
