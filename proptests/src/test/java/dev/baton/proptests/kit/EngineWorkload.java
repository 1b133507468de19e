package dev.baton.proptests.kit;

import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.Workload;
import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;
import dev.baton.trace.Timeline;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** A program on the real engine, for the searchers and the shrinker of {@code dev.baton.explore}. */
record EngineWorkload(Program program) implements Workload {
    /** About how many shared accesses a call makes that is not alone: where PCT may switch. */
    private static final int ACCESSES_PER_CALL = 25;

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public Optional<Failure> run(Scheduler scheduler) {
        EngineRun run = new EngineRun(program);
        Alarm alarm = run.run(scheduler);
        if (alarm == null && repeats()) {
            alarm = differs(run);
        }
        return Optional.ofNullable(alarm).map(EngineWorkload::failure);
    }

    /** With one thread there is nothing to choose, and the same program is the same run. */
    private boolean repeats() {
        return program.observed() && !program.atAccesses() && program.threads().size() <= 1;
    }

    private @Nullable Alarm differs(EngineRun first) {
        EngineRun second = new EngineRun(program);
        second.run(new SeededScheduler(0));
        boolean same = first.hash.hex().equals(second.hash.hex());
        return same ? null : new Alarm(Oracle.R, "hash", "the same calls made other events");
    }

    static Failure failure(Alarm alarm) {
        String sort = alarm.oracle + " " + alarm.sort;
        return new Failure(Kind.LAW, sort, String.valueOf(alarm.getMessage()), 0);
    }

    @Override
    public List<? extends Workload> edits() {
        return Edits.of(program).map(EngineWorkload::new).toList();
    }

    @Override
    public Size size() {
        int calls = (int) program.threads().stream().mapToLong(List::size).sum();
        return new Size(
                (int) program.jobs(),
                program.queues(),
                program.atAccesses() ? calls * ACCESSES_PER_CALL : calls,
                (int) program.faults());
    }

    @Override
    public String source() {
        StringBuilder source = new StringBuilder();
        source.append(program.queues()).append(" queues");
        source.append(program.observed() ? ", observed" : "");
        program.prologue().forEach(call -> source.append("\n  first: ").append(call));
        for (int i = 0; i < program.threads().size(); i++) {
            for (Call call : program.threads().get(i)) {
                source.append("\n  thread ").append(i).append(": ").append(call);
            }
        }
        if (program.freeze().thread() >= 0) {
            source.append("\n  ").append(program.freeze());
        }
        return source.toString();
    }

    @Override
    public Timeline.Run picture(Scheduler scheduler) {
        return new Timeline.Run(name(), List.of(), List.of());
    }
}
