package io.oddity.sim;

/** Ends a simulated process on the spot; nothing in it may catch this. */
@SuppressWarnings("serial")
final class Killed extends Error {
    Killed() {
        super("killed", null, false, false);
    }
}
