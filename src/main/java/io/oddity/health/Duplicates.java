package io.oddity.health;

/**
 * Sees a reading that comes a second time: the same time and, in all the channels that it has, the same values as the one before. Where that
 * happens more than once in a thousand readings it is how they are delivered; so a burst is told with its first ones.
 */
final class Duplicates {
    static final int WORDS = 2;

    private static final float USUAL = 1f / 1_024;
    private static final int MEMORY = 4_096;
    private static final int KNOWN = 100;

    /** By channel, modulo 64: whether there was a value with the time of the reading before. */
    private static final int CHANNELS = 0;
    /** The share of duplicates of late. */
    private static final int SHARE = 1;

    private Duplicates() {}

    /**
     * Takes a reading.
     *
     * @param channels those it has a value for, a bit each
     * @param isSameTime whether it has the time of the reading before
     * @param isEqual whether each of its values is the channel's last one
     * @param readings how many there were before
     * @return whether it is one, and they are rare
     */
    static boolean add(long[] s, int at, long channels, boolean isSameTime, boolean isEqual, long readings) {
        boolean isDuplicate = isSameTime && isEqual && (s[at + CHANNELS] & channels) == channels;
        s[at + CHANNELS] = isSameTime ? s[at + CHANNELS] | channels : channels;
        float share = Pair.first(s[at + SHARE]);
        s[at + SHARE] = Pair.of(share + ((isDuplicate ? 1 : 0) - share) / MEMORY, 0f);
        return isDuplicate && share < USUAL && readings >= KNOWN;
    }
}
