package dev.baton.proptests.goal;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * A goal that another command measures. It leaves {@code target/goals/NAME.properties} with {@code
 * met}, true or false, and {@code measured} in words.
 */
public record MeasuredElsewhere(String name, String aim) implements Goal {
    static final Path DIRECTORY = Path.of(System.getProperty("baton.goals", "target/goals"));

    /** Leaves what was measured of a goal. */
    public static void leave(String goal, boolean met, String measured) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("met", String.valueOf(met));
        properties.setProperty("measured", measured);
        Files.createDirectories(DIRECTORY);
        try (Writer out = Files.newBufferedWriter(DIRECTORY.resolve(goal + ".properties"))) {
            properties.store(out, null);
        }
    }

    @Override
    public Measured measure(Duration budget) {
        Path left = DIRECTORY.resolve(name + ".properties");
        if (!Files.exists(left)) {
            return new Measured(Verdict.NOT_MEASURED, "its command was not run before this one");
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(left)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Measured.of(
                Boolean.parseBoolean(properties.getProperty("met")),
                properties.getProperty("measured", ""));
    }
}
