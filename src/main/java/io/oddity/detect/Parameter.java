package io.oddity.detect;

/**
 * One setting of a detector.
 *
 * @param name as written under {@code detector.params}
 * @param fallback the value when nothing is configured
 * @param min the smallest value allowed
 * @param max the largest value allowed
 * @param whole whether only whole numbers are allowed
 * @param meaning one line for the operator
 */
public record Parameter(String name, double fallback, double min, double max, boolean whole, String meaning) {
    /** A setting that takes whole numbers from {@code min} to {@code max}. */
    public static Parameter whole(String name, long fallback, long min, long max, String meaning) {
        return new Parameter(name, fallback, min, max, true, meaning);
    }

    /** A setting that takes any number from {@code min} to {@code max}. */
    public static Parameter real(String name, double fallback, double min, double max, String meaning) {
        return new Parameter(name, fallback, min, max, false, meaning);
    }
}
