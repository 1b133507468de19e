package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A ring of a hardware domain, of which each job's semaphore is its name. For one thread. */
final class RingLog implements HardwareClient<String> {
    private final HardwareDomain<String> domain;

    /** What it was told, in order. */
    final List<String> told = new ArrayList<>();

    /** Of which it was asked to tell at once. */
    final List<String> asked = new ArrayList<>();

    /** For how many that are not granted yet it has room. */
    int room = Integer.MAX_VALUE;

    private final Map<Job, String> names = new HashMap<>();

    /** What each hand-over does beside. */
    Consumer<Job> taking = job -> {};

    RingLog(HardwareDomain<String> domain) {
        this.domain = domain;
    }

    @Override
    public HardwareDomain<String> domain() {
        return domain;
    }

    @Override
    public @Nullable String handOver(Job job, List<String> waits) {
        String name = nameOf(job);
        if (!job.isGranted() && room-- <= 0) {
            told.add("no room for " + name);
            return null;
        }
        told.add(name + " after " + waits);
        taking.accept(job);
        return name;
    }

    @Override
    public void enableSignaling(String name) {
        asked.add(name);
    }

    @Override
    public void mayRun(Job job) {
        told.add("run " + nameOf(job));
    }

    @Override
    public void fenceOff(Job job) {
        told.add("drop " + nameOf(job));
    }

    /** Jobs are named by what is attached to them. */
    private String nameOf(Job job) {
        return names.computeIfAbsent(job, named -> String.valueOf(named.attachment()));
    }
}
