package io.oddity.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message lists every mistake, one a line, path first. */
public final class ConfigException extends RuntimeException {
    private final transient List<Mistake> mistakes;

    /** All the mistakes of one configuration; at least one. */
    public ConfigException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** What is wrong, in the order in which it was found. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
