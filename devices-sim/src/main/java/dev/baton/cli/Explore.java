package dev.baton.cli;

import dev.baton.explore.Bound;
import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Failure;
import dev.baton.explore.Found;
import dev.baton.explore.Tally;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;
import dev.baton.explore.strategy.TooManyJobsException;
import dev.baton.sim.scenario.ScenarioReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** A search for a schedule that fails. */
@Command(
        name = "explore",
        description = {
            "Searches the schedules of a scenario or story for deadlocks and broken laws.",
            "Leaves a page that shows what happened (report.html), the smallest that",
            "fails as Java and YAML, a timeline (SVG), who waits for whom (DOT) and",
            "summary.json. docs/stories.md lists the stories."
        })
final class Explore implements Callable<Integer> {
    private static final String PORTFOLIO = "portfolio";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            description =
                    "The path of a scenario or program, or the name of a bundled scenario or story.")
    private @Nullable String scenario;

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description = "portfolio (default), hold, walk, pos, pct, random or exhaustive.")
    private String strategy = PORTFOLIO;

    @Option(
            names = "--budget",
            paramLabel = "N|DURATION",
            description = {
                "How many schedules, or for how long, such as 10s (default: 10000).",
                "What is found is made small for as long again, or for a minute at most."
            })
    private @Nullable String budget;

    @Option(names = "--seed", paramLabel = "S", description = "Decides all choices (default: 1).")
    private long seed = 1;

    @Option(
            names = "--reproduce",
            paramLabel = "TOKEN",
            description = "Runs what an earlier exploration has found, and nothing else.")
    private @Nullable String token;

    @Override
    public Integer call() throws IOException {
        return token == null ? explore() : reproduce(token);
    }

    /** What is reproduced is one schedule, which no other option decides. */
    private void refuseBesideToken() {
        for (String option : List.of("--budget", "--strategy", "--seed")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new InputException(
                        option,
                        "does not go with --reproduce, which runs one schedule; leave it out");
            }
        }
    }

    private int explore() throws IOException {
        if (scenario == null) {
            throw new InputException("SCENARIO", "is missing; name one, or --reproduce a token");
        }
        Workload workload = Explored.named(scenario);
        if (!workload.canFail()) {
            throw new InputException(
                    scenario,
                    "has no job that can wait for another one, and expects nothing, so no schedule"
                            + " can fail; give it more");
        }
        Result result;
        try {
            result = run(workload);
        } catch (TooManyJobsException e) {
            throw new InputException("--strategy", String.valueOf(e.getMessage()));
        }
        if (result.bound().schedules() == 0) {
            throw new InputException(
                    "--budget",
                    "was over before the first schedule was run; give it a longer time");
        }
        output.writeSummary(summary(result));
        ReportFile.explore(output, againBy(result), result);
        if (result.smallest().isPresent()) {
            show(result.smallest().get(), result.report());
            String file = Explored.isBundled(scenario) ? "" : " " + scenario;
            result.token()
                    .ifPresent(it ->
                            out().printf("%nagain: ./baton explore --reproduce %s%s%n", it, file));
            return ExitCode.BROKEN;
        }
        out().println(result.report());
        out().printf("%nSee %s.%n", output.path().resolve(ReportFile.PAGE));
        return ExitCode.FINE;
    }

    /** What finds the same again, by its token if there is one. */
    private List<String> againBy(Result result) {
        List<String> words = new ArrayList<>();
        String found = token == null ? result.token().orElse(null) : token;
        if (found != null) {
            words.addAll(List.of("--reproduce", found));
        }
        if (scenario != null && (found == null || !Explored.isBundled(scenario))) {
            words.add(scenario);
        }
        if (found == null) {
            words.addAll(List.of("--strategy", strategy, "--seed", Long.toString(seed)));
        }
        if (found == null && budget != null) {
            words.addAll(List.of("--budget", budget));
        }
        return words;
    }

    private int reproduce(String text) throws IOException {
        refuseBesideToken();
        try {
            Token read = Token.parse(text);
            if (scenario == null && !Explored.isBundled(read.name())) {
                throw new InputException(
                        "--reproduce",
                        "the token is of " + read.name()
                                + ", which is neither a bundled scenario nor"
                                + " a story; name its file before it");
            }
            Workload workload = Explored.named(Objects.requireNonNullElse(scenario, read.name()));
            Optional<Found> found = Optional.of(read.reproduce(workload));
            Bound bound =
                    new Bound(1, 0, false, false, 0, List.of(), workload.horizon(), Tally.NONE);
            Result again = new Result(workload, bound, 0, found, found, false, "");
            output.writeSummary(summary(again));
            ReportFile.explore(output, againBy(again), again);
            show(found.get(), words(found.get()));
            return ExitCode.BROKEN;
        } catch (TokenException e) {
            throw new InputException("--reproduce", String.valueOf(e.getMessage()));
        }
    }

    private static String words(Found found) {
        return found.failure().kind() + ": " + found.failure().inWords() + "\n"
                + found.workload().source() + "\nschedule: " + found.schedule().inWords();
    }

    private void show(Found found, String report) throws IOException {
        out().println(report);
        Explored.leave(found, report, output);
        out().printf(
                        "%nSee %s; and timeline.svg, order.dot, Smallest.java and smallest.yaml beside"
                                + " it.%n",
                        output.path().resolve(ReportFile.PAGE));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Strategy[] strategies() {
        if (strategy.equals(PORTFOLIO)) {
            return Strategy.PORTFOLIO.toArray(new Strategy[0]);
        }
        for (Strategy one : Strategy.values()) {
            if (word(one).equals(strategy)) {
                return new Strategy[] {one};
            }
        }
        String known = Arrays.stream(Strategy.values())
                .map(Explore::word)
                .collect(Collectors.joining(", "));
        throw new InputException("--strategy", "is portfolio, " + known + "; not " + strategy);
    }

    private static String word(Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    private LiveSearch.Budget budget() {
        if (budget == null) {
            return new LiveSearch.Budget(Exploration.SCHEDULES, Long.MAX_VALUE);
        }
        if (budget.matches("[0-9]{1,18}")) {
            long schedules = Long.parseLong(budget);
            if (schedules == 0) {
                throw new InputException("--budget", "of 0 schedules shows nothing; use 1 or more");
            }
            return new LiveSearch.Budget(schedules, Long.MAX_VALUE);
        }
        try {
            return new LiveSearch.Budget(Long.MAX_VALUE, ScenarioReader.durationNanos(budget));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "--budget", "is a number of schedules or a duration: " + e.getMessage());
        }
    }

    private Result run(Workload workload) {
        LiveSearch.Budget most = budget();
        boolean timed = most.nanos() < Long.MAX_VALUE;
        Exploration exploration = Exploration.of(workload).seed(seed).by(strategies());
        exploration = timed
                ? exploration.lasting(Duration.ofNanos(most.nanos()))
                : exploration.schedules(most.schedules());
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.ofSystem();
        if (terminal.isLarge()) {
            LiveSearch search = new LiveSearch(workload, strategies(), most);
            try (LiveView view = LiveView.of(err, () -> search.lines(terminal))) {
                return exploration.telling(search::at).run();
            }
        }
        long total = timed ? Progress.UNKNOWN : most.schedules();
        try (Progress progress = new Progress(err, terminal, "schedules", total)) {
            return exploration.telling(progress::at).run();
        }
    }

    private Map<String, @Nullable Object> summary(Result result) {
        Bound bound = result.bound();
        @Nullable Found found = result.smallest().orElse(null);
        @Nullable Failure failure = found == null ? null : found.failure();
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "explore");
        summary.put("scenario", result.workload().name());
        summary.put("strategy", token == null ? strategy : "token");
        summary.put("schedules", bound.schedules());
        boolean timed = result.nanos() > 0; // what is reproduced is not
        summary.put("schedulesPerSecond", timed ? bound.schedules() * 1e9 / result.nanos() : null);
        summary.put("found", found != null);
        summary.put("kind", failure == null ? null : failure.kind().name());
        summary.put(
                "law",
                failure != null && failure.kind() == Failure.Kind.LAW ? failure.signature() : null);
        summary.put("faults", bound.tally().faults());
        summary.put("executionsToFirst", found == null ? null : bound.schedules());
        summary.put("minimal", found == null ? null : minimal(found));
        summary.put("shrunk", found == null || token != null ? null : result.shrunk());
        summary.put("token", token == null ? result.token().orElse(null) : token);
        summary.put("missBound", found == null ? bound.missBound() : null);
        return summary;
    }

    private static Map<String, Object> minimal(Found found) {
        Workload.Size size = found.workload().size();
        Map<String, Object> minimal = new LinkedHashMap<>();
        minimal.put("jobs", size.jobs());
        minimal.put("buffers", size.buffers());
        minimal.put("steps", size.steps());
        minimal.put("switches", found.schedule().switches());
        minimal.put("faults", size.faults());
        return minimal;
    }
}
