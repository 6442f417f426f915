package io.oddity.sim;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A thread that runs only while it has the turn, so that many of them behave as one: what happens is a matter of who is given
 * the turn, and not of the machine. The main thread gives it with {@link #resume()}; a thread that pauses passes it on, and
 * one that ends gives it back to the main thread.
 */
public final class Turn {
    private final Semaphore given = new Semaphore(0);
    private final Semaphore main;
    private final Supplier<Turn> next;
    private boolean isOver;

    /**
     * Starts a thread that waits for its first turn.
     *
     * @param main where the main thread of all these waits
     * @param next says who has the turn when one pauses; null for the main thread
     */
    public Turn(String name, Runnable body, Semaphore main, Supplier<Turn> next) {
        this.main = main;
        this.next = next;
        Thread thread = new Thread(() -> live(body), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void live(Runnable body) {
        given.acquireUninterruptibly();
        try {
            body.run();
        } catch (Killed killed) {
            // as was to be
        } finally {
            isOver = true;
            main.release();
        }
    }

    /** Gives the turn away from the main thread, until it comes back there. */
    public void resume() {
        given.release();
        main.acquireUninterruptibly();
    }

    /** Passes the turn on, and waits for the next. */
    void pause() {
        Turn other = next.get();
        if (other != this) {
            (other == null ? main : other.given).release();
            given.acquireUninterruptibly();
        }
    }

    /** Says whether the thread has ended. */
    public boolean isOver() {
        return isOver;
    }
}
