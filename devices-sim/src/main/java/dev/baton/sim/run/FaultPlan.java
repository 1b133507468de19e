package dev.baton.sim.run;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Breakable;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.fault.Faults;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.fault.FaultyClient;
import dev.baton.sim.fault.FaultyInterrupt;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.FaultSpec.At;
import dev.baton.sim.scenario.FaultSpec.AtTime;
import dev.baton.sim.scenario.FaultSpec.Chance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The faults of a scenario, put on the lines of its devices. A device without faults has its lines
 * to itself.
 */
final class FaultPlan {
    /**
     * How long a job may be owned without a sign of life where faults strike, if it does not say so
     * itself: so that they are survived.
     */
    static final Duration HOLD = Duration.ofMillis(100);

    /** After so long somebody notices that a process has died, or that a display hangs. */
    private static final long NOTICE_NANOS = 50_000_000;

    /** After so long a zombie comes back. */
    private static final long REVIVAL_NANOS = 50_000_000;

    private final Room room;
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    /** Early releases that were to strike at a time, and have. */
    private final Set<FaultSpec> over = ConcurrentHashMap.newKeySet();

    private final AtomicLong earlyReleases = new AtomicLong();

    /** What is planned for one device. */
    private static final class Plan {
        final Faults faults;
        final List<FaultyClient> clients = new ArrayList<>();
        final List<FaultSpec> early;

        @Nullable
        Breakable whole;

        Plan(Faults faults, List<FaultSpec> early) {
            this.faults = faults;
            this.early = early;
        }

        Breakable whole() {
            return Objects.requireNonNull(whole);
        }
    }

    FaultPlan(Room room) {
        this.room = room;
    }

    /** Plans the faults of one device. */
    void plan(String device, Loop loop) {
        List<Rule> rules = new ArrayList<>();
        List<FaultSpec> early = new ArrayList<>();
        List<FaultSpec> specs = room.scenario().faults().stream()
                .filter(spec -> spec.on().equals(device))
                .toList();
        for (FaultSpec spec : specs) {
            if (spec.kind() == Fault.EARLY_RELEASE) {
                early.add(spec);
            } else if (spec.when() instanceof AtTime at) {
                Fault fault = spec.kind();
                room.conductor().at(at.nanos(), fault.word(), () -> strike(device, fault));
            } else {
                rules.add(rule(spec));
            }
        }
        if (!specs.isEmpty()) {
            plans.put(device, new Plan(new Faults(loop, rules), early));
        }
    }

    boolean strikes(String device) {
        return plans.containsKey(device);
    }

    private Rule rule(FaultSpec spec) {
        Predicate<Job> job = granted -> isMeant(spec, room.devices().order(spec.on(), granted));
        if (spec.when() instanceof Chance chance) {
            return new Rule(spec.kind(), chance.perMillion(), spec.job() == null ? null : job);
        }
        return Rule.when(spec.kind(), job);
    }

    private static boolean isMeant(FaultSpec spec, @Nullable Order order) {
        String job = spec.job();
        return order != null
                && (job == null || job.equals(order.spec().name()))
                && (!(spec.when() instanceof At at) || at.iteration() == order.iteration());
    }

    /** At a time: now, or at its next occasion. */
    private void strike(String device, Fault fault) {
        Plan plan = Objects.requireNonNull(plans.get(device), device);
        if (!room.isOpen()) {
            return;
        }
        if (plan.clients.isEmpty()) {
            plan.faults.arm(fault);
        } else {
            plan.clients.get(0).strike(fault);
        }
    }

    /** The line by which a device tells that a job is done, to a handler. */
    Interrupt interrupt(String device, Interrupt handler) {
        Plan plan = plans.get(device);
        return plan == null ? handler : new FaultyInterrupt(plan.faults, handler);
    }

    /** Says what can break when a fault befalls a device as a whole. */
    void breaks(String device, Breakable whole) {
        Plan plan = plans.get(device);
        if (plan != null) {
            plan.whole = whole;
        }
    }

    /** The client that a device's jobs are submitted with. */
    Client client(String device, Client client) {
        Plan plan = plans.get(device);
        if (plan == null) {
            return client;
        }
        FaultyClient faulty = FaultyClient.of(
                plan.faults, client, plan.whole(), (broken, fault) -> broke(device, fault));
        plan.clients.add(faulty);
        return faulty;
    }

    private void broke(String device, Fault fault) {
        Plan plan = Objects.requireNonNull(plans.get(device), device);
        Loop conductor = room.conductor();
        if (fault != Fault.F1_HUNG) {
            conductor.post(() -> died(device, plan, fault));
        } else if (plan.whole() instanceof Crtc display) { // its jobs have no watchdog
            conductor.post(() ->
                    conductor.after(NOTICE_NANOS, device + " is found to hang", display::reset));
        }
    }

    private void died(String device, Plan plan, Fault fault) {
        Loop conductor = room.conductor();
        room.dies(device);
        conductor.after(NOTICE_NANOS, device + " is found dead", () -> {
            plan.clients.forEach(dead -> room.dispatcher().close(dead, Duration.ZERO));
            if (fault == Fault.F7_ZOMBIE) {
                conductor.after(REVIVAL_NANOS, device + " comes back", plan.whole()::revive);
            } else {
                plan.whole().reset();
            }
        });
    }

    /** Whether a display gives a buffer back before it has scanned it out. For its loop. */
    boolean releasesEarly(Loop loop, Order order) {
        Plan plan = plans.get(order.spec().on());
        for (FaultSpec spec : plan == null ? List.<FaultSpec>of() : plan.early) {
            if (isMeant(spec, order) && isTime(spec, loop) && room.isOpen()) {
                earlyReleases.incrementAndGet();
                return true;
            }
        }
        return false;
    }

    private boolean isTime(FaultSpec spec, Loop loop) {
        if (spec.when() instanceof Chance chance) {
            return loop.nextNumber(Faults.PPM) < chance.perMillion();
        }
        return !(spec.when() instanceof AtTime at)
                || at.nanos() <= loop.nowNanos() && over.add(spec);
    }

    /** Nothing goes wrong any more; what has, stays so. */
    void stop() {
        plans.values().forEach(plan -> plan.faults.stop());
    }

    /** Marks where the first of each device has struck. */
    void markFirst(RunPicture picture) {
        for (Plan plan : plans.values()) {
            Faults.Strike first = plan.faults.first();
            if (first != null) {
                picture.mark(new Mark(first.nanos(), first.kind().word()));
            }
        }
    }

    /** How often each fault has struck, by its word. */
    Map<String, Long> injected() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (FaultSpec spec : room.scenario().faults()) {
            all.put(spec.kind().word(), 0L);
        }
        for (Plan plan : plans.values()) {
            plan.faults
                    .injected()
                    .forEach((fault, count) -> all.merge(fault.word(), count, Long::sum));
        }
        all.computeIfPresent(Fault.EARLY_RELEASE.word(), (word, none) -> earlyReleases.get());
        return all;
    }
}
