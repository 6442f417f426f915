package io.oddity.send;

import java.util.Optional;
import java.util.Set;

/** JSON lines go out as they are, keyed by their sensor if they name one. */
final class PassThrough implements RowFormat {
    private final RecordTime time;

    PassThrough(RecordTime time) {
        this.time = time;
    }

    @Override
    public Outgoing format(Row row) throws BadLine {
        Optional<String> sensorId =
                Optional.ofNullable(row.cells().get(Mapping.SENSOR_ID)).map(Cell::text);
        return new Outgoing(sensorId, row.json().orElseThrow(), time.millis(row), true);
    }

    @Override
    public Set<String> leftOut() {
        return Set.of();
    }
}
