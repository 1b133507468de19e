package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.Workload.Manner;
import dev.baton.proptests.Workload.Operation;
import dev.baton.proptests.Workload.Wish;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Workloads by a seed alone, where there is no jqwik to make them. */
final class RandomWorkloads {
    private static final int NUMBERS = 60;

    private RandomWorkloads() {}

    static Workload of(long seed) {
        Random random = new Random(seed);
        List<Operation> operations = new ArrayList<>();
        int count = 5 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            operations.add(operation(random));
        }
        return new Workload(1 + random.nextInt(4), operations);
    }

    static Operation operation(Random random) {
        int any = random.nextInt(NUMBERS);
        return switch (random.nextInt(14)) {
            case 0, 1 -> new Workload.Release(any, random.nextInt(3) == 0);
            case 2 -> new Workload.ReleaseOne(any, random.nextInt(NUMBERS));
            case 3 -> new Workload.Downgrade(any, random.nextInt(NUMBERS));
            case 4 -> new Workload.Cancel(any);
            case 5 -> new Workload.Advance(1 + random.nextInt(3));
            case 6 -> new Workload.Signal(any);
            case 7 -> new Workload.Kill(any);
            case 8 -> random.nextInt(4) == 0 ? new Workload.Close(any) : submit(random);
            default -> submit(random);
        };
    }

    static Workload.Submit submit(Random random) {
        List<Wish> wishes = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            AccessMode[] modes = AccessMode.values();
            wishes.add(new Wish(random.nextInt(NUMBERS), modes[random.nextInt(modes.length)]));
        }
        if (random.nextInt(5) == 0) {
            return new Workload.Submit(wishes, Manner.EAGER, PoisonPolicy.RUN, 0, 0);
        }
        PoisonPolicy[] policies = PoisonPolicy.values();
        return new Workload.Submit(
                wishes,
                random.nextInt(3) == 0 ? Manner.AT_ONCE : Manner.KEEPING,
                policies[random.nextInt(policies.length)],
                Math.max(0, random.nextInt(8) - 4),
                Math.max(0, random.nextInt(8) - 5));
    }
}
