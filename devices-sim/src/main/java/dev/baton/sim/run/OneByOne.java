package dev.baton.sim.run;

import dev.baton.engine.Access;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Loop;
import dev.baton.sim.scenario.Spread;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * The naive way to get several buffers: one job for each, asked for when the one before is granted.
 * What atomic sets are there to prevent; here for the study of it.
 *
 * <p>For the conductor's loop.
 */
final class OneByOne implements Station {
    private final Room room;
    private final String name;
    private final Spread wakeup;
    private final Set<Sequence> alive;
    private final LongUnaryOperator random;

    OneByOne(Room room, String name, Spread wakeup) {
        this.room = room;
        this.name = name;
        this.wakeup = wakeup;
        this.alive = room.sequences();
        this.random = room.loops().numbers(room.conductor());
    }

    @Override
    public void submit(Order order) {
        Sequence sequence = new Sequence(order);
        alive.add(sequence);
        if (sequence.accesses.isEmpty()) {
            sequence.work(); // without a job, as there is nothing to be granted
        } else {
            sequence.step();
        }
    }

    /** Who waits for whom while holding what; the shortest circle, or nothing. */
    static List<WaitForGraph.Wait<String>> circle(Set<Sequence> alive) {
        WaitForGraph<Sequence> waits = new WaitForGraph<>();
        for (Sequence waiter : alive) {
            SyncQueue wanted = waiter.wanted;
            for (Sequence holder : alive) {
                if (wanted != null && holder != waiter && holder.held.contains(wanted)) {
                    waits.add(
                            waiter,
                            "holds " + waiter.heldInWords() + " and waits for " + wanted.name()
                                    + " held by",
                            holder);
                }
            }
        }
        return waits.cycle().stream()
                .map(wait -> new WaitForGraph.Wait<>(
                        wait.waiter().toString(), wait.reason(), wait.holder().toString()))
                .toList();
    }

    /** One iteration, with what it has got so far. */
    final class Sequence implements Client {
        private final Order order;
        private final List<Access> accesses;
        private final List<Job> jobs = new ArrayList<>();
        private final Set<SyncQueue> held = new LinkedHashSet<>();
        private @Nullable SyncQueue wanted;

        Sequence(Order order) {
            this.order = order;
            this.accesses = room.named(order.spec(), order.iteration());
        }

        /** That of the job, of which the circle tells too. */
        @Override
        public String name() {
            return order.spec().name();
        }

        private void step() {
            Access next = accesses.get(jobs.size());
            wanted = next.queue();
            AccessSet one = AccessSet.builder().add(next.queue(), next.mode()).build();
            room.losses().placing(order);
            room.dispatcher().submit(one, this, null, order.options());
        }

        private void wake(long sleptNanos) {
            room.latencies().took(Span.WAKE_UP, sleptNanos, room.conductor().nowNanos());
            step();
        }

        @Override
        public void granted(Job job) {
            Loop loop = room.conductor();
            loop.post(() -> {
                held.add(job.accesses().accesses().get(0).queue());
                wanted = null;
                jobs.add(job);
                if (jobs.size() < accesses.size()) {
                    long sleptNanos = loop.nowNanos();
                    loop.after(wakeup.draw(random), name + " asks on", () -> wake(sleptNanos));
                } else {
                    work();
                }
            });
        }

        private void work() {
            room.conductor().after(order.takesNanos(), name + " works", this::finish);
        }

        private void finish() {
            alive.remove(this);
            jobs.forEach(Job::release);
            order.made(room.conductor().nowNanos());
            order.done(room.conductor().nowNanos());
        }

        private String heldInWords() {
            List<String> names = held.stream().map(SyncQueue::name).toList();
            return names.isEmpty() ? "nothing" : String.join(", ", names);
        }

        @Override
        public String toString() {
            return order.spec().name() + " " + order.iteration();
        }
    }
}
