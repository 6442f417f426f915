package io.oddity.backtest;

import io.oddity.send.InputFiles;
import io.oddity.send.SendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file to judge.
 *
 * @param path where it lies
 * @param name its path within the folder that was named, or its own name, without extension and {@code .gz}
 */
public record DataFile(String path, String name) {
    /**
     * Files as they are named, and of folders all CSV and JSON lines files, in the order of their paths.
     *
     * @throws BacktestException when there is none, one cannot be read, or two would be called the same
     */
    public static List<DataFile> of(List<String> paths) throws BacktestException {
        List<DataFile> files = new ArrayList<>();
        for (String path : paths) {
            if (Files.isDirectory(Path.of(path))) {
                files.addAll(in(Path.of(path)));
            } else {
                files.add(new DataFile(path, InputFiles.baseName(path)));
            }
        }
        Set<String> names = new HashSet<>();
        for (DataFile file : files) {
            check(file.path);
            if (!names.add(file.name)) {
                throw BacktestException.usage(
                        "--data: two files are called " + file.name + "; name their folder instead");
            }
        }
        return files;
    }

    private static void check(String path) throws BacktestException {
        try {
            InputFiles.check(path);
        } catch (SendException e) {
            throw BacktestException.usage(e.getMessage());
        }
    }

    private static List<DataFile> in(Path folder) throws BacktestException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<DataFile> files = paths.filter(DataFile::isData)
                    .sorted()
                    .map(path -> new DataFile(path.toString(), name(folder, path)))
                    .toList();
            if (files.isEmpty()) {
                throw BacktestException.usage(
                        folder + ": no .csv, .jsonl or .ndjson file is in this folder, nor any .gz of one");
            }
            return files;
        } catch (IOException e) {
            throw BacktestException.failed(folder + ": cannot be read: " + e, e);
        }
    }

    private static boolean isData(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(path) && name.matches(".*\\.(csv|jsonl|ndjson)(\\.gz)?");
    }

    private static String name(Path folder, Path path) {
        Path within = folder.relativize(path);
        String parent =
                within.getParent() == null ? "" : within.getParent().toString().replace('\\', '/') + "/";
        return parent + InputFiles.baseName(path.toString());
    }
}
