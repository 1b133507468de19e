package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventHash;
import dev.baton.event.EventListener;
import dev.baton.event.EventRecorder;
import dev.baton.law.Laws;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.scenario.Expectation;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of a scenario, from building its machine room to the report.
 *
 * <p>For one thread, which is busy with it until it is over: in virtual time with the run itself, in
 * real time with judging what the devices' threads do.
 *
 * @since 0.1
 */
public final class ScenarioRun {
    /**
     * So many tasks an explored run has at most: bundled scenarios have up to 230,000, and those that
     * try again and again until their time is up might have millions.
     */
    public static final long TASKS_MAX = 300_000;

    /** Progress is told so many times. */
    private static final int SLICES = 200;

    /**
     * In real time: how long everything that was submitted may take to end, at most, when the
     * displays have been let go; and for how long, at least, none may before that is given up.
     */
    static final long ENDS_NANOS_MAX = 30_000_000_000L;

    static final long STILL_NANOS_MIN = 2_000_000_000L;

    /** In real time it is looked so often whether all has ended, and it must be seen twice. */
    private static final long LOOK_NANOS = 20_000_000;

    /** Nothing ends in the last quarter of settling: what is left waits for ever. */
    private static final int STILL_PART = 4;

    /** In so many parts of settling it is looked whether an explored run has settled. */
    private static final int SETTLE_PARTS = 16;

    /** Events that wait to be judged, in real time; more are dropped, and laws are incomplete. */
    private static final int RECORDED_MAX = 1 << 16;

    /** What left jobs mean, in words. */
    private static final String STUCK =
            "and for a quarter of the settling none did: a deadlock, or work that takes longer";

    private static final String LATE =
            "and others still did: more come than are done, or let it settle longer";

    private final Scenario scenario;
    private final RunOptions options;
    private final Laws laws = Laws.all();
    private final EventHash hash = new EventHash();
    private final RunPicture picture;

    /** Since then a deadlock lets nobody go on. */
    private long lastGrantNanos;

    /** Whether nothing ended any more when the time was over; false if the run was cut. */
    private boolean still;

    private ScenarioRun(Scenario scenario, RunOptions options) {
        this.scenario = scenario;
        this.options = options;
        this.picture = new RunPicture(options);
    }

    /**
     * Runs a scenario.
     *
     * @param scenario what to run
     * @param options how
     * @return what came of it
     * @throws dev.baton.buffers.BufferException if the scenario's buffers do not fit in its heaps
     */
    public static RunReport run(Scenario scenario, RunOptions options) {
        ScenarioRun run = new ScenarioRun(scenario, options);
        return options.clock() == Clock.VIRTUAL ? run.virtual() : run.real();
    }

    /**
     * Runs a scenario in virtual time by someone's choices, those of every latency included.
     *
     * @param scenario what to run
     * @param forNanos for so long jobs are submitted
     * @param scheduler makes all choices
     * @return what came of it, without a picture
     * @throws dev.baton.buffers.BufferException if the scenario's buffers do not fit in its heaps
     */
    public static RunReport explore(Scenario scenario, long forNanos, Scheduler scheduler) {
        return explore(scenario, forNanos, scheduler, TASKS_MAX);
    }

    static RunReport explore(Scenario scenario, long forNanos, Scheduler scheduler, long tasksMax) {
        return explored(scenario, forNanos, 0, null).explored(scheduler, tasksMax);
    }

    /**
     * Runs it as {@link #explore} does, with a picture.
     *
     * @param scenario what to run
     * @param forNanos for so long jobs are submitted
     * @param scheduler makes all choices
     * @param watcher hears what happens
     * @return what came of it
     * @throws dev.baton.buffers.BufferException if the scenario's buffers do not fit in its heaps
     */
    public static RunReport exploreAndDraw(
            Scenario scenario, long forNanos, Scheduler scheduler, RunWatcher watcher) {
        return explored(scenario, forNanos, forNanos, watcher).explored(scheduler, TASKS_MAX);
    }

    private static ScenarioRun explored(
            Scenario scenario, long forNanos, long pictureNanos, @Nullable RunWatcher watcher) {
        return new ScenarioRun(
                scenario,
                new RunOptions(
                        scenario.seed(),
                        Clock.VIRTUAL,
                        forNanos,
                        pictureNanos,
                        nanos -> {},
                        null,
                        watcher));
    }

    private RunReport explored(Scheduler scheduler, long tasksMax) {
        return run(Loops.explored(scheduler, laws::quiescent, tasksMax), this::judge, () -> {});
    }

    private RunReport virtual() {
        Loops loops = Loops.virtual(new SeededScheduler(options.seed()), laws::quiescent);
        return run(loops, this::judge, () -> {});
    }

    private RunReport real() {
        EventRecorder recorder = new EventRecorder(RECORDED_MAX);
        EventListener judge = new EventListener() {
            @Override
            public void on(Event event) {
                judge(event);
            }

            @Override
            public void dropped(long count) {
                laws.dropped(count);
                if (options.watcher() != null) {
                    options.watcher().dropped(count);
                }
            }
        };
        Runnable poll = () -> recorder.poll(judge);
        return run(new ThreadLoops(options.seed(), poll), recorder, poll);
    }

    private void judge(Event event) {
        laws.on(event);
        hash.on(event);
        if (event instanceof Event.Granted) {
            lastGrantNanos = event.nanos();
        }
        if (laws.broken() > 0) {
            picture.mark(new Mark(event.nanos(), "a law broken"));
        }
        RunWatcher watcher = options.watcher();
        if (watcher != null) {
            watcher.on(event);
        }
    }

