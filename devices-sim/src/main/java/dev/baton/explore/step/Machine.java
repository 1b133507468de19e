package dev.baton.explore.step;

import dev.baton.event.EventListener;
import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.strategy.AbandonedException;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One execution of a program: again and again the scheduler chooses among the jobs that can go on,
 * and one does one step. It ends when all have ended, when none can go on, or when something that
 * was expected does not hold.
 */
final class Machine {
    static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    final Code code;
    final Acquisition acquisition;

    /** Variables, and how many items queues hold. */
    final int[] values;

    private final Runner[] runners;
    private final List<Runner> ready;
    private int tickets;
    private long hash;
    private @Nullable Failure missed;

    /** One whose dispatcher, if it has one, tells somebody of its events. */
    Machine(Code code, EventListener listener) {
        this.code = code;
        int jobs = code.jobs.size();
        this.values = new int[code.objects.size()];
        this.acquisition = code.around.dispatched()
                ? new AllAtOnce(code, listener)
                : new OneByOne(jobs, values.length);
        this.runners = new Runner[jobs];
        this.ready = new ArrayList<>(jobs);
        for (int i = 0; i < jobs; i++) {
            runners[i] = new Runner(i, code.jobs.get(i), this);
        }
    }

    Optional<Failure> run(Scheduler scheduler) {
        while (missed == null && hasReady()) {
            Runner chosen = ready.get(chosen(scheduler));
            hash = (hash ^ (chosen.job() + 1)) * HASH_FACTOR;
            chosen.step();
        }
        if (missed == null) {
            atEnd();
        }
        return missed == null ? acquisition.judge(true) : Optional.of(missed);
    }

    /** An execution that is abandoned has been judged so far. */
    private int chosen(Scheduler scheduler) {
        try {
            return scheduler.nextTask(ready);
        } catch (AbandonedException e) {
            Failure broken = acquisition.judge(false).orElse(null);
            if (broken == null) {
                throw e;
            }
            missed = broken;
            return 0;
        }
    }

    /** Where everybody is and what everything is, as a fingerprint that is not 0. */
    long state() {
        long state = acquisition.state();
        for (Runner runner : runners) {
            state = (state ^ runner.place()) * HASH_FACTOR;
            state ^= state >>> 32;
        }
        for (int value : values) {
            state = (state ^ value) * HASH_FACTOR;
            state ^= state >>> 32;
        }
        return state == 0 ? 1 : state;
    }

    List<Runner> runners() {
        return List.of(runners);
    }

    private boolean hasReady() {
        ready.clear();
        for (Runner runner : runners) {
            if (runner.canGoOn()) {
                ready.add(runner);
            }
        }
        return !ready.isEmpty();
    }

    private List<Runner> stuck() {
        return Arrays.stream(runners).filter(runner -> !runner.hasEnded()).toList();
    }

    /** Who waits for whom at the end; nothing if all have ended or could go on. */
    Optional<WaitForGraph<String>> waits() {
        List<Runner> stuck = stuck();
        return stuck.isEmpty() || hasReady()
                ? Optional.empty()
                : Optional.of(new Waits(this, stuck).graph());
    }

    private void atEnd() {
        List<Runner> stuck = stuck();
        if (!stuck.isEmpty()) {
            missed = new Waits(this, stuck).failure(hash);
            return;
        }
        for (Step step : code.around.atEnd()) {
            int value = values[code.number(step.objects().get(0))];
            if (!step.relation().holds(value, step.value())) {
                miss(step, value, "at the end");
                return;
            }
        }
    }

    boolean holds(Instruction comparison) {
        Step step = comparison.step;
        return step.relation().holds(values[comparison.object], step.value());
    }

    void expect(Instruction comparison, String job) {
        if (!holds(comparison)) {
            miss(comparison.step, values[comparison.object], job);
        }
    }

    /** The branches that a job took left it without what it gives back. */
    void missing(Step step, int object, String job) {
        String name = code.objects.get(object);
        missed = new Failure(
                Kind.EXPECTATION,
                step.op().word + " " + name,
                job + " gives back " + name + ", which it does not have",
                hash);
    }

    private void miss(Step step, int value, String who) {
        missed = new Failure(
                Kind.EXPECTATION,
                step.comparison(),
                who + " expects " + step.comparison() + ", but it is " + value,
                hash);
    }

    int nextTicket() {
        return ++tickets;
    }

    /** Wakes the one that sleeps longest, or all. */
    void signal(int condition, boolean all) {
        Runner longest = null;
        for (Runner runner : runners) {
            int sleeps = runner.sleepsOn(condition);
            if (sleeps == Integer.MAX_VALUE) {
                continue;
            }
            if (all) {
                runner.wake();
            } else if (longest == null || sleeps < longest.sleepsOn(condition)) {
                longest = runner;
            }
        }
        if (longest != null) {
            longest.wake();
        }
    }
}
