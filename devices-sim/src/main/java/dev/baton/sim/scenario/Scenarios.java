package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * The scenarios that come with Baton.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class Scenarios {
    private static final String INDEX = "index.txt";
    private static final String EXTENSION = ".yaml";

    private Scenarios() {}

    /**
     * What there is.
     *
     * @return the names, in the order in which they are best read
     */
    public static List<String> names() {
        try (InputStream in = resource(INDEX);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file of one.
     *
     * @param name one of {@link #names}
     * @return its bytes, to be closed by the caller
     * @throws IOException if it cannot be opened
     * @throws ScenarioException if there is none of this name; it suggests another
     */
    public static InputStream open(String name) throws IOException, ScenarioException {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new ScenarioException(
                    Quoted.plain(name), "no bundled scenario" + Suggestion.among(name, names));
        }
        return resource(name + EXTENSION);
    }

    /**
     * What one says.
     *
     * @param name one of {@link #names}
     * @return the scenario
     * @throws IOException if it cannot be opened
     * @throws ScenarioException if there is none of this name; it suggests another
     */
    public static Scenario read(String name) throws IOException, ScenarioException {
        try (InputStream in = open(name)) {
            return ScenarioReader.read(name + EXTENSION, in);
        }
    }

    /**
     * A name that was perhaps meant.
     *
     * @param name which is none
     * @param known all that there are
     * @return to be added to a sentence that says so; empty if none is near
     */
    public static String suggestion(String name, Collection<String> known) {
        return Suggestion.among(name, known);
    }

    private static InputStream resource(String file) throws IOException {
        InputStream in = Scenarios.class.getResourceAsStream(file);
        if (in == null) {
            throw new FileNotFoundException(file);
        }
        return in;
    }
}