    private RunReport run(Loops loops, EventListener listener, Runnable drain) {
        long startNanos = System.nanoTime();
        try (Room room = new Room(scenario, loops, listener, picture)) {
            pass(room, loops);
            for (String stuck : loops.stop()) {
                room.notes().add("the thread of " + stuck + " does not end");
            }
            drain.run();
            if (!loops.isCut()) {
                laws.end(); // what is left of a run that was cut might have ended
            }
            return report(room, loops.isCut(), System.nanoTime() - startNanos);
        }
    }

    /** Lets the time pass: while jobs come, until displays are let go, and until all must be over. */
    private void pass(Room room, Loops loops) {
        long forNanos = options.forNanos();
        for (int slice = 1; slice <= SLICES; slice++) {
            long nanos = slice == SLICES ? forNanos : forNanos / SLICES * slice;
            loops.runUntil(nanos - 1); // the end itself is not part of the time
            options.progress().accept(nanos);
        }
        room.shut();
        long nowNanos = Math.max(forNanos, room.conductor().nowNanos()); // a clock may have jumped
        long settleNanos = scenario.settleNanos();
        if (loops.isExplored()) {
            if (settlesEarly(room, loops, nowNanos)) {
                return;
            }
        } else {
            loops.runUntil(nowNanos + settleNanos / 2);
            room.finish();
        }
        if (options.clock() == Clock.REAL) {
            awaitEnds(room, loops, nowNanos + settleNanos / 2);
            return;
        }
        loops.runUntil(nowNanos + settleNanos - settleNanos / STILL_PART);
        long ended = ended(room.figures());
        loops.runUntil(nowNanos + settleNanos);
        still = ended(room.figures()) == ended && !loops.isCut();
    }

    /** A loaded machine takes the time that it takes; only what does not move is given up. */
    private void awaitEnds(Room room, Loops loops, long fromNanos) {
        long stillNanos = Math.max(STILL_NANOS_MIN, scenario.settleNanos());
        long nanos = fromNanos;
        long movedNanos = fromNanos;
        long endedBefore = -1;
        for (int seen = 0; seen < 2 && !still && nanos - fromNanos < ENDS_NANOS_MAX; ) {
            nanos += LOOK_NANOS;
            loops.runUntil(nanos);
            long ended = ended(room.figures());
            movedNanos = ended == endedBefore ? movedNanos : nanos;
            endedBefore = ended;
            seen = room.isFinished() && left(room.figures()) == 0 ? seen + 1 : 0;
            still = seen == 0 && nanos - movedNanos >= stillNanos;
        }
    }

    private static long left(Figures figures) {
        return figures.of(Measure.SUBMITTED) - ended(figures);
    }

    /**
     * Displays are let go as soon as nothing ends for a while; true if everything has ended soon
     * after that, and then no more time has to pass.
     */
    private boolean settlesEarly(Room room, Loops loops, long fromNanos) {
        long partNanos = scenario.settleNanos() / SETTLE_PARTS;
        long ended = -1;
        int part = 1;
        for (; part <= SETTLE_PARTS / 2 && ended(room.figures()) != ended; part++) {
            ended = ended(room.figures());
            loops.runUntil(fromNanos + part * partNanos);
        }
        room.finish();
        loops.runUntil(fromNanos + part * partNanos);
        return left(room.figures()) == 0;
    }

    private static long ended(Figures figures) {
        return Measure.ENDS.stream().mapToLong(figures::of).sum();
    }

    private RunReport report(Room room, boolean cut, long wallNanos) {
        List<WaitForGraph.Wait<String>> circle = OneByOne.circle(room.sequences());
        Figures figures = room.figures();
        room.notes().addAll(room.losses().told());
        long left = left(figures);
        if (left > 0 && (still || !circle.isEmpty())) {
            figures.add(Measure.DEADLOCK, 1);
            picture.mark(new Mark(lastGrantNanos, "the last grant before a deadlock"));
        }
        room.devices().faults().markFirst(picture);
        if (left > 0 && circle.isEmpty()) {
            room.notes().add(left + " jobs have not ended, " + (still ? STUCK : LATE));
        }
        return new RunReport(
                scenario,
                options,
                options.clock() == Clock.REAL
                        ? room.conductor().nowNanos()
                        : options.forNanos() + scenario.settleNanos(),
                wallNanos,
                cut,
                figures,
                room.devices().faults().injected(),
                laws,
                hash.hex(),
                missed(figures, !circle.isEmpty()),
                circle,
                left > 0 ? room.dispatcher().snapshot() : null,
                List.copyOf(room.notes()),
                room.latencies().latencies(),
                room.latencies().bars(),
                picture.run(scenario.name()),
                picture.first());
    }

    /**
     * In real time what is expected depends on the machine: it is reported and not judged, but that
     * jobs have ended, and all of them. After a deadlock that is no second finding.
     */
    private List<String> missed(Figures figures, boolean circle) {
        List<String> missed = new ArrayList<>();
        if (options.clock() == Clock.REAL) {
            if (ended(figures) == 0 && !circle) {
                missed.add("no job has ended; run for longer");
            }
            if (left(figures) > 0 && !circle) {
                missed.add(left(figures) + " jobs have not ended, so the run is not complete");
            }
            return missed;
        }
        for (Expectation expectation : scenario.expectations()) {
            long measured = figures.of(expectation.measure());
            if (!expectation.isMet(measured)) {
                missed.add(expectation + ", but it was " + expectation.measure().inWords(measured));
            }
        }
        return missed;
    }
}
