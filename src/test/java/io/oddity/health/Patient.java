package io.oddity.health;

import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One sensor that speaks, and what is found. */
final class Patient {
    /** 2026-01-01T00:00:00Z. */
    static final long START = 1_767_225_600_000L;

    private final Health health;
    private final int slot;
    private Moment now = Moment.START;
    private int readings;

    final List<Finding> findings = new ArrayList<>();

    Patient(HealthSpec spec) {
        this(new Health(spec));
    }

    Patient(Health health) {
        this.health = health;
        slot = health.open();
    }

    /** One with one channel, in which any value may be. */
    static Patient ofOneChannel() {
        return ofChannels(1);
    }

    /** One with so many. */
    static Patient ofChannels(int channels) {
        return new Patient(new HealthSpec(Set.of(Kind.values()), Collections.nCopies(channels, Limits.NONE)));
    }

    /** A reading that is measured when it is sent, so many seconds after the start. */
    Finding at(double seconds, double... values) {
        return at(seconds, seconds, values);
    }

    /** A reading that is sent and measured at these seconds after the start. */
    Finding at(double sent, double measured, double[] values) {
        long record = START + Math.round(sent * 1_000);
        long event = START * 1_000 + Math.round(measured * 1_000_000);
        Readings.Builder one = new Readings.Builder("p", 1, 0, values.length);
        one.add("a", readings++, record, event, values, now);
        now = now.after(record);
        Finding finding = health.check(slot, one.build(), 0, false);
        findings.add(finding);
        return finding;
    }

    /** What kinds were found, one for each finding. */
    List<Kind> kinds() {
        return findings.stream().filter(Objects::nonNull).map(Finding::kind).toList();
    }

    long silentAtMillis() {
        return health.silentAtMillis(slot);
    }
}
