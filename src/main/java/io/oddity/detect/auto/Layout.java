package io.oddity.detect.auto;

/** Deals out the words of a state: each part takes its own, once, and finds them at the same place in every sensor. */
final class Layout {
    private int words;

    /** Where the next {@code count} words are, counted from the start of a state. */
    int take(int count) {
        int at = words;
        words += count;
        return at;
    }

    /** How many words were taken. */
    int words() {
        return words;
    }

    /** The number in a word; 0 in a word of a new state. */
    static double number(long[] state, int word) {
        return Double.longBitsToDouble(state[word]);
    }

    /** Writes a number into a word. */
    static void set(long[] state, int word, double number) {
        state[word] = Double.doubleToRawLongBits(number);
    }
}
