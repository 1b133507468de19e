package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of step programs, as strictly as {@link ScenarioReader} reads scenarios. One file holds
 * one program, or several under headings.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class ProgramReader {
    /** Jobs of one program. */
    public static final int JOBS_MAX = 256;

    /** Steps of one job, and what is expected. */
    public static final int STEPS_MAX = 1024;

    /** Of a program or a job. */
    public static final Pattern NAME = Pattern.compile("[\\w.#@ -]{1,64}");

    /** Of a buffer, a lock, a queue, a condition or a variable. */
    public static final Pattern OBJECT = Pattern.compile("[\\w.#@-]{1,64}");

    private static final String OWNER = "a program";
    private static final List<String> BODY =
            List.of("story", "dispatcher", "queues", "jobs", "expect");
    private static final List<String> KEYS =
            List.of("baton", "program", "story", "dispatcher", "queues", "jobs", "expect");

    /** Several jobs that do the same. */
    private static final Pattern TIMES = Pattern.compile("(.*\\S)\\s*\\*\\s*([1-9][0-9]{0,3})");

    private final YamlMap map;

    private ProgramReader(YamlMap map) {
        this.map = map;
    }

    /**
     * Reads a file of one program.
     *
     * @param file what refusals call it
     * @param in read to its end or to {@link Limits#FILE_BYTES_MAX}, not closed
     * @return what it says
     * @throws IOException if it cannot be read
     * @throws ScenarioException if it is no program
     */
    public static ProgramText read(String file, InputStream in)
            throws IOException, ScenarioException {
        YamlMap map = root(file, in).map(OWNER);
        ScenarioReader.version(map.get("baton"));
        map.refuseOthersThan(OWNER, KEYS);
        return new ProgramReader(map)
                .program(map.get("program"), map.get("program").text());
    }

    /**
     * Reads a file of many programs.
     *
     * @param file what refusals call it
     * @param in read to its end or to {@link Limits#FILE_BYTES_MAX}, not closed
     * @param headings under which they stand
     * @return the programs under each heading
     * @throws IOException if it cannot be read
     * @throws ScenarioException if one of them is no program
     */
    public static Map<String, List<ProgramText>> readAll(
            String file, InputStream in, List<String> headings)
            throws IOException, ScenarioException {
        YamlMap map = root(file, in).map("a collection", headings);
        Map<String, List<ProgramText>> all = new LinkedHashMap<>();
        for (String heading : headings) {
            List<ProgramText> programs = new ArrayList<>();
            for (Value value :
                    map.get(heading).declared("steps", Limits.DECLARED_MAX).values()) {
                programs.add(new ProgramReader(value.map(OWNER, BODY)).program(value, value.key()));
            }
            all.put(heading, programs);
        }
        return all;
    }

    private static Value root(String file, InputStream in) throws IOException, ScenarioException {
        return new Value("", YamlFile.read(file, SourceText.read(file, in)));
    }

    private ProgramText program(Value title, String name) throws ScenarioException {
        Value story = map.find("story");
        Value expected = map.find("expect");
        Value dispatcher = map.find("dispatcher");
        return new ProgramText(
                new Sentence(title, named(NAME, title, name), List.of()),
                story == null ? "" : story.text(),
                dispatcher != null
                        && dispatcher.known(Map.of("true", true, "false", false), "answer"),
                queues(),
                jobs(),
                expected == null ? List.of() : sentences(expected));
    }

    private Map<String, Integer> queues() throws ScenarioException {
        Map<String, Integer> capacities = new LinkedHashMap<>();
        Value queues = map.find("queues");
        if (queues != null) {
            for (Map.Entry<String, Value> queue : queues.entries("capacity", Limits.DECLARED_MAX)) {
                named(OBJECT, queue.getValue(), queue.getKey());
                capacities.put(queue.getKey(), queue.getValue().count(1, Limits.POOL_COUNT_MAX));
            }
        }
        return capacities;
    }

    private Map<String, List<Sentence>> jobs() throws ScenarioException {
        Map<String, List<Sentence>> jobs = new LinkedHashMap<>();
        for (Map.Entry<String, Value> job : map.get("jobs").entries("steps", JOBS_MAX)) {
            Matcher many = TIMES.matcher(job.getKey());
            int times = many.matches() ? Integer.parseInt(many.group(2)) : 1;
            if (times > JOBS_MAX - jobs.size()) {
                throw job.getValue().refused("more than " + JOBS_MAX + " jobs in all");
            }
            List<Sentence> steps = sentences(job.getValue());
            for (int i = 1; i <= times; i++) {
                String name = many.matches() ? many.group(1) + " " + i : job.getKey();
                named(NAME, job.getValue(), name);
                if (jobs.putIfAbsent(name, steps) != null) {
                    throw job.getValue().refused("the job " + Quoted.of(name) + " again");
                }
            }
        }
        return jobs;
    }

    private static String named(Pattern pattern, Value at, String name) throws ScenarioException {
        if (!pattern.matcher(name).matches()) {
            throw at.refused(
                    Quoted.of(name) + " is no name; one has 1 to 64 letters, digits or any of"
                            + " . # @ _ -" + (pattern == NAME ? ", or spaces" : ""));
        }
        return name;
    }

    private static List<Sentence> sentences(Value list) throws ScenarioException {
        List<Sentence> sentences = new ArrayList<>();
        for (Value item : list.items(STEPS_MAX)) {
            sentences.add(sentence(item));
        }
        return sentences;
    }

    private static Sentence sentence(Value item) throws ScenarioException {
        if (item.isText()) {
            return new Sentence(item, item.text(), List.of());
        }
        List<Map.Entry<String, Value>> entries = item.entries("steps", 1);
        if (entries.isEmpty()) {
            throw item.refused("nothing stands here");
        }
        return new Sentence(
                item, entries.get(0).getKey(), sentences(entries.get(0).getValue()));
    }
}
