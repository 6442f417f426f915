package io.oddity.table;

/**
 * How odd a sensor was in a second, in one byte that is ordered, so that the larger of two is the odder one: 0 no reading, 1 warming
 * up, 2..127 a score up to the threshold, 128..255 an anomaly. The threshold always lies between 127 and 128, whatever it is.
 */
final class Heat {
    static final int NONE = 0;
    static final int WARMING_UP = 1;
    static final int CALM = 2;
    static final int ODD = 128;

    private static final int HOTTEST = 255;

    private Heat() {}

    /**
     * The heat of some readings.
     *
     * @param maxScore the highest score of them, in [0, 1]
     * @param threshold of the pipeline, in [0, 1]
     */
    static byte of(double maxScore, double threshold, boolean isOdd, boolean isWarm) {
        if (isOdd) {
            return (byte) scaled(maxScore - threshold, 1 - threshold, ODD, HOTTEST);
        }
        return (byte) (isWarm ? scaled(maxScore, threshold, CALM, ODD - 1) : WARMING_UP);
    }

    private static long scaled(double part, double whole, int low, int high) {
        double share = whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 1;
        return low + Math.round(share * (high - low));
    }

    /** The odder of two. */
    static byte max(byte a, byte b) {
        return Byte.compareUnsigned(a, b) >= 0 ? a : b;
    }

    static boolean isOdd(byte heat) {
        return heat < 0;
    }

    /** A score was made and it was no anomaly. */
    static boolean isCalm(byte heat) {
        return heat >= CALM;
    }
}
