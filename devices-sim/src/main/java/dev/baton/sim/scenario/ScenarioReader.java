package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads scenario files, strictly: what is not of the format, beyond a limit, or refers to nothing is
 * refused with its line and column. Nothing of a file is executed, and no object is made by a name
 * it holds.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class ScenarioReader {
    /** The version of the format, the value of the key {@code baton}. */
    public static final int FORMAT_VERSION = 1;

    static final List<String> KEYS = List.of(
            "baton", "name", "story", "seed", "for", "settle", "heaps", "buffers", "iommus",
            "devices", "jobs", "faults", "expect");

    private static final long SETTLE_NANOS = 1_000_000_000;
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final YamlMap map;

    private ScenarioReader(YamlMap map) {
        this.map = map;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return what it says
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no scenario
     */
    public static Scenario read(Path file) throws IOException, ScenarioException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        }
    }

    /**
     * Reads a stream.
     *
     * @param name what refusals call it
     * @param in read to its end or to {@link Limits#FILE_BYTES_MAX}, not closed
     * @return what it says
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no scenario
     */
    public static Scenario read(String name, InputStream in) throws IOException, ScenarioException {
        Value root = new Value("", YamlFile.read(name, SourceText.read(name, in)));
        YamlMap map = root.map("a scenario");
        version(map.get("baton"));
        map.refuse("program", "a program is no scenario; ./baton explore takes both");
        map.refuseOthersThan("a scenario", KEYS);
        return new ScenarioReader(map).scenario();
    }

    /** First, as another version may well have other keys. */
    static void version(Value value) throws ScenarioException {
        long version = value.number(0, Integer.MAX_VALUE);
        if (version != FORMAT_VERSION) {
            throw value.refused("version " + version + " of the format; this Baton reads version "
                    + FORMAT_VERSION);
        }
    }

    private Scenario scenario() throws ScenarioException {
        String name = name(map.get("name"));
        String story = story(map.get("story"));
        Value seed = map.find("seed");
        long forNanos = map.get("for").duration(1);
        Map<String, HeapSpec> heaps = HeapSection.heaps(declared("heaps", "kind of heap"));
        Map<String, BufferSpec> buffers =
                new BufferSection(heaps).read(declared("buffers", "buffers"));
        Map<String, IommuSpec> iommus = HeapSection.iommus(declared("iommus", "addresses"));
        Map<String, DeviceSpec> devices = new DeviceSection(iommus).read(some("devices", "kind"));
        Declared declared = new Declared(buffers, iommus, devices, some("jobs", "work"));
        List<JobSpec> jobs = new JobSection(declared).read();
        return new Scenario(
                name,
                story,
                seed == null ? 1 : seed.number(0, Limits.SEED_MAX),
                forNanos,
                map.duration("settle", SETTLE_NANOS, 0),
                List.copyOf(heaps.values()),
                List.copyOf(buffers.values()),
                List.copyOf(iommus.values()),
                List.copyOf(devices.values()),
                jobs,
                new FaultSection(declared, jobs, forNanos).read(map.find("faults")),
                ExpectSection.read(map.find("expect")));
    }

    private Map<String, Value> declared(String key, String noun) throws ScenarioException {
        Value value = map.find(key);
        return value == null ? Map.of() : value.declared(noun, Limits.DECLARED_MAX);
    }

    private Map<String, Value> some(String key, String noun) throws ScenarioException {
        Value value = map.get(key);
        Map<String, Value> declared = value.declared(noun, Limits.DECLARED_MAX);
        if (declared.isEmpty()) {
            throw value.refused("a scenario needs at least one");
        }
        return declared;
    }

    private static String name(Value value) throws ScenarioException {
        String name = value.text();
        if (name.length() > Limits.NAME_CHARS_MAX || !KEBAB_CASE.matcher(name).matches()) {
            throw value.refused(value.shown() + " is not in kebab-case, such as"
                    + " render-to-pageflip, or longer than " + Limits.NAME_CHARS_MAX);
        }
        return name;
    }

    private static String story(Value value) throws ScenarioException {
        String story = value.text().stripTrailing();
        List<String> lines = story.lines().toList();
        if (lines.isEmpty() || lines.size() > Limits.STORY_LINES_MAX) {
            throw value.refused(
                    "a story has 1 to " + Limits.STORY_LINES_MAX + " lines, not " + lines.size());
        }
        for (String line : lines) {
            if (line.length() > Limits.STORY_LINE_CHARS_MAX) {
                throw value.refused("the line " + Quoted.of(line) + " is longer than "
                        + Limits.STORY_LINE_CHARS_MAX + " characters");
            }
            if (Quoted.HIDDEN.matcher(line).find()) {
                throw value.refused(Quoted.of(line) + " holds more than plain text");
            }
        }
        return story;
    }

    /**
     * Reads a duration as scenario files spell them.
     *
     * @param text such as {@code 16.6ms}
     * @return nanoseconds, at least 1
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static long durationNanos(String text) {
        try {
            long nanos = Quantity.DURATION.parse(text);
            if (nanos < 1 || nanos > Limits.NANOS_MAX) {
                throw new IllegalArgumentException(Quoted.of(text) + " is not within 1ns to "
                        + Quantity.DURATION.words(Limits.NANOS_MAX));
            }
            return nanos;
        } catch (Quantity.UnreadableException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
