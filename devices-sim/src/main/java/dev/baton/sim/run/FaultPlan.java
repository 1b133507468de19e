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
import dev.baton.sim.scenario.FaultKind;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.FaultSpec.At;
import dev.baton.sim.scenario.FaultSpec.AtTime;
import dev.baton.sim.scenario.FaultSpec.Chance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults of a scenario, put on the lines of its devices. A device without faults has its lines
 * to itself.
 */
final class FaultPlan {
    /** After so long somebody notices that a process has died. */
    private static final long NOTICE_NANOS = 50_000_000;

    /** After so long a zombie comes back. */
    private static final long REVIVAL_NANOS = 50_000_000;

    private final Room room;
    private final Map<String, Faults> faults = new LinkedHashMap<>();
    private final Map<String, Breakable> devices = new HashMap<>();
    private final Map<String, List<Chance>> early = new HashMap<>();
    private final AtomicLong earlyReleases = new AtomicLong();

    FaultPlan(Room room) {
        this.room = room;
    }

    /** Plans the faults of one device. */
    void plan(String device, Loop loop) {
        List<FaultSpec> specs = specs(device);
        List<Rule> rules = new ArrayList<>();
        for (FaultSpec spec : specs) {
            Rule rule = spec.kind() == FaultKind.EARLY_RELEASE ? null : rule(spec);
            if (spec.kind() == FaultKind.EARLY_RELEASE && spec.when() instanceof Chance chance) {
                early.computeIfAbsent(device, name -> new ArrayList<>()).add(chance);
            }
            if (rule != null) {
                rules.add(rule);
            }
        }
        if (!specs.isEmpty()) {
            faults.put(device, new Faults(loop, rules));
        }
    }

    private List<FaultSpec> specs(String device) {
        return room.scenario().faults().stream()
                .filter(spec -> spec.on().equals(device))
                .toList();
    }

    /** Null for a fault that strikes at a time. */
    private static @Nullable Rule rule(FaultSpec spec) {
        Fault fault = fault(spec.kind());
        if (spec.when() instanceof Chance chance) {
            return Rule.chance(fault, chance.perMillion());
        }
        if (spec.when() instanceof At at) {
            String job = Objects.requireNonNull(spec.job());
            return Rule.when(fault, granted -> isIteration(granted, job, at.iteration()));
        }
        return null;
    }

    private static boolean isIteration(Job job, String name, long iteration) {
        Order order = job.attachment() instanceof Ordered ordered ? ordered.order() : null;
        return order != null
                && order.iteration() == iteration
                && order.spec().name().equals(name);
    }

    static Fault fault(FaultKind kind) {
        for (Fault fault : Fault.values()) {
            if (fault.word().equals(kind.word())) {
                return fault;
            }
        }
        throw new IllegalArgumentException(kind.word());
    }

    /** The line by which a device tells that a job is done. */
    Interrupt interrupt(String device) {
        Faults some = faults.get(device);
        return some == null ? Interrupt.SOUND : new FaultyInterrupt(some, Interrupt.SOUND);
    }

    /** Says what can break when a fault befalls a device as a whole. */
    void breaks(String device, Breakable whole) {
        devices.put(device, whole);
    }

    /** The client that a device's jobs are submitted with. */
    Client client(String device, Client client) {
        Faults some = faults.get(device);
        if (some == null) {
            return client;
        }
        Breakable whole = Objects.requireNonNull(devices.get(device), device);
        FaultyClient faulty =
                new FaultyClient(some, client, whole, (dead, fault) -> died(device, dead, fault));
        for (FaultSpec spec : specs(device)) {
            if (spec.when() instanceof AtTime at && spec.kind() != FaultKind.EARLY_RELEASE) {
                Fault fault = fault(spec.kind());
                room.conductor().at(at.nanos(), fault.word(), () -> faulty.strike(fault));
            }
        }
        return faulty;
    }

    private void died(String device, Client dead, Fault fault) {
        Breakable whole = Objects.requireNonNull(devices.get(device), device);
        Loop conductor = room.conductor();
        conductor.post(() -> {
            room.dies(device);
            conductor.after(NOTICE_NANOS, device + " is found dead", () -> {
                room.dispatcher().close(dead, Duration.ZERO);
                if (fault == Fault.F7_ZOMBIE) {
                    conductor.after(REVIVAL_NANOS, device + " comes back", whole::revive);
                } else {
                    whole.reset();
                }
            });
        });
    }

    /** Whether a display gives a buffer back before it has scanned it out. */
    boolean releasesEarly(String display, Loop loop) {
        for (Chance chance : early.getOrDefault(display, List.of())) {
            if (loop.nextNumber(Faults.PPM) < chance.perMillion()) {
                earlyReleases.incrementAndGet();
                return true;
            }
        }
        return false;
    }

    /** How often each fault has struck, by its code. */
    Map<String, Long> injected() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (FaultSpec spec : room.scenario().faults()) {
            all.put(spec.kind().code(), 0L);
        }
        for (Faults some : faults.values()) {
            some.injected()
                    .forEach((fault, count) -> all.merge(
                            FaultKind.values()[fault.ordinal()].code(), count, Long::sum));
        }
        all.computeIfPresent(FaultKind.EARLY_RELEASE.code(), (code, none) -> earlyReleases.get());
        return all;
    }
}
