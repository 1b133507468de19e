package dev.baton.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The one directory that a command writes to. A command takes it as a picocli {@code @Mixin}; the
 * directory is made when the first file is asked for.
 */
public final class OutputDirectory {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the files go (default: ./baton-out/COMMAND).")
    private @Nullable Path chosen;

    /** Made by picocli. */
    public OutputDirectory() {}

    static OutputDirectory at(Path directory) {
        OutputDirectory output = new OutputDirectory();
        output.chosen = directory;
        return output;
    }

    /**
     * The directory itself, relative to the caller's if it was given so.
     *
     * @return the directory, which may not exist yet
     */
    public Path path() {
        return Objects.requireNonNullElseGet(chosen, () -> Path.of("baton-out", command.name()));
    }

    /**
     * Where to write a file of this name.
     *
     * @param name relative to this directory, with {@code /} between its parts
     * @return the path; its directory exists
     * @throws InputException if the directory cannot be made
     * @throws IllegalArgumentException if the name leads out of this directory
     */
    public Path file(String name) {
        // Absolute: "." and "" have no name that a path could start with.
        Path directory = path().toAbsolutePath().normalize();
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new IllegalArgumentException(name + " is not inside the output directory");
        }
        Path parent = Objects.requireNonNull(file.getParent());
        try {
            Files.createDirectories(parent);
        } catch (IOException | InvalidPathException e) {
            throw new InputException("--out " + path(), "cannot write there");
        }
        if (!Files.isWritable(parent)) {
            throw new InputException("--out " + path(), "cannot write there");
        }
        return file;
    }

    /**
     * Leaves {@code summary.json}.
     *
     * @param summary what {@link Json} takes, in the order wanted
     * @throws IOException if it cannot be written
     */
    public void writeSummary(Map<String, ?> summary) throws IOException {
        Json.write(file("summary.json"), summary);
    }
}
