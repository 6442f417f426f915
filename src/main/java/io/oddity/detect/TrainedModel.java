package io.oddity.detect;

/** What was learned, ready to judge. Immutable and shared by all threads, each of which makes a model of its own of it. */
@FunctionalInterface
public interface TrainedModel extends AutoCloseable {
    /** A model for one thread. */
    BatchModel scorer();

    /** Gives back what is not the garbage collector's; none of its models may be asked from then on. */
    @Override
    default void close() {}
}
