package dev.baton.sim.fault;

import dev.baton.engine.Job;
import dev.baton.sim.Loop;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * The faults of one device: when which of them strikes, and how often each has. The device's {@link
 * FaultyClient} and {@link FaultyInterrupt} ask it at each occasion for a fault.
 *
 * <p><b>Threading:</b> any thread, as grants come on any. <b>Progress:</b> a short lock.
 *
 * @since 0.1
 */
public final class Faults {
    /** What a rule's chance is counted in. */
    public static final long PPM = 1_000_000;

    private final Loop loop;
    private final List<Rule> rules;
    private final Set<Fault> armed = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Long> injected = new EnumMap<>(Fault.class);
    private @Nullable Strike first;
    private boolean stopped;

    /**
     * That a fault struck.
     *
     * @param kind the fault
     * @param nanos when
     * @since 0.1
     */
    public record Strike(Fault kind, long nanos) {}

    /**
     * Decides whether a fault strikes.
     *
     * @param kind the fault
     * @param chancePpm how likely at each occasion, in parts of {@link #PPM}
     * @param job for which jobs; null: for any
     * @since 0.1
     */
    public record Rule(Fault kind, long chancePpm, @Nullable Predicate<Job> job) {
        /**
         * Refuses what is no chance.
         *
         * @param kind the fault
         * @param chancePpm how likely
         * @param job for which job
         */
        public Rule {
            Objects.requireNonNull(kind, "kind");
            if (chancePpm < 0 || chancePpm > PPM) {
                throw new IllegalArgumentException(
                        kind.word() + " with a chance of " + chancePpm + " ppm; use 0 to " + PPM);
            }
        }

        /**
         * By chance.
         *
         * @param kind the fault
         * @param ppm how likely at each occasion
         * @return the rule
         */
        public static Rule chance(Fault kind, long ppm) {
            return new Rule(kind, ppm, null);
        }

        /**
         * For certain jobs.
         *
         * @param kind the fault
         * @param job whether it is one of them; asked while it is granted
         * @return the rule
         */
        public static Rule when(Fault kind, Predicate<Job> job) {
            return new Rule(kind, PPM, job);
        }

        private boolean strikes(@Nullable Job at, LongUnaryOperator numbers) {
            if (job != null && (at == null || !job.test(at))) {
                return false;
            }
            return chancePpm > 0 && numbers.applyAsLong(PPM) < chancePpm;
        }
    }

    /**
     * A plan.
     *
     * @param loop the device's; draws the numbers
     * @param rules when faults strike, beside those that are {@linkplain #arm armed}
     */
    public Faults(Loop loop, List<Rule> rules) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.rules = List.copyOf(rules);
    }

    /**
     * Lets a fault strike at its next occasion.
     *
     * @param kind the fault
     */
    public synchronized void arm(Fault kind) {
        armed.add(kind);
    }

    /** From now on nothing goes wrong any more; what has, stays so. */
    public synchronized void stop() {
        stopped = true;
    }

    /**
     * How often each fault has struck.
     *
     * @return all that have, in the order of their numbers
     */
    public synchronized Map<Fault, Long> injected() {
        return new EnumMap<>(injected);
    }

    /** {@return which fault struck first, and when; null if none has} */
    public synchronized @Nullable Strike first() {
        return first;
    }

    /**
     * An occasion for a fault: whether it strikes. If so it is counted.
     *
     * @param kind the fault
     * @param job what is at hand; null if that is not known
     * @return whether to do it
     */
    public synchronized boolean strikes(Fault kind, @Nullable Job job) {
        boolean strikes = armed.contains(kind);
        for (Rule rule : rules) {
            strikes |= rule.kind() == kind && rule.strikes(job, loop::nextNumber);
        }
        if (stopped || !strikes) {
            return false;
        }
        armed.remove(kind);
        count(kind);
        return true;
    }

    /** As {@link #strikes}, by the rules for jobs alone, of a fault whose occasion knows no job. */
    synchronized boolean names(Fault kind, Job job) {
        boolean named = !stopped
                && rules.stream()
                        .filter(rule -> rule.kind() == kind && rule.job() != null)
                        .anyMatch(rule -> rule.strikes(job, loop::nextNumber));
        if (named) {
            count(kind);
        }
        return named;
    }

    synchronized void count(Fault kind) {
        if (first == null) {
            first = new Strike(kind, loop.nowNanos());
        }
        injected.merge(kind, 1L, Long::sum);
    }

    Loop loop() {
        return loop;
    }
}
