package dev.baton.explore.step;

import dev.baton.explore.Failure;
import dev.baton.explore.OrderGraph;
import dev.baton.explore.Workload;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;
import dev.baton.sim.scenario.ProgramText;
import dev.baton.sim.scenario.ScenarioException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A few jobs as lists of steps, over buffers, locks, conditions, queues and variables: a model of a
 * pipeline as it is today, small enough to try a hundred thousand schedules a second.
 *
 * <pre>{@code
 * StepProgram pipeline = StepProgram.named("camera to screen")
 *         .job("camera", job -> job.lock("pool").lock("frame").unlock("frame").unlock("pool"))
 *         .job("screen", job -> job.lock("frame").lock("pool").unlock("pool").unlock("frame"))
 *         .build();
 * }</pre>
 *
 * <p>Immutable, any thread.
 *
 * @since 0.1
 */
public final class StepProgram implements Workload {
    private final String name;
    private final List<JobSteps> jobs;
    private final Surroundings around;
    private final Code code;

    /** One job. */
    record JobSteps(String name, List<Step> steps) {
        JobSteps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What is there besides the jobs.
     *
     * @param capacities of the queues
     * @param atEnd what must hold when all jobs have ended
     * @param dispatched whether jobs get their buffers from a dispatcher
     */
    record Surroundings(Map<String, Integer> capacities, List<Step> atEnd, boolean dispatched) {
        /** One item fits in a queue if none is declared. */
        int capacity(String queue) {
            return capacities.getOrDefault(queue, 1);
        }
    }

    StepProgram(String name, List<JobSteps> jobs, Surroundings around) {
        this.name = name;
        this.jobs = List.copyOf(jobs);
        this.around = around;
        Stray.first(this.jobs, around).ifPresent(stray -> {
            throw new IllegalArgumentException(stray.toString());
        });
        this.code = new Code(this.jobs, around);
    }

    /**
     * Begins a program.
     *
     * @param name for reports and tokens
     * @return to be completed
     */
    public static Builder named(String name) {
        return new Builder(JobBuilder.checked(name));
    }

    /**
     * A program of a file.
     *
     * @param text as {@link dev.baton.sim.scenario.ProgramReader} reads it
     * @return the program
     * @throws ScenarioException if its words mean nothing
     */
    public static StepProgram of(ProgramText text) throws ScenarioException {
        return Sentences.program(text);
    }

    @Override
    public String yaml() {
        return Sentences.yaml(this);
    }

    /**
     * The same jobs with the cure: all that a job takes until it has given everything back is one
     * {@link dev.baton.engine.AccessSet}, submitted to a real dispatcher just before the first of it
     * is taken. The engine's laws are checked over every execution.
     *
     * @return this program on the dispatcher
     * @throws IllegalArgumentException if a job takes or gives back within {@code when}, or waits for
     *     a condition: neither has a set that is known beforehand
     */
    public StepProgram onDispatcher() {
        return new StepProgram(
                name, jobs, new Surroundings(around.capacities(), around.atEnd(), true));
    }

    StepProgram with(List<JobSteps> others) {
        return new StepProgram(name, others, around);
    }

    StepProgram with(Surroundings others) {
        return new StepProgram(name, jobs, others);
    }

    List<JobSteps> jobs() {
        return jobs;
    }

    Surroundings around() {
        return around;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Failure> run(Scheduler scheduler) {
        return new Machine(code, event -> {}).run(scheduler);
    }

    /** Each step takes {@link StepPicture#STEP_NANOS}. */
    @Override
    public Picture picture(Scheduler scheduler) {
        StepPicture picture = new StepPicture(scheduler);
        OrderGraph orders = new OrderGraph();
        Machine machine = new Machine(code, orders);
        machine.run(picture);
        String order = around.dispatched() ? orders.toDot() : picture.orders();
        Optional<WaitForGraph<String>> waits = machine.waits();
        return new Picture(
                picture.run(name, machine),
                waits.map(WaitForGraph::toDot).orElse(order),
                waits.map(WaitForGraph::cycle).orElse(List.of()));
    }

    @Override
    public List<StepProgram> edits() {
        return Edits.of(this);
    }

    /** Buffers and locks that one job alone uses are always free; who waits for a step may wait. */
    @Override
    public boolean canFail() {
        return !around.atEnd().isEmpty()
                || code.canFail()
                || jobs.stream().anyMatch(Stray::mayReturn);
    }

    @Override
    public Size size() {
        return new Size(jobs.size(), code.buffers(), code.steps(), 0);
    }

    @Override
    public String source() {
        StringBuilder java = new StringBuilder("StepProgram.named(\"" + name + "\")");
        around.capacities()
                .forEach((queue, capacity) -> line(java, "queue", queue, String.valueOf(capacity)));
        jobs.forEach(job -> line(java, "job", job.name(), "job -> job" + Step.chain(job.steps())));
        around.atEnd()
                .forEach(step -> line(
                        java,
                        "expect",
                        step.objects().get(0),
                        step.relation().name() + ", " + step.value()));
        java.append("\n        .build()");
        return java.append(around.dispatched() ? ".onDispatcher()" : "").toString();
    }

    private static void line(StringBuilder java, String method, String name, String rest) {
        java.append("\n        .").append(method).append("(\"").append(name).append("\", ");
        java.append(rest).append(')');
    }

    @Override
    public String toString() {
        return source();
    }

    /** Collects what makes a program. For one thread. */
    public static final class Builder {
        private final String name;
        private final Map<String, JobSteps> jobs = new LinkedHashMap<>();
        private final Map<String, Integer> capacities = new LinkedHashMap<>();
        private final List<Step> atEnd = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Adds a job, which runs on a thread of its own.
         *
         * @param job its name, which no other has
         * @param steps what it does, in order
         * @return this
         */
        public Builder job(String job, UnaryOperator<JobBuilder> steps) {
            JobSteps added = new JobSteps(
                    JobBuilder.checked(job), steps.apply(new JobBuilder()).steps());
            if (jobs.putIfAbsent(job, added) != null) {
                throw new IllegalArgumentException("two jobs are called " + job);
            }
            return this;
        }

        /**
         * Says how much a bounded queue holds. If none is declared so, each holds one item; else each
         * that a job names has to be.
         *
         * @param queue its name
         * @param capacity at least 1
         * @return this
         */
        public Builder queue(String queue, int capacity) {
            if (capacity < 1) {
                throw new IllegalArgumentException("queue " + queue + " would hold " + capacity);
            }
            capacities.put(JobBuilder.checkedObject(queue), capacity);
            return this;
        }

        /**
         * States what must hold when all jobs have ended.
         *
         * @param variable what is compared
         * @param relation how
         * @param value with what
         * @return this
         */
        public Builder expect(String variable, Relation relation, int value) {
            atEnd.addAll(new JobBuilder().expect(variable, relation, value).steps());
            return this;
        }

        /**
         * The program.
         *
         * @return all that was added
         * @throws IllegalArgumentException if a job gives back what it cannot have there, or names a
         *     queue that is not declared though others are
         */
        public StepProgram build() {
            return new StepProgram(
                    name,
                    List.copyOf(jobs.values()),
                    new Surroundings(new LinkedHashMap<>(capacities), List.copyOf(atEnd), false));
        }
    }
}
