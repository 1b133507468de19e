package dev.baton.explore.step;

import dev.baton.sim.scenario.ProgramReader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes down what a job does, step by step. Between two steps any other job may go on; within one
 * nobody does. What a job still holds at its end it gives back; a job that ends without giving back
 * is no failure.
 *
 * <p>Names are of one space: a buffer, a lock, a queue, a condition and a variable are each known by
 * the steps that name them. Variables begin with 0.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class JobBuilder {
    private final List<Step> steps = new ArrayList<>();

    JobBuilder() {}

    List<Step> steps() {
        return steps;
    }

    private JobBuilder add(Step step) {
        step.objects().forEach(JobBuilder::checkedObject);
        steps.add(step);
        return this;
    }

    static String checked(String name) {
        if (!ProgramReader.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name: '" + name
                    + "'; it has 1 to 64 letters, digits, spaces or any of . # @ _ -");
        }
        return name;
    }

    /** Of a buffer, a lock, a queue, a condition or a variable. */
    static String checkedObject(String name) {
        if (!ProgramReader.OBJECT.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of something that a step takes: '"
                    + checked(name) + "'; it has no spaces");
        }
        return name;
    }

    /**
     * Waits until nobody else has a buffer, and has it exclusively from then on. A job that has it
     * already has it twice, and gives it back twice.
     *
     * @param buffer its name
     * @return this
     */
    public JobBuilder take(String buffer) {
        return add(Step.of(Op.TAKE, buffer));
    }

    /**
     * Waits until nobody else has a buffer exclusively, and reads it from then on.
     *
     * @param buffer its name
     * @return this
     */
    public JobBuilder takeShared(String buffer) {
        return add(Step.of(Op.TAKE_SHARED, buffer));
    }

    /**
     * Gives a buffer back, once. A program is refused if the job cannot have it here; if only the
     * branches that an execution took left it without, that execution has failed.
     *
     * @param buffer its name
     * @return this
     */
    public JobBuilder release(String buffer) {
        return add(Step.of(Op.RELEASE, buffer));
    }

    /**
     * Takes a lock, as {@link #take} takes a buffer: a job that has it already has it twice.
     *
     * @param lock its name
     * @return this
     */
    public JobBuilder lock(String lock) {
        return add(Step.of(Op.LOCK, lock));
    }

    /**
     * Gives a lock back, as {@link #release} gives back a buffer. What one job takes and another gives
     * back, a semaphore, is a queue: {@link #get} and {@link #put}.
     *
     * @param lock its name
     * @return this
     */
    public JobBuilder unlock(String lock) {
        return add(Step.of(Op.UNLOCK, lock));
    }

    /**
     * Does something that concerns nobody else.
     *
     * @return this
     */
    public JobBuilder work() {
        return add(Step.of(Op.WORK));
    }

    /**
     * Does something that concerns nobody else, in several steps.
     *
     * @param count how many
     * @return this
     */
    public JobBuilder work(int count) {
        for (int i = 0; i < count; i++) {
            work();
        }
        return this;
    }

    /**
     * Gives a lock back and sleeps, in one step; once signalled, takes the lock again. Nobody is
     * woken without a signal.
     *
     * @param condition what is signalled
     * @param lock which the job has, as for {@link #unlock}
     * @return this
     */
    public JobBuilder waitFor(String condition, String lock) {
        return add(Step.of(Op.WAIT, condition, lock));
    }

    /**
     * Wakes who sleeps longest on a condition. Nobody remembers a signal for which nobody sleeps.
     *
     * @param condition what is signalled
     * @return this
     */
    public JobBuilder signal(String condition) {
        return add(Step.of(Op.SIGNAL, condition));
    }

    /**
     * Wakes all who sleep on a condition.
     *
     * @param condition what is signalled
     * @return this
     */
    public JobBuilder signalAll(String condition) {
        return add(Step.of(Op.SIGNAL_ALL, condition));
    }

    /**
     * Waits while a bounded queue is full, and puts something in.
     *
     * @param queue its name
     * @return this
     */
    public JobBuilder put(String queue) {
        return add(Step.of(Op.PUT, queue));
    }

    /**
     * Waits while a bounded queue is empty, and takes something out.
     *
     * @param queue its name
     * @return this
     */
    public JobBuilder get(String queue) {
        return add(Step.of(Op.GET, queue));
    }

    /**
     * Writes a variable.
     *
     * @param variable its name
     * @param value its value from now on
     * @return this
     */
    public JobBuilder set(String variable, int value) {
        return add(new Step(Op.SET, List.of(variable), Relation.EQUAL, value, List.of()));
    }

    /**
     * Reads and writes a variable in one step.
     *
     * @param variable its name
     * @param value what is added
     * @return this
     */
    public JobBuilder add(String variable, int value) {
        return add(new Step(Op.ADD, List.of(variable), Relation.EQUAL, value, List.of()));
    }

    /**
     * Copies a variable, as into a register: a variable that no other job names costs no schedules.
     *
     * @param from what is read
     * @param to what is written
     * @return this
     */
    public JobBuilder copy(String from, String to) {
        return add(Step.of(Op.COPY, from, to));
    }

    /**
     * Waits until a comparison holds.
     *
     * @param variable what is compared
     * @param relation how
     * @param value with what
     * @return this
     */
    public JobBuilder await(String variable, Relation relation, int value) {
        return add(new Step(Op.AWAIT, List.of(variable), relation, value, List.of()));
    }

    /**
     * States what must hold here; if it does not, the execution has failed.
     *
     * @param variable what is compared
     * @param relation how
     * @param value with what
     * @return this
     */
    public JobBuilder expect(String variable, Relation relation, int value) {
        return add(new Step(Op.EXPECT, List.of(variable), relation, value, List.of()));
    }

    /**
     * Does some steps only if a comparison holds. The comparison is a step of its own.
     *
     * @param variable what is compared
     * @param relation how
     * @param value with what
     * @param then the steps
     * @return this
     */
    public JobBuilder when(
            String variable, Relation relation, int value, UnaryOperator<JobBuilder> then) {
        List<Step> body = then.apply(new JobBuilder()).steps();
        return add(new Step(Op.WHEN, List.of(variable), relation, value, List.copyOf(body)));
    }
}
