package io.oddity.sim;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a process goes through with each step it takes towards Kafka: others may run before and after it, it may fail although
 * it took effect or without, and the process may be killed.
 */
public final class Lifeline {
    private final SplittableRandom random;
    private final Odds odds;
    private final Turn turn;
    private boolean isDead;

    /** How often something happens: once in so many steps; shared by all processes of a world. */
    public static final class Odds {
        /** That others run in between. */
        public int pause = 4;

        /** That the process dies; 0 for never. */
        public int death;

        /** That the step fails with a time-out; 0 for never. */
        public int failure;

        /** How many processes died of it. */
        public int deaths;

        /** How many steps failed. */
        public int failures;
    }

    /** Of the process that runs in {@code turn}. */
    public Lifeline(SplittableRandom random, Odds odds, Turn turn) {
        this.random = random;
        this.odds = odds;
        this.turn = turn;
    }

    /** Takes one step. */
    public <T> T step(String what, Supplier<T> effect) {
        around(what);
        T result = effect.get();
        around(what);
        return result;
    }

    /** Takes one step. */
    public void step(String what, Runnable effect) {
        step(what, () -> {
            effect.run();
            return null;
        });
    }

    private void around(String what) {
        if (!isDead && random.nextInt(odds.pause) == 0) {
            pause();
        }
        if (!isDead && odds.death > 0 && random.nextInt(odds.death) == 0) {
            odds.deaths++;
            isDead = true;
        }
        if (isDead) {
            throw new Killed();
        }
        if (odds.failure > 0 && random.nextInt(odds.failure) == 0) {
            odds.failures++;
            throw new TimeoutException("simulated: " + what);
        }
    }

    /** Lets others run, while there is nothing to do. */
    public void pause() {
        if (isDead) {
            throw new Killed();
        }
        turn.pause();
        if (isDead) {
            throw new Killed();
        }
    }

    boolean isDead() {
        return isDead;
    }

    /** Kills the process where it stands: its next turn is its end. */
    public void kill() {
        isDead = true;
    }
}
