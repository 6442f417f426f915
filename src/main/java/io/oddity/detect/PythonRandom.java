package io.oddity.detect;

import java.math.BigInteger;

/**
 * The numbers that Python's {@code random.Random(seed)} gives for a whole-number seed, bit by bit.
 *
 * <p>River draws its trees from that generator, so the same seed must give the same trees here. It is the Mersenne Twister
 * MT19937 seeded by {@code init_by_array}; generators seeded by {@code init_genrand}, such as NumPy's and most Java ones,
 * give other numbers.
 *
 * <p>Single-threaded. Source: Matsumoto, Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, and CPython's documentation of
 * {@code random}.
 */
final class PythonRandom {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** Seeds with any whole number; its sign is ignored, as Python does. */
    PythonRandom(BigInteger seed) {
        seed(words(seed.abs()));
    }

    /** Seeds with a whole number; its sign is ignored, as Python does. */
    PythonRandom(long seed) {
        this(BigInteger.valueOf(seed));
    }

    /** A number from 0 (inclusive) to 1 (exclusive) with 53 random bits. */
    double random() {
        int high = nextInt() >>> 5;
        int low = nextInt() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** A number between two others. */
    double uniform(double from, double to) {
        return from + (to - from) * random();
    }

    /**
     * The index that {@code choices(population, weights)} would pick; uses up one {@link #random()} even when there is no choice.
     *
     * @throws IllegalArgumentException when the weights do not add up to a positive, finite number
     */
    int choose(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weights must add up to a positive number, not " + total);
        }
        double x = random() * total;
        double sum = 0;
        for (int i = 0; i < weights.length - 1; i++) {
            sum += weights[i];
            if (x < sum) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** 32 random bits. */
    int nextInt() {
        if (next == SIZE) {
            twist();
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int bits = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ (bits >>> 1) ^ ((bits & 1) * 0x9908b0df);
        }
        next = 0;
    }

    private void seed(int[] key) {
        state[0] = 19650218;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * mixed(i - 1) + i;
        }
        int at = 1;
        for (int k = 0; k < Math.max(SIZE, key.length); k++) {
            int j = k % key.length;
            state[at] = (state[at] ^ (mixed(at - 1) * 1664525)) + key[j] + j;
            at = following(at);
        }
        for (int k = 1; k < SIZE; k++) {
            state[at] = (state[at] ^ (mixed(at - 1) * 1566083941)) - at;
            at = following(at);
        }
        state[0] = 0x80000000;
    }

    private int mixed(int at) {
        return state[at] ^ (state[at] >>> 30);
    }

    private int following(int at) {
        if (at + 1 < SIZE) {
            return at + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    /** The 32-bit words of {@code seed}, lowest first; at least one. */
    private static int[] words(BigInteger seed) {
        int[] words = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
        for (int i = 0; i < words.length; i++) {
            words[i] = seed.shiftRight(32 * i).intValue();
        }
        return words;
    }
}
