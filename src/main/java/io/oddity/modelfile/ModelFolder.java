package io.oddity.modelfile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where models lie: {@code <folder>/<name>/<version>.<extension>}. A version that is there is never written again. */
public final class ModelFolder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String VERSION = "([1-9][0-9]{0,8})\\.";

    private final Path folder;
    private final String extension;
    private final Pattern version;

    /** The isolation forests of a folder that need not be there yet. */
    public ModelFolder(Path folder) {
        this(folder, "json");
    }

    /** The models of a folder whose files end so, after the dot. */
    public ModelFolder(Path folder, String extension) {
        this.folder = folder;
        this.extension = extension;
        version = Pattern.compile(VERSION + Pattern.quote(extension));
    }

    /** Whether a model can be called so: letters, digits, dot, dash and underscore, at most 64, and no leading dot. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where a version of a model lies. */
    public Path file(String name, int version) {
        return folder.resolve(name).resolve(version + "." + extension);
    }

    /** The versions that are there, the highest first. */
    public List<Integer> versions(String name) throws IOException {
        Path versions = folder.resolve(name);
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(versions)) {
            return files.map(file -> version.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> Integer.valueOf(matcher.group(1)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** One more than the highest version that is there. */
    public int nextVersion(String name) throws IOException {
        List<Integer> versions = versions(name);
        return versions.isEmpty() ? 1 : versions.get(0) + 1;
    }

    /**
     * Writes a version; who watches the folder sees all of it or nothing.
     *
     * @return where it is
     * @throws FileAlreadyExistsException if that version is there
     */
    public Path write(ForestFile model) throws IOException {
        Path file = file(model.name(), model.version());
        Files.createDirectories(file.getParent());
        // Not createTempFile: nobody but this user could read it afterwards.
        Path unfinished = file.resolveSibling(
                "." + model.version() + "-" + ProcessHandle.current().pid() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                ForestWriter.write(model, out);
            }
            return Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
