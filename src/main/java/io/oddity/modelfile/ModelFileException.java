package io.oddity.modelfile;

import java.nio.file.Path;

/** A model file that cannot be used. The message says which file, where in it, what is wrong, and what was expected. */
public final class ModelFileException extends Exception {
    /** @param what begins with the place, such as {@code trees[3].left[7]: must be ...} */
    public ModelFileException(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }
}
