package io.oddity.ingest;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Where a restart begins to read, carried in the metadata of a committed position: the first offset whose reading is in no
 * saved state.
 */
final class ReplayFrom {
    private static final String NAME = "replay-from=";

    private ReplayFrom() {}

    static String encode(long offset) {
        return NAME + offset;
    }

    /** A position that somebody else committed, an operator for instance, carries no such note and stands for itself. */
    static long decode(OffsetAndMetadata position) {
        String metadata = position.metadata();
        return metadata.startsWith(NAME) ? Long.parseLong(metadata.substring(NAME.length())) : position.offset();
    }
}
