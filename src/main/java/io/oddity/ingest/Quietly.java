package io.oddity.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of an ending, each whatever became of the one before. */
final class Quietly {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void run(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.debug("could not {}", what, e);
        }
    }
}
