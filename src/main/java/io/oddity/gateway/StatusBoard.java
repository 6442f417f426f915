package io.oddity.gateway;

import io.oddity.bus.BrokerReport;
import io.oddity.bus.Bus;
import io.oddity.bus.IngestReport;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The last that was heard of the broker and of each ingest loop. Single-threaded: owned by one {@code GatewayVerticle}. */
final class StatusBoard {
    /** They report every second or two. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final int ingests;
    private final Map<Integer, IngestReport> reports = new TreeMap<>();
    private final Map<Integer, Long> heardNanos = new TreeMap<>();
    private BrokerReport broker = new BrokerReport(false, "Kafka has not answered yet");
    private boolean wasReady;

    StatusBoard(Vertx vertx, int ingests) {
        this.ingests = ingests;
        vertx.eventBus().<IngestReport>localConsumer(Bus.INGEST_REPORTS, message -> {
            reports.put(message.body().index(), message.body());
            heardNanos.put(message.body().index(), System.nanoTime());
            wasReady |= isReady();
        });
        vertx.eventBus().<BrokerReport>localConsumer(Bus.BROKER_REPORTS, message -> broker = message.body());
    }

    BrokerReport broker() {
        return broker;
    }

    Collection<IngestReport> reports() {
        return reports.values();
    }

    boolean isReady() {
        boolean ready = broker.isUp();
        for (int i = 0; i < ingests; i++) {
            ready &= problem(i) == null;
        }
        return ready;
    }

    /** Says whether everything has been well once. */
    boolean hasStarted() {
        return wasReady;
    }

    /** What keeps an ingest loop from judging; null when nothing does. */
    String problem(int ingest) {
        IngestReport report = reports.get(ingest);
        if (report == null) {
            return "not started yet";
        }
        long silence = System.nanoTime() - heardNanos.get(ingest);
        if (silence > SILENT_NANOS) {
            return "not heard of for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s; last: " + report.text();
        }
        return report.phase() == IngestReport.Phase.RUNNING ? null : report.text();
    }
}
