package io.oddity.pipeline;

/** How the scores of several detectors become the pipeline's score. A detector without a score for a row has no say in it. */
public enum Combine {
    MAX,
    MEAN,
    /** The share of detectors whose score is above their own threshold. */
    VOTE
}
