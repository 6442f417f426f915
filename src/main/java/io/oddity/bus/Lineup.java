package io.oddity.bus;

import io.oddity.model.Versions;
import java.util.Map;

/**
 * What is to judge from now on; each input partition changes over at its next reading.
 *
 * @param versions of trained models, by the id of the pipeline's variant; those without trained models may be absent
 * @param deciding by pipeline, which of its variants decides; absent where the one does that is not the challenger
 */
public record Lineup(Map<String, Versions> versions, Map<String, String> deciding) {
    /** Without trained models and challengers. */
    public static final Lineup NONE = new Lineup(Map.of(), Map.of());

    /** Copies the maps. */
    public Lineup {
        versions = Map.copyOf(versions);
        deciding = Map.copyOf(deciding);
    }
}
