package io.oddity.bus;

/** What is asked about, or wanted of, what judges; answered with a JSON object that says what judges then. */
public sealed interface LineupCommand {
    /** The pipeline it is about. */
    String pipeline();

    /** Say what judges. */
    record Ask(String pipeline) implements LineupCommand {}

    /** Let this variant decide from now on. */
    record Promote(String pipeline, String variant) implements LineupCommand {}

    /**
     * Use this version of a detector's trained model from now on.
     *
     * @param version null for the newest there is, also later
     */
    record Use(String pipeline, String variant, String detector, String version) implements LineupCommand {}
}
