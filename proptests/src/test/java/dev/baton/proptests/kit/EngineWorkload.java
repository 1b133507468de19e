package dev.baton.proptests.kit;

import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.Workload;
import dev.baton.sim.Scheduler;

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
        if (!program.observed() || program.atAccesses()) {
            return Optional.ofNullable(run.run(scheduler)).map(EngineWorkload::failure);
        }
        Again again = new Again(scheduler);
        Alarm alarm = run.run(again);
        return Optional.ofNullable(alarm == null ? differs(run, again) : alarm)
                .map(EngineWorkload::failure);
    }

    /** The same program and the same choices are the same run. */
    private @Nullable Alarm differs(EngineRun first, Again again) {
        EngineRun second = new EngineRun(program);
        again.rewind();
        second.run(again);
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
    public Picture picture(Scheduler scheduler) {
        throw new UnsupportedOperationException("it is told in words");
    }
}
