package io.oddity.bench.process;

/** A process that reads the input topic and commits how far it came. */
interface Subject extends AutoCloseable {
    JavaProcess process();

    /** How many records of the input it has committed. */
    long committed();

    /** The topic to which it writes one record for each of the input; null when it writes none. */
    String scored();

    /** Ends it, and takes what it wrote off the disk. */
    @Override
    void close();
}
