package dev.baton.explore.scenario;

import dev.baton.engine.Snapshot;
import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.OrderGraph;
import dev.baton.explore.Tally;
import dev.baton.explore.Workload;
import dev.baton.law.Violation;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.Expectation;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.FaultSpec.At;
import dev.baton.sim.scenario.FaultSpec.AtTime;
import dev.baton.sim.scenario.FaultSpec.When;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.ScenarioWriter;
import dev.baton.sim.scenario.Trigger;
import dev.baton.trace.Timeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The beginning of a scenario, run through the real engine on simulated devices. The scheduler
 * chooses what goes first of all that is due at one instant, and draws every latency.
 *
 * <p>A fault that would strike later in the scenario strikes within the beginning.
 *
 * <p>A failure is a deadlock, a broken law, or more torn or stale frames than the scenario expects.
 * What else it expects is counted over its whole length, and not judged here.
 *
 * <p>Immutable, any thread.
 *
 * @since 0.1
 */
public final class ScenarioWorkload implements Workload {
    /** So many iterations of each job: what a schedule can do to the engine, it does early. */
    public static final int ITERATIONS_MAX = 4;

    /** How long jobs are submitted if none of them has a period. */
    private static final long NANOS_AT_LEAST = 50_000_000;

    private static final int HEX = 16;

    private static final Set<Measure> JUDGED = Set.of(Measure.TORN, Measure.STALE);

    private final String text;
    private final Scenario scenario;
    private final long forNanos;

    private ScenarioWorkload(String text, Scenario scenario) {
        this.text = text;
        this.forNanos = Math.min(scenario.forNanos(), horizonNanos(scenario));
        this.scenario = scenario.limited(ITERATIONS_MAX).withFaults(early(scenario, this.forNanos));
    }

    /**
     * What would strike too late to be explored strikes within the beginning, at the remainder; what
     * never strikes in a whole run does not here either.
     */
    private static List<FaultSpec> early(Scenario scenario, long forNanos) {
        return scenario.faults().stream()
                .map(fault -> fault.at(early(fault, scenario, forNanos)))
                .toList();
    }

    private static When early(FaultSpec fault, Scenario scenario, long forNanos) {
        if (fault.when() instanceof AtTime at && at.nanos() < scenario.forNanos()) {
            return new AtTime(at.nanos() % forNanos);
        }
        boolean comes = scenario.jobs().stream()
                .anyMatch(job -> job.name().equals(fault.job())
                        && fault.when() instanceof At at
                        && at.iteration() < job.countMax());
        return comes && fault.when() instanceof At at
                ? new At(at.iteration() % ITERATIONS_MAX)
                : fault.when();
    }

