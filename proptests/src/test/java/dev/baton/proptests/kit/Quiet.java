package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.FenceSource;
import dev.baton.law.Violation;
import dev.baton.proptests.probe.Turns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must hold when no call is under way, and when all is over. */
final class Quiet {
    /** A question that is to be answered once. */
    static final class Asked {
        int told;
    }

    private static final Map<String, Oracle> LAWS = Map.of(
            "exclusion", Oracle.B,
            "queue-order", Oracle.C,
            "one-order", Oracle.D,
            "one-end", Oracle.A,
            "reader-concurrency", Oracle.E,
            "nothing-left", Oracle.E,
            "hardware-order", Oracle.C);

    private final EngineRun run;
    private final Ends ends;
    final List<Asked> asked = new ArrayList<>();
    private boolean closed;

    Quiet(EngineRun run) {
        this.run = run;
        this.ends = new Ends(run);
    }

    void closed() {
        closed = true;
    }

    boolean hasClosed() {
        return closed;
    }

    /** Thrown where nobody is to catch it. */
    void unheard(Throwable thrown) {
        if (thrown instanceof Turns.SpinningError) {
            run.alarm(Oracle.H, "spins", String.valueOf(thrown.getMessage()));
        } else if (thrown instanceof Alarm other) {
            run.alarm(other.oracle, other.sort, String.valueOf(other.getMessage()));
        } else if (!String.valueOf(thrown.getMessage()).endsWith("as told")) {
            run.alarm(
                    Oracle.K,
                    "thrown " + thrown.getClass().getSimpleName(),
                    String.valueOf(thrown));
        }
    }

    /** After each call, where threads switch between calls. */
    void afterCall() {
        judgeLaws();
        long now = run.timers.nowNanos();
        for (Ticket ticket : run.tickets.values()) {
            ends.judgeTimes(ticket, now);
        }
    }

    private void judgeLaws() {
        if (run.program.observed()) {
            run.laws.quiescent();
            for (Violation violation : run.laws.violations()) {
                Oracle oracle = LAWS.getOrDefault(violation.law(), Oracle.A);
                run.alarm(oracle, violation.law(), violation.toString());
            }
        }
    }

    /** One thread is frozen and all others are at their ends: closing all clients ends the rest. */
    void whileFrozen() {
        run.fences.values().forEach(FenceSource::signal); // foreign work is nobody's to end
        closed = true;
        for (Ticket ticket : List.copyOf(run.tickets.values())) {
            run.dispatcher.close(run.clientOf(ticket), Duration.ZERO);
        }
        for (SyncQueue queue : run.queues) {
            try {
                Job fresh = run.dispatcher.submit(AccessSet.exclusive(queue), job -> {});
                if (!fresh.isGranted()) {
                    String where = queue + " is not free though all clients are closed: "
                            + run.dispatcher.explain(fresh) + "; frozen at ";
                    run.alarm(Oracle.H, "gap", where + Turns.whereFrozen());
                }
                fresh.cancel();
                if (fresh.isGranted()) {
                    fresh.release();
                }
            } catch (RefusedException closedBefore) {
                continue;
            }
        }
    }

    /** Everybody gives back what it owns; then everything must have ended. */
    void atTheEnd() {
        if (run.isAlarmed()) {
            return;
        }
        afterCall();
        settle();
        if (run.isAlarmed()) {
            return;
        }
        for (Ticket ticket : run.tickets.values()) {
            ends.judge(ticket, closed);
        }
        run.burst.stream()
                .filter(job -> job.outcome() != Outcome.COMPLETED && !closed)
                .findFirst()
                .ifPresent(job -> run.alarm(
                        job.outcome() == null ? Oracle.E : Oracle.K,
                        "burst",
                        "one of a burst is " + job.outcome() + " by " + job.cause()));
        if (run.program.observed()) {
            run.laws.end();
            judgeLaws();
        }
        if (!closed && run.dispatcher.lateReleases() != run.deeds.late) {
            run.alarm(
                    Oracle.F,
                    "late",
                    "counted " + run.dispatcher.lateReleases() + " late releases, not "
                            + run.deeds.late);
        }
        asked.stream()
                .filter(it -> it.told != 1)
                .findFirst()
                .ifPresent(it -> run.alarm(
                        it.told == 0 ? Oracle.E : Oracle.G,
                        "asked",
                        "a question was answered " + it.told + " times"));
        for (SyncQueue queue : run.queues) {
            if (!queue.isReady(AccessMode.EXCLUSIVE) && !run.isClosed(queue)) {
                run.alarm(Oracle.E, "queue", queue + " is not free though all is over");
            }
        }
        if (!run.isAlarmed()) {
            Leaks.judge(run);
        }
    }

    /** All inboxes are empty, and no callback is under way. */
    private void judgeTold(Ticket ticket) {
        if (ticket.told == 0 && ticket.job != null && ticket.job.isGranted()) {
            run.alarm(Oracle.K, "untold", ticket + " is granted, and nobody was told");
        }
    }

    private void settle() {
        run.fences.values().forEach(FenceSource::signal);
        run.settleTime();
        boolean progress = true;
        while (progress && !run.isAlarmed()) {
            run.runTasks();
            run.tickets.values().forEach(this::judgeTold);
            progress = false;
            for (Ticket ticket : List.copyOf(run.tickets.values())) {
                Job job = ticket.job;
                if (job != null && job.isGranted()) {
                    run.deeds.release(ticket);
                    progress |= job.outcome() != null;
                }
            }
            judgeLaws();
        }
    }
}
