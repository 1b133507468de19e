package dev.baton.explore.step;

import dev.baton.explore.strategy.Stepped;

import java.util.Arrays;
import java.util.List;

/** One job on its way. */
final class Runner implements Stepped {
    /** Sleeps on no condition. */
    private static final int AWAKE = 0;

    /** Was signalled, and has not got its lock back. */
    private static final int SIGNALLED = -1;

    final String name;
    private final int job;
    private final Instruction[] instructions;
    private final Machine machine;
    private int position;

    /** Who went to sleep earlier has a smaller one. */
    private int sleeping = AWAKE;

    /** How often it had the lock that it gave back to sleep. */
    private int gaveBack;

    Runner(int job, Code.JobCode code, Machine machine) {
        this.job = job;
        this.name = code.name();
        this.instructions = code.instructions();
        this.machine = machine;
    }

    boolean hasEnded() {
        return position >= instructions.length;
    }

    Instruction next() {
        return instructions[position];
    }

    /** Whether one of these is still before it. */
    boolean comesTo(List<Op> ops, int object) {
        return Arrays.stream(instructions, position, instructions.length)
                .filter(step -> ops.contains(step.op))
                .anyMatch(step -> (step.op == Op.COPY ? step.other : step.object) == object);
    }

    boolean isAsleep() {
        return sleeping > AWAKE;
    }

    boolean canGoOn() {
        if (hasEnded()) {
            return false;
        }
        Instruction next = instructions[position];
        int object = next.object;
        return switch (next.op) {
            case TAKE, LOCK -> machine.acquisition.mayTake(job, object, false);
            case TAKE_SHARED -> machine.acquisition.mayTake(job, object, true);
            case WAIT ->
                sleeping == AWAKE
                        || (sleeping == SIGNALLED
                                && machine.acquisition.mayTake(job, next.other, false));
            case PUT -> machine.values[object] < machine.code.capacities[object];
            case GET -> machine.values[object] > 0;
            case AWAIT -> machine.holds(next);
            default -> true;
        };
    }

    void step() {
        Instruction next = instructions[position];
        int object = next.object;
        int[] values = machine.values;
        switch (next.op) {
            case TAKE, LOCK -> machine.acquisition.take(job, object, false);
            case TAKE_SHARED -> machine.acquisition.take(job, object, true);
            case RELEASE, UNLOCK -> {
                if (!machine.acquisition.release(job, object)) {
                    machine.missing(next.step, object, name);
                }
            }
            case SUBMIT -> machine.acquisition.submit(job, next.set);
            case WAIT -> waitFor(next);
            case SIGNAL, SIGNAL_ALL -> machine.signal(object, next.op == Op.SIGNAL_ALL);
            case PUT -> values[object]++;
            case GET -> values[object]--;
            case SET -> values[object] = next.step.value();
            case ADD -> values[object] += next.step.value();
            case COPY -> values[next.other] = values[object];
            case EXPECT -> machine.expect(next, name);
            case WHEN -> position += machine.holds(next) ? 0 : next.skip;
            case WORK, AWAIT -> {}
        }
        if (sleeping == AWAKE) {
            position++;
        }
        if (hasEnded()) {
            machine.acquisition.leave(job);
        }
    }

    private void waitFor(Instruction wait) {
        if (sleeping == AWAKE) {
            sleeping = machine.nextTicket();
            for (gaveBack = 0; machine.acquisition.release(job, wait.other); gaveBack++) {}
            if (gaveBack == 0) {
                machine.missing(wait.step, wait.other, name);
            }
            return;
        }
        sleeping = AWAKE;
        for (int i = 0; i < gaveBack; i++) {
            machine.acquisition.take(job, wait.other, false);
        }
    }

    /** How long it sleeps on a condition: the smaller the longer; the maximum if it does not. */
    int sleepsOn(int condition) {
        return isAsleep() && next().object == condition ? sleeping : Integer.MAX_VALUE;
    }

    void wake() {
        sleeping = SIGNALLED;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int job() {
        return job;
    }

    @Override
    public boolean holds() {
        return machine.acquisition.holds(job);
    }

    @Override
    public boolean takes() {
        return next().op.isTake() || sleeping == SIGNALLED;
    }

    @Override
    public int remaining() {
        return instructions.length - position;
    }

    /** How far it is, and how it sleeps. */
    long place() {
        return (long) position << 32 ^ (long) sleeping << 8 ^ gaveBack;
    }

    @Override
    public long state() {
        return machine.state();
    }

    @Override
    public long reads() {
        return instructions[position].reads;
    }

    @Override
    public long writes() {
        return instructions[position].writes;
    }
}