    /**
     * Reads a scenario.
     *
     * @param name what refusals call it
     * @param text as a scenario file has it
     * @return the workload
     * @throws ScenarioException if it is no scenario
     */
    public static ScenarioWorkload read(String name, String text) throws ScenarioException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Scenario scenario = ScenarioReader.read(name, new ByteArrayInputStream(bytes));
            return new ScenarioWorkload(text, scenario);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of bytes in memory
        }
    }

    /**
     * Takes a scenario that was put together in code, by way of its text.
     *
     * @param scenario what to explore
     * @return the workload
     * @throws ScenarioException if no file could say the same; it names the place in {@link
     *     ScenarioWriter#write}
     */
    public static ScenarioWorkload of(Scenario scenario) throws ScenarioException {
        return read(scenario.name(), ScenarioWriter.write(scenario));
    }

    /** By then each job has been submitted so often, if time alone triggers it. */
    private static long horizonNanos(Scenario scenario) {
        long horizon = NANOS_AT_LEAST;
        for (JobSpec job : scenario.jobs()) {
            if (job.trigger() instanceof Trigger.Every every) {
                long end = every.offsetNanos() + ITERATIONS_MAX * every.periodNanos();
                horizon = Math.max(horizon, end);
            }
        }
        return horizon;
    }

    @Override
    public String name() {
        return scenario.name();
    }

    @Override
    public Optional<Failure> run(Scheduler scheduler) {
        return run(scheduler, tally -> {});
    }

    @Override
    public Optional<Failure> run(Scheduler scheduler, Consumer<? super Tally> listener) {
        RunReport report = ScenarioRun.explore(scenario, forNanos, scheduler);
        listener.accept(tally(report));
        long hash = Long.parseUnsignedLong(report.eventHash().substring(0, HEX), HEX);
        if (report.figures().of(Measure.DEADLOCK) > 0) {
            String circle = report.circleInWords();
            return Optional.of(new Failure(
                    Kind.DEADLOCK,
                    circle.isEmpty() ? "stuck" : "cycle",
                    circle.isEmpty() ? "jobs wait that nobody lets go" : circle,
                    hash));
        }
        if (report.laws().broken() > 0) {
            Violation first = report.laws().violations().get(0);
            return Optional.of(new Failure(Kind.LAW, first.law(), first.toString(), hash));
        }
        return missed(report, hash);
    }

    private Tally tally(RunReport report) {
        Map<String, Long> faults = new HashMap<>();
        for (FaultSpec fault : scenario.faults()) {
            String word = fault.kind().word();
            faults.put(word, report.faults().getOrDefault(word, 0L));
        }
        return new Tally(report.cut() ? 1 : 0, faults);
    }

    private Optional<Failure> missed(RunReport report, long hash) {
        for (Expectation expected : scenario.expectations()) {
            long measured = report.figures().of(expected.measure());
            if (JUDGED.contains(expected.measure()) && measured > expected.max()) {
                String words = expected + ", but it was " + expected.measure().inWords(measured);
                return Optional.of(
                        new Failure(Kind.EXPECTATION, expected.measure().word(), words, hash));
            }
        }
        return Optional.empty();
    }

    @Override
    public Picture picture(Scheduler scheduler) {
        return picture(scheduler, event -> {});
    }

    /** Drawn is who waits for whom if somebody still does, and else who came behind whom. */
    @Override
    public Picture picture(Scheduler scheduler, RunWatcher watcher) {
        OrderGraph orders = new OrderGraph();
        OpenEnds open = new OpenEnds();
        RunReport report = ScenarioRun.exploreAndDraw(
                scenario, forNanos, scheduler, watcher.and(orders).and(open));
        boolean stuck = report.figures().of(Measure.DEADLOCK) > 0;
        Timeline.Run drawn = stuck ? open.addedTo(report.picture(), forNanos) : report.picture();
        return new Picture(drawn, graph(report, orders), report.circle());
    }

    private static String graph(RunReport report, OrderGraph orders) {
        if (!report.circle().isEmpty()) {
            WaitForGraph<String> circle = new WaitForGraph<>();
            report.circle()
                    .forEach(wait -> circle.add(wait.waiter(), wait.reason(), wait.holder()));
            return circle.toDot();
        }
        Snapshot waits = report.figures().of(Measure.DEADLOCK) > 0 ? report.waits() : null;
        return waits == null ? orders.toDot() : waits.toDot();
    }

    @Override
    public List<ScenarioWorkload> edits() {
        return new ScenarioEdits(name(), text, scenario.jobs()).all();
    }

    /** Steps are the iterations that are explored: choices depend on what is due at one instant. */
    @Override
    public Size size() {
        Set<BufferUse> uses = scenario.jobs().stream()
                .map(JobSpec::buffers)
                .flatMap(each -> Stream.of(
                                each.reads(), each.writes(), each.unordered(), each.shows())
                        .flatMap(List::stream))
                .collect(Collectors.toSet());
        long iterations = scenario.jobs().stream().mapToLong(JobSpec::countMax).sum();
        return new Size(
                scenario.jobs().size(),
                uses.size(),
                (int) iterations,
                scenario.faults().size());
    }

    @Override
    public String horizon() {
        return String.format(
                Locale.ROOT,
                "the first %d iterations of each job at most, within %.3g ms of virtual time and"
                        + " %,d tasks, later faults brought forward; judged are deadlock, the laws, torn and stale frames, and no other expectation",
                ITERATIONS_MAX,
                forNanos / 1e6,
                ScenarioRun.TASKS_MAX);
    }

    @Override
    public String source() {
        return text;
    }

    @Override
    public String java() {
        String escaped = text.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
        return "ScenarioWorkload.read(\"" + name() + "\", \"\"\"\n" + escaped + "\"\"\")";
    }
}
