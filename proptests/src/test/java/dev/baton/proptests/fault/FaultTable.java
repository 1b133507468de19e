package dev.baton.proptests.fault;

import dev.baton.proptests.fault.Matrix.Row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the kit found of all faults, for people and for programs. */
public final class FaultTable {
    static final String PAGE = "docs/faults.md";
    private static final String SUMMARY = "docs/faults.json";
    private static final long NANOS_MAX = 5_000_000_000L;
    private static final int MEDIAN_MAX = 50;

    private final List<Row> rows;
    private final Map<String, Trial> trials;
    private final Map<String, Fault> faults;

    private FaultTable(List<Row> rows, Map<String, Trial> trials, Map<String, Fault> faults) {
        this.rows = rows;
        this.trials = trials;
        this.faults = faults;
    }

    /** {@return what the kit finds of every fault in the sources there}, in some minutes. */
    public static FaultTable measured(Path root) throws IOException {
        Map<String, Fault> faults = Matrix.faults(root);
        List<Row> rows = Matrix.read(root);
        Map<String, Trial> trials = new TreeMap<>();
        for (Row row : rows) {
            if (row.hasPatch() && !row.isOfDevices()) {
                Trial trial = Trial.of(faults.get(row.fault()));
                trials.put(row.number(), trial);
                System.err.println(row.number() + " " + row.fault() + ": " + trial);
            }
        }
        return new FaultTable(rows, trials, faults);
    }

    /** Writes it down, for people and for programs. */
    public void write(Path root) throws IOException {
        Files.writeString(root.resolve(PAGE), page());
        Files.writeString(root.resolve(SUMMARY), summary());
    }

    private String page() {
        StringBuilder killed = new StringBuilder();
        StringBuilder survivors = new StringBuilder();
        StringBuilder devices = new StringBuilder();
        StringBuilder others = new StringBuilder();
        for (Row row : rows) {
            Trial trial = trials.get(row.number());
            if (row.isOfDevices()) {
                devices.append(
                        line(row.number(), row.what(), "`" + row.fault() + "`", testOf(row)));
            } else if (trial == null) {
                String reason = row.isWeakMemory()
                        ? "weak memory: an explorer that is sequentially consistent cannot see it;"
                                + " a model and litmus tests ask for it, see [correctness.md](correctness.md)"
                        : row.reason();
                others.append(line(row.number(), row.what(), reason));
            } else if (trial.isKilled()) {
                killed.append(line(row, trial));
            } else {
                String tried = trial.schedules() + " in each of " + trial.searches();
                String patch = "`" + row.fault() + "`";
                survivors.append(
                        line(row.number(), row.what(), patch, tried, testOf(row), row.reason()));
            }
        }
        return """
                # Seeded faults, and what finds them

                A kit that knows nothing of a fault draws small programs, runs each on one schedule
                of the real engine, asks its oracles, and makes what raises the first alarm small.
                Below, for every fault of the matrix: the oracles that are to kill it and the one
                that did, how many schedules that took (the middle one of a few seeds), how large the
                counterexample is (jobs, buffers, faults, calls, switches), and the time to the first
                alarm. %s Generated; measure anew with

                ```
                ./mvnw -q -Pgoals -pl proptests -am test-compile exec:exec@goals -Dbaton.goal=G24 -Dbaton.rewrite=true
                ```

                The oracles: A one end each, B exclusion, C FIFO and mode order, D one order in all
                buffers, E progress at quiescence, F stale token inert, G callback at most once, H
                progress beside a frozen thread, I leak and lifetime, J time, K error surfaced, L
                bounds, R replay hash.

                | fault | what is wrong | patch | due | by | schedules | jobs | buffers | faults | calls | switches | seconds |
                | --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                %s
                ## Not found

                %s
                ## Of devices

                The kit draws no devices. `FaultsTest` shows that these tests find them.

                | fault | what is wrong | patch | test |
                | --- | --- | --- | --- |
                %s
                ## Without a patch

                | fault | what is wrong | why |
                | --- | --- | --- |
                %s""".formatted(inWords(), killed, notFound(survivors), devices, others);
    }

    private static String notFound(StringBuilder survivors) {
        return survivors.isEmpty() ? "None.\n" : """
                Within so many schedules, which is what the time allowed. Where a test stands, `FaultsTest` shows
                that it finds the fault.

                | fault | what is wrong | patch | schedules | test | why |
                | --- | --- | --- | ---: | --- | --- |
                """ + survivors;
    }

    /** The test that is known to find it; nothing if only the kit is to. */
    private String testOf(Row row) {
        Fault fault = faults.get(row.fault());
        String test = fault == null ? "" : fault.test();
        return test.isEmpty() ? "" : "`" + test.substring(test.lastIndexOf('.') + 1) + "`";
    }

    private static String line(Row row, Trial trial) {
        Map<String, String> found = trial.found();
        return line(
                row.number(),
                row.what(),
                "`" + row.fault() + "`",
                row.oracles(),
                found.get("oracle"),
                trial.schedules() + (trial.killed() < trial.searches() ? " (not always)" : ""),
                found.getOrDefault("jobs", ""),
                found.getOrDefault("buffers", ""),
                found.getOrDefault("faults", ""),
                found.getOrDefault("steps", ""),
                found.getOrDefault("switches", ""),
                String.format(Locale.ROOT, "%.2f", trial.nanos() / 1e9));
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private long count(java.util.function.BiPredicate<Row, Trial> which) {
        return rows.stream()
                .filter(row -> trials.containsKey(row.number()))
                .filter(row -> which.test(row, trials.get(row.number())))
                .count();
    }

    private long median() {
        List<Long> sorted = trials.values().stream()
                .filter(Trial::isKilled)
                .map(Trial::schedules)
                .sorted()
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    /** {@return how many are killed, and how soon} */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "Of %d faults with a patch %d are killed, %d of them by an oracle that is due; the"
                        + " median is %d schedules.",
                trials.size(),
                count((row, trial) -> trial.isKilled()),
                count((row, trial) -> trial.isKilledBy(row.oracles())),
                median());
    }

    private String summary() {
        long small = count((row, trial) -> trial.isKilled() && trial.isSmall());
        long fast = count((row, trial) -> trial.isKilled() && trial.nanos() <= NANOS_MAX);
        long due = count((row, trial) -> trial.isKilledBy(row.oracles()));
        return String.format(
                Locale.ROOT,
                "{\"goal\":\"G24\",\"faults\":%d,\"killed\":%d,\"killedByNamedOracle\":%d,"
                        + "\"within5s\":%d,\"small\":%d,\"medianSchedules\":%d,\"met\":%b}%n",
                trials.size(),
                count((row, trial) -> trial.isKilled()),
                due,
                fast,
                small,
                median(),
                isMet());
    }

    /** {@return whether G24 is met} */
    public boolean isMet() {
        return count((row, trial) -> trial.isKilledBy(row.oracles())
                                && trial.isSmall()
                                && trial.nanos() <= NANOS_MAX)
                        == trials.size()
                && median() <= MEDIAN_MAX;
    }
}
