package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what JMH and {@link Latency} measured into a document, with figures beside it. */
final class Tables {
    private static final String BATON = "baton";
    private static final String ONE_LOCK = "oneLock";
    private static final String QUEUED = "outstanding = ";
    private static final String ACQUIRE = "feature = acquire";

    private final List<Run> runs;
    private final Table uncontended;
    private final Table chain;
    private final Table readers;
    private final Table twoThreads;
    private final Table random;
    private final Table feature;
    private final Table bulk;
    private final Table latency;

    private Tables(List<Run> runs) {
        this.runs = runs;
        uncontended = table("Uncontended");
        chain = table("Chain");
        readers = table("Readers");
        twoThreads = table("TwoThreads");
        random = table("Random");
        feature = Table.of(runs, "Feature", "k");
        bulk = table("Bulk");
        latency = table("Latency");
    }

    /** Takes the document and the two files of results. */
    public static void main(String[] args) throws IOException {
        List<Run> runs = new ArrayList<>(Run.read(Path.of(args[1])));
        String jdk = runs.get(0).values().get("jdkVersion");
        int cores = Runtime.getRuntime().availableProcessors();
        runs.addAll(Run.read(Path.of(args[2])));
        Section section = new Section(Path.of(args[0]), "measured")
                .add(Run.format("Measured with JDK %s on %d cores.\n", jdk, cores));
        new Tables(runs).addTo(section);
        section.write();
    }

    private Table table(String benchmark) {
        return Table.of(runs, benchmark, "system");
    }

    private void addTo(Section section) throws IOException {
        Goals goals = new Goals();
        compare(goals);
        compareSizes(goals);
        section.add(goals.markdown())
                .bars(uncontended, "k = (\\d\\d?)", "One job, uncontended", "k, buffers of the job")
                .bars(
                        chain,
                        "k = (.*)",
                        "A release grants the next: per job",
                        "k, buffers of a job")
                .bars(
                        readers,
                        "few, k = (.*)",
                        "Writer and 15 readers: per job",
                        "k, buffers of a job")
                .bars(twoThreads, "buffers = (.*)", "Two threads: per job", "buffers in common")
                .add(table("PingPong").markdown())
                .lines(random, QUEUED + "(.*)", "Random jobs: per job", "jobs queued or granted")
                .bars(latency, "percentile = (.*)", "From release to start elsewhere", "percentile")
                .add(table("Drain").markdown())
                .add(table("Cancel").markdown())
                .add(feature.markdown("feature = off"))
                .add(bulk.markdown())
                .add(table("Map").markdown());
    }

    private void compare(Goals goals) {
        Table few = uncontended.only("(k = \\d\\d?)");
        Table disjoint = twoThreads.only("(.*disjoint)");
        Table half = latency.only("(.*50.0)");
        Table large = bulk.only("(.*\\d{5,})");
        goals.each("uncontended, of one lock", few, BATON, ONE_LOCK, 0.5, 0.5, 0.5, 0.6)
                .each("uncontended, of the floor", few, BATON, "floor", 1.4, 1, 0.9, 0.8, 0.7)
                .each("chain, of one lock", chain, BATON, ONE_LOCK, 0.8)
                .each("readers, of one lock", readers.only("(few.*)"), BATON, ONE_LOCK, 1)
                .each("two threads, of one lock", disjoint, BATON, ONE_LOCK, 0.4)
                .each("latency, of JCTools", half, BATON, "jctools", 1.3)
                .each("bytes read, of plain", large, "get", "plainGet", 1.1)
                .each("bytes written, of plain", large, "put", "plainPut", 1.1);
    }

    private void compareSizes(Goals goals) {
        Table queued = random.with(BATON);
        Table accesses = uncontended.with(BATON);
        goals.growth("16,384 queued, of 256", queued, QUEUED + 16384, QUEUED + 256, 1.15)
                .growth("32 times the accesses, of k = 8", accesses, "k = 256", "k = 8", 32 * 1.1)
                .growth("acquire, looked at, of not", feature, ACQUIRE, ACQUIRE + "Unchecked", 1.5);
    }
}
