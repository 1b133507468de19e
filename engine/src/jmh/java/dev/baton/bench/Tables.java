package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes what was measured into a document, between marker lines, and draws figures beside it. */
final class Tables {
    private static final String BATON = "baton";
    private static final String ONE_LOCK = "oneLock";
    private static final String QUEUED = "outstanding = ";
    private static final String ACQUIRE = "feature = acquire";

    private final Path figures;
    private final StringBuilder text = new StringBuilder();

    private Tables(Path document) {
        figures = document.resolveSibling("figures");
    }

    /** Takes the document, the results of JMH, of {@link Latency} and of the peers. */
    public static void main(String[] args) throws IOException {
        Path document = Path.of(args[0]);
        List<Run> runs = new ArrayList<>(readIfPresent(args[1]));
        runs.addAll(readIfPresent(args[2]));
        if (!runs.isEmpty()) {
            write(document, "measured", new Tables(document).measured(runs));
        }
        Path samples = Path.of(args[3]);
        if (Files.exists(samples)) {
            write(document, "peers", new Tables(document).peers(samples));
        }
    }

    private static List<Run> readIfPresent(String file) throws IOException {
        return Files.exists(Path.of(file)) ? Run.read(Path.of(file)) : List.of();
    }

    /** Replaces what stands between two marker lines of a document. */
    static void write(Path document, String section, String text) throws IOException {
        String begin = "<!-- " + section + " -->\n";
        String end = "<!-- end of " + section + " -->\n";
        String[] parts = Files.readString(document).split(begin + "|" + end, -1);
        if (parts.length != 3) {
            throw new IOException(document + " needs these two lines once: " + begin + end);
        }
        Files.writeString(document, parts[0] + begin + text + end + parts[2]);
    }

    private String measured(List<Run> runs) throws IOException {
        String jdk = runs.stream()
                .map(run -> run.values().get("jdkVersion"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(System.getProperty("java.version"));
        int cores = Runtime.getRuntime().availableProcessors();
        text.append(Run.format("Measured with JDK %s on %d cores.\n", jdk, cores));
        Table uncontended = Table.of(runs, "Uncontended", "system");
        Table chain = Table.of(runs, "Chain", "system");
        Table readers = Table.of(runs, "Readers", "system");
        Table twoThreads = Table.of(runs, "TwoThreads", "system");
        Table random = Table.of(runs, "Random", "system");
        Table latency = Table.of(runs, "Latency", "system");
        Table bulk = Table.of(runs, "Bulk", "system");
        Table feature = Table.of(runs, "Feature", "k");
        Table few = uncontended.only("(k = \\d\\d?)");
        text.append(new Goals()
                .each("uncontended, of one lock", few, BATON, ONE_LOCK, 0.5, 0.5, 0.5, 0.6)
                .each("uncontended, of the floor", few, BATON, "floor", 1.4, 1, 0.9, 0.8, 0.7)
                .each("chain, of one lock", chain, BATON, ONE_LOCK, 0.8)
                .each("readers, of one lock", readers.only("(few.*)"), BATON, ONE_LOCK, 1)
                .each(
                        "two threads, of one lock",
                        twoThreads.only("(.*disjoint)"),
                        BATON,
                        ONE_LOCK,
                        0.4)
                .growth(
                        "16,384 queued, of 256",
                        random.with(BATON),
                        QUEUED + 16384,
                        QUEUED + 256,
                        1,
                        1.15)
                .growth(
                        "an access at k = 256, of k = 8",
                        uncontended.with(BATON),
                        "k = 256",
                        "k = 8",
                        32,
                        1.1)
                .each("latency, of JCTools", latency.only("(.*50.0)"), BATON, "jctools", 1.3)
                .growth(
                        "acquire, looked at, of not",
                        feature,
                        ACQUIRE,
                        ACQUIRE + "Unchecked",
                        1,
                        1.5)
                .each("bytes read, of plain", bulk.only("(.*\\d{5,})"), "get", "plainGet", 1.1)
                .each("bytes written, of plain", bulk.only("(.*\\d{5,})"), "put", "plainPut", 1.1)
                .markdown());
        bars(uncontended, "k = (\\d\\d?)", "One job, nobody else: ns", "k, buffers of the job");
        bars(chain, "k = (.*)", "A release grants the next: ns a job", "k, buffers of a job");
        bars(readers, "few, k = (.*)", "Writer and 15 readers: ns a job", "k, buffers of a job");
        bars(twoThreads, "buffers = (.*)", "Two threads: ns a job", "buffers in common");
        lines(random, QUEUED + "(.*)", "Random jobs: ns a job", "jobs queued or granted");
        bars(latency, "percentile = (.*)", "From a release to a start elsewhere: ns", "percentile");
        for (Table further : List.of(
                Table.of(runs, "PingPong", "system"),
                Table.of(runs, "Drain", "system"),
                Table.of(runs, "Cancel", "system"),
                feature,
                bulk,
                Table.of(runs, "Map", "system"))) {
            text.append(further.markdown());
        }
        return text.toString();
    }

    private String peers(Path samples) throws IOException {
        Table all = Programs.read("peers", samples);
        Table workloads = all.only("([a-z]+)");
        Table better = Programs.withBetter(workloads, "better", "libgomp", "tbb");
        text.append(new Goals()
                .each("one thread, of kds in C", workloads, BATON, "kds", 1)
                .each("of the better of libgomp and TBB", better, BATON, "better", 0.5)
                .each("of StarPU, with a worker", workloads, BATON, "starpu", 0.05)
                .markdown());
        bars(workloads, "(.*)", "Five workloads, one thread: ns a job", "workload");
        Table growth = new Table("peers growth", all.only("(.*=.*)").rows());
        lines(growth, "q=(\\d+).*", "Random jobs: ns a job", "jobs queued or granted");
        return text.toString();
    }

    private void bars(Table table, String regex, String title, String rows) throws IOException {
        Table some = table.only(regex);
        if (!some.isEmpty()) {
            embed(table, title, Figure.bars(some, title, rows));
        }
    }

    private void lines(Table table, String regex, String title, String rows) throws IOException {
        Table some = table.only(regex);
        if (!some.isEmpty()) {
            embed(table, title, Figure.lines(some, title, rows));
        }
    }

    private void embed(Table table, String title, String svg) throws IOException {
        String name = Table.words(table.title()).replace(' ', '-') + ".svg";
        Files.createDirectories(figures);
        Files.writeString(figures.resolve(name), svg);
        text.append(Run.format("\n![%s](figures/%s)\n%s", title, name, table.markdown()));
    }
}
