package io.oddity.ingest;

import io.oddity.config.Config;
import io.oddity.model.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares newly assigned partitions: decides where each goes on, and restores the state that goes with it. */
final class Assigner {
    private static final Logger LOG = LoggerFactory.getLogger(Assigner.class);
    private static final int REPORT_EVERY_RECORDS = 50_000;

    private final Config config;
    private final List<Route> routes;
    private final SavedState savedState;
    private final Restorer restorer;
    private final Cluster cluster;
    private final IngestStats stats;
    private final Consumer<String> progress;

    /**
     * Prepares for one session.
     *
     * @param progress takes what is being done, for people
     */
    Assigner(
            Config config,
            List<Route> routes,
            SavedState savedState,
            Restorer restorer,
            Cluster cluster,
            IngestStats stats,
            Consumer<String> progress) {
        this.config = config;
        this.routes = List.copyOf(routes);
        this.savedState = savedState;
        this.restorer = restorer;
        this.cluster = cluster;
        this.stats = stats;
        this.progress = progress;
    }

    /**
     * Prepares partitions.
     *
     * @param committed the group's positions; none for a partition without one
     * @throws StartingPoint.PositionLost when it is not known where to go on
     */
    List<Assignment> assign(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        long startedNanos = System.nanoTime();
        progress.accept("restoring " + partitions);
        Map<String, TopicDescription> inputs = cluster.topics(
                partitions.stream().map(TopicPartition::topic).distinct().toList());
        Map<TopicPartition, Long> beginnings = cluster.beginnings(partitions);
        Map<TopicPartition, Long> ends = cluster.ends(partitions);
        List<Assignment> assignments = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            assignments.add(assignment(new StartingPoint.Known(
                    partition,
                    position == null ? null : position.offset(),
                    position == null ? "" : position.metadata(),
                    beginnings.get(partition),
                    ends.get(partition),
                    inputs.get(partition.topic()).topicId(),
                    position == null && hasSavedState(partition))));
        }
        int sensors = restorer.restore(snapshots(assignments), progress);
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        stats.restored(sensors, millis);
        LOG.info("assigned {}, {} sensors restored in {} ms", partitions, sensors, millis);
        return assignments;
    }

    /**
     * Looks at all partitions of the inputs, whoever has them.
     *
     * @throws IllegalStateException when an input has more of them than verdicts and state can follow
     */
    void refuseGrowth() {
        List<String> outputs = List.of(config.topics().scored().name(), config.stateTopic());
        List<String> inputs = routes.stream().map(Route::topic).distinct().toList();
        Map<String, Integer> partitions =
                cluster.topics(Stream.concat(inputs.stream(), outputs.stream()).toList()).values().stream()
                        .collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions()
                                .size()));
        for (String input : inputs) {
            for (String output : outputs) {
                if (partitions.get(input) > partitions.get(output)) {
                    throw new IllegalStateException("topic " + input + " has grown beyond the "
                            + partitions.get(output) + " partitions of topic " + output
                            + ": keys have moved, so sensors that moved begin anew; give " + output
                            + " as many partitions (kafka-topics --alter) to accept that");
                }
            }
        }
    }

    private Assignment assignment(StartingPoint.Known known) {
        List<Route> own = routesOf(known.partition());
        StartingPoint start = StartingPoint.of(
                known,
                own.stream().collect(Collectors.toMap(route -> route.spec().id(), route -> route.spec()
                        .fingerprint())),
                config.state().ifPositionLost(),
                System.currentTimeMillis());
        start.isNew()
                .forEach((pipeline, why) -> LOG.warn(
                        "pipeline {} on {}: {}; new state from offset {}, old state is left to expire",
                        pipeline,
                        known.partition(),
                        why,
                        start.lanes().get(pipeline).replayFrom()));
        Assignment assignment = new Assignment(known.partition(), known.topicId(), start);
        own.forEach(route -> assignment.lanes.add(
                new Lane(route, assignment, start.lanes().get(route.spec().id()), config)));
        return assignment;
    }

    private List<Route> routesOf(TopicPartition partition) {
        return routes.stream()
                .filter(route -> route.topic().equals(partition.topic()))
                .toList();
    }

    private boolean hasSavedState(TopicPartition partition) {
        AtomicBoolean found = new AtomicBoolean();
        List<Route> own = routesOf(partition);
        savedState.read(List.of(partition.partition()), (record, share) -> {
            if (record.value() != null
                    && own.stream()
                            .anyMatch(route ->
                                    StateTopic.isOf(record, route.spec().id()))) {
                found.set(true);
            }
        });
        return found.get();
    }

    private Map<Lane, Map<String, Snapshot>> snapshots(List<Assignment> assignments) {
        Map<Lane, Map<String, Snapshot>> saved = new HashMap<>();
        assignments.forEach(assignment -> assignment.lanes.forEach(lane -> saved.put(lane, new HashMap<>())));
        List<Integer> numbers = assignments.stream()
                .map(assignment -> assignment.partition.partition())
                .toList();
        long[] read = new long[1];
        savedState.read(numbers, (record, share) -> {
            saved.forEach((lane, snapshots) -> take(lane, record, snapshots));
            if (++read[0] % REPORT_EVERY_RECORDS == 0) {
                progress.accept("reading saved state, " + Math.round(share * 100) + " %");
            }
        });
        return saved;
    }

    private static void take(Lane lane, ConsumerRecord<byte[], byte[]> record, Map<String, Snapshot> saved) {
        if (record.partition() != lane.assignment.partition.partition()) {
            return;
        }
        if (lane.state.isMine(record)) {
            String sensorId = lane.state.sensorId(record);
            if (record.value() == null) {
                saved.remove(sensorId);
            } else {
                saved.put(sensorId, lane.state.decode(record));
            }
        } else if (StateTopic.isOf(record, lane.route.spec().id())) {
            lane.seeForeign(record);
        }
    }
}
