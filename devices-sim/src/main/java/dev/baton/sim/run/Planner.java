package dev.baton.sim.run;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Gate;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Fence;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.JobSpec.Sync;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Works out what an iteration of one job uses and asks for. */
final class Planner {
    /** Plans are kept for the iterations of one round through the pools, if that is no longer. */
    private static final int ROUND_MAX = 1024;

    private final Room room;
    private final JobSpec spec;
    private final JobSpec.Buffers buffers;
    private final int oldest;
    private final @Nullable Plan[] plans;
    private JobOptions options;

    private record Plan(AccessSet set, List<Slot> sources, List<Slot> targets) {}

    Planner(Room room, JobSpec spec) {
        this.room = room;
        this.spec = spec;
        this.buffers = spec.buffers();
        this.options = constant(room, spec);
        List<BufferUse> all = new ArrayList<>(buffers.reads());
        all.addAll(buffers.writes());
        all.addAll(buffers.unordered());
        all.addAll(buffers.shows());
        this.oldest = all.stream().mapToInt(BufferUse::back).max().orElse(0);
        this.plans = new Plan[round(all)];
    }

    /** After how many iterations the same buffers come again; 0 if that cannot be told. */
    private int round(List<BufferUse> uses) {
        long round = 1;
        for (BufferUse use : uses) {
            long count = room.pool(use.pool()).count();
            long a = round;
            long b = count;
            while (b != 0) { // the greatest common divisor
                long rest = a % b;
                a = b;
                b = rest;
            }
            round = round / a * count;
            if (use.isNewest() || round > ROUND_MAX) {
                return 0;
            }
        }
        return (int) round;
    }

    private static JobOptions constant(Room room, JobSpec spec) {
        Sync sync = spec.sync();
        JobOptions options = JobOptions.DEFAULT;
        boolean held = spec.buffers().shows().isEmpty()
                && spec.buffers().acquire() == JobSpec.Acquire.ATOMIC;
        if (sync.holdNanos() != Sync.NEVER) {
            options = options.hold(Duration.ofNanos(sync.holdNanos()));
        } else if (held && room.devices().faults().strikes(spec.on())) {
            options = options.hold(FaultPlan.HOLD);
        }
        PoisonPolicy policy = sync.onPoison();
        return policy == PoisonPolicy.RUN ? options : options.onPoison(policy);
    }

    /** From now on jobs have out-fences. */
    void outFences() {
        options = options.withOutFence();
    }

    Order order(Stream stream, long iteration, long takesNanos) {
        Plan plan = plan(iteration);
        return new Order(
                stream,
                iteration,
                plan.set,
                options(iteration),
                plan.sources,
                plan.targets,
                takesNanos);
    }

    private Plan plan(long iteration) {
        if (plans.length == 0 || iteration < oldest) {
            return made(iteration);
        }
        int at = (int) (iteration % plans.length);
        Plan plan = plans[at];
        if (plan == null) {
            plan = made(iteration);
            plans[at] = plan;
        }
        return plan;
    }

    private Plan made(long iteration) {
        AccessSet.Builder set = AccessSet.builder();
        List<Slot> shows = named(buffers.shows(), iteration);
        if (!shows.isEmpty()) { // in their order; the display makes a set of them itself
            return new Plan(set.build(), List.copyOf(shows), List.of());
        }
        List<Slot> sources = named(buffers.reads(), iteration);
        List<Slot> targets = named(buffers.writes(), iteration);
        List<Slot> unordered = named(buffers.unordered(), iteration);
        sources.removeAll(unordered);
        sources.forEach(slot -> add(set, slot, AccessMode.SHARED));
        targets.forEach(slot -> add(set, slot, AccessMode.EXCLUSIVE));
        unordered.forEach(slot -> add(set, slot, AccessMode.UNORDERED));
        if (targets.isEmpty()) {
            targets.addAll(unordered); // a job that works on its buffers whatever others do
        } else {
            sources.addAll(unordered);
        }
        return new Plan(set.build(), List.copyOf(sources), List.copyOf(targets));
    }

    private List<Slot> named(List<BufferUse> uses, long iteration) {
        List<Slot> slots = new ArrayList<>();
        for (BufferUse use : uses) {
            Slot slot = room.pool(use.pool()).at(use, iteration);
            if (slot != null) {
                slots.add(slot);
            }
        }
        return slots;
    }

    private static void add(AccessSet.Builder set, Slot slot, AccessMode mode) {
        for (SyncQueue queue : slot.queues()) {
            set.add(queue, mode);
        }
    }

    private JobOptions options(long iteration) {
        Sync sync = spec.sync();
        JobOptions now = options;
        long nanos = room.conductor().nowNanos();
        if (sync.notBeforeNanos() > 0) {
            now = now.notBefore(nanos + sync.notBeforeNanos());
        }
        if (sync.follows() != null) {
            long least = Math.max(1, now.notBeforeNanos());
            now = now.notBefore(Math.max(least, room.dueNanos(spec, iteration)));
        }
        if (sync.expiresNanos() != Sync.NEVER) {
            now = now.expiry(nanos + sync.expiresNanos());
        }
        if (sync.deadlineNanos() != Sync.NEVER) {
            now = now.deadline(nanos + sync.deadlineNanos());
        }
        for (String awaited : sync.waits()) {
            Fence fence = room.stream(awaited).fence(iteration);
            now = now.gate(Gate.beforePlacing(fence));
        }
        return now;
    }
}
