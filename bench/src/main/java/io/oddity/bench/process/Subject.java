package io.oddity.bench.process;

import java.util.List;

/** One process or several that read the input topic and commit how far they came. */
interface Subject extends AutoCloseable {
    JavaProcess process();

    /** The same, and those that work beside it. */
    default List<JavaProcess> processes() {
        return List.of(process());
    }

    /** How many records of the input it has committed. */
    long committed();

    /** The topic to which it writes one record for each of the input; null when it writes none. */
    String scored();

    /** Ends it, and takes what it wrote off the disk. */
    @Override
    void close();
}
