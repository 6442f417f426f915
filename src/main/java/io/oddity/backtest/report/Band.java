package io.oddity.backtest.report;

/**
 * A strip of a picture with an axis of its own.
 *
 * @param top in pixels
 * @param height in pixels
 * @param low the value at the bottom
 * @param high the value at the top
 */
record Band(int top, int height, double low, double high) {
    /** Around values, with some air; values that are all the same stand in the middle. */
    static Band around(int top, int height, double lowest, double highest) {
        double air = highest > lowest ? (highest - lowest) * 0.06 : Math.max(1e-9, Math.abs(highest) * 0.1);
        return new Band(top, height, lowest - air, highest + air);
    }

    int bottom() {
        return top + height;
    }

    double y(double value) {
        return top + height * (high - value) / (high - low);
    }

    /**
     * The outline of pixel columns as an SVG path: a line through the lowest and the highest value of each column. It breaks where much more
     * is missing than usual.
     */
    String path(float[] lowest, float[] highest, int left) {
        int filled = 0;
        for (float value : lowest) {
            filled += Float.isNaN(value) ? 0 : 1;
        }
        int usual = filled == 0 ? 1 : lowest.length / filled + 1;
        StringBuilder path = new StringBuilder();
        int last = Integer.MIN_VALUE / 2;
        double lastY = 0;
        for (int x = 0; x < lowest.length; x++) {
            if (Float.isNaN(lowest[x])) {
                continue;
            }
            double first = y(lowest[x]);
            double second = y(highest[x]);
            if (Math.abs(second - lastY) < Math.abs(first - lastY)) {
                double swap = first;
                first = second;
                second = swap;
            }
            char draw = x - last > 6 * usual ? 'M' : 'L';
            path.append(Words.format("%c%d %.1f", draw, left + x, first));
            if (Math.abs(second - first) >= 0.1) {
                path.append(Words.format("V%.1f", second));
            } else if (draw == 'M') {
                path.append("h.5");
            }
            last = x;
            lastY = second;
        }
        return path.toString();
    }
}
