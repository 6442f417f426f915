package io.oddity.pipeline;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors that one scoring worker owns, over all pipelines.
 *
 * <p>State belongs to an assignment of an input partition to this process: a reading that arrives late, from an assignment
 * that has been taken away meanwhile, cannot disturb the state of the next one. Single-threaded: owned by one {@code
 * ScoringVerticle}.
 */
public final class Shard {
    private final Map<String, PipelineSpec> specs = new HashMap<>();
    private final Map<String, OnlineDetector> detectors = new HashMap<>();
    private final Map<Owner, PartitionSensors> owned = new HashMap<>();

    private record Owner(String pipeline, long assignment) {}

    /** Starts without any sensor. */
    public Shard(List<PipelineSpec> pipelines) {
        for (PipelineSpec spec : pipelines) {
            specs.put(spec.name(), spec);
            detectors.put(spec.name(), spec.detector().get());
        }
    }

    /**
     * Takes over the sensors of an assignment, with the state that snapshots hold; others start as new.
     *
     * @param committed readings below this offset are replayed: the sensors that snapshots hold are there at this offset
     */
    public void restore(String pipeline, long assignment, long committed, List<Snapshot> snapshots) {
        drop(pipeline, assignment);
        PartitionSensors sensors = new PartitionSensors(specs.get(pipeline), detectors.get(pipeline), committed);
        snapshots.forEach(sensors::restore);
        owned.put(new Owner(pipeline, assignment), sensors);
    }

    /** Forgets the sensors of an assignment. */
    public void drop(String pipeline, long assignment) {
        PartitionSensors sensors = owned.remove(new Owner(pipeline, assignment));
        if (sensors != null) {
            sensors.close();
        }
    }

    /**
     * Scores readings and learns them, and picks sensors to be saved.
     *
     * @param snapshotBytes how many bytes of state may be saved with these readings; at least one sensor always may
     * @throws IllegalStateException when the assignment was never restored or was dropped
     */
    public Judged judge(Readings readings, int snapshotBytes) {
        PartitionSensors sensors = owned.get(new Owner(readings.pipeline(), readings.assignment()));
        if (sensors == null) {
            throw new IllegalStateException("pipeline " + readings.pipeline() + ", partition " + readings.partition()
                    + ": not assigned to this shard");
        }
        return sensors.judge(readings, snapshotBytes);
    }

    /** How many sensors it owns. */
    public int sensors() {
        return owned.values().stream().mapToInt(PartitionSensors::size).sum();
    }
}
