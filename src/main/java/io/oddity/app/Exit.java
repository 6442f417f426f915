package io.oddity.app;

/** Exit codes, the same for all commands. */
final class Exit {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int BAD_CONFIGURATION = 3;
    static final int PORT_TAKEN = 4;

    private Exit() {}
}
