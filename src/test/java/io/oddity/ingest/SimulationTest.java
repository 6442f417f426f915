package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.oddity.sim.Lie;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Exactly once, whatever happens in whatever order. {@code -Doddity.sim.seeds=20000} lives through more worlds, {@code
 * -Doddity.seed=7} through one again.
 */
@Timeout(7_200)
class SimulationTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.oddity.ingest");
    private static final Set<Lie> HONEST = EnumSet.noneOf(Lie.class);

    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    private static LongStream seeds(int most) {
        Long one = Long.getLong("oddity.seed");
        return one == null ? LongStream.rangeClosed(1, most) : LongStream.of(one);
    }

    private static Simulation live(long seed, Set<Lie> lies) {
        Simulation world = new Simulation(seed, lies);
        world.run();
        return world;
    }

    @Test
    void everyReadingIsJudgedOnceWhateverHappens() {
        Simulation.Figures sum = new Simulation.Figures();
        long startedNanos = System.nanoTime();
        seeds(Integer.getInteger("oddity.sim.seeds", 100)).forEach(seed -> {
            try {
                sum.add(live(seed, HONEST).figures);
            } catch (AssertionError e) {
                throw new AssertionError("-Doddity.seed=" + seed + ": " + e.getMessage(), e);
            }
        });
        assertThat(sum.silences).isPositive();
        assertThat(sum.judgements).isPositive();
        System.out.printf("%s in %,d ms%n", sum, (System.nanoTime() - startedNanos) / 1_000_000);
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertThat(live(42, HONEST).storyHash()).isEqualTo(live(42, HONEST).storyHash());
    }

    /** A simulation that lets a broken Kafka pass proves nothing. */
    @ParameterizedTest
    @EnumSource
    void aKafkaThatBreaksItsWordIsFoundOut(Lie lie) {
        long found = LongStream.rangeClosed(1, 1_000)
                .filter(seed -> !isExactlyOnce(seed, lie))
                .findFirst()
                .orElse(0);

        assertThat(found).isPositive();
        assertThatCode(() -> live(found, HONEST)).doesNotThrowAnyException();
    }

    private static boolean isExactlyOnce(long seed, Lie lie) {
        try {
            live(seed, EnumSet.of(lie));
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }
}
