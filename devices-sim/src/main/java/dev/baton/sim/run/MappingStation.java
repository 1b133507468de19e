package dev.baton.sim.run;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Loop;
import dev.baton.sim.scenario.JobSpec.Maps;
import dev.baton.sim.scenario.Measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A device behind an IOMMU that is short of addresses: it maps all buffers of a job before it works,
 * and unmaps them after. Incrementally it takes what it gets, and gives all back when it gets no more;
 * in batches it gets all or waits (B9).
 *
 * <p>For its device's loop.
 */
final class MappingStation implements Station {
    /** How long it takes to map one buffer, and to give up. */
    private static final long MAP_NANOS = 10_000;

    private final Room room;
    private final Loop loop;
    private final String name;
    private final Device device;
    private final Client client;
    private final Map<BufferHandle, Attachment> attachments = new HashMap<>();

    MappingStation(Room room, Loop loop, String name) {
        this.room = room;
        this.loop = loop;
        this.name = name;
        this.device = room.memory().device(name);
        this.client = room.client(name, new Mapper());
    }

    @Override
    public void submit(Order order) {
        Job job =
                room.dispatcher().submit(order.set(), client, new Mapping(order), order.options());
        order.stream().endsWith(order.iteration(), job);
    }

    private List<Attachment> attachments(Order order) {
        List<Attachment> all = new ArrayList<>();
        List<Slot> slots = new ArrayList<>(order.sources());
        slots.addAll(order.targets());
        for (Slot slot : slots) {
            for (BufferHandle handle : slot.handles()) {
                all.add(attachments.computeIfAbsent(handle, h -> h.attach(device)));
            }
        }
        return all;
    }

    /** Is granted jobs. It is at work on a job as soon as it has heard of it. */
    private final class Mapper implements Client {
        @Override
        public String name() {
            return name;
        }

        @Override
        public void granted(Job job) {
            if (job.attachment() instanceof Mapping mapping) {
                mapping.grantNanos = loop.nowNanos();
                mapping.heard = true;
                loop.post(() -> mapping.begin(job));
            }
        }

        @Override
        public boolean isWorking(Job job) {
            return job.attachment() instanceof Mapping mapping && mapping.heard;
        }
    }

    /** Works on one order. */
    private final class Mapping implements Ordered {
        private final Order order;
        private final List<DmaMapping> mapped = new ArrayList<>();
        private long grantNanos;
        private volatile boolean heard;

        Mapping(Order order) {
            this.order = order;
        }

        @Override
        public Order order() {
            return order;
        }

        private void begin(Job job) {
            List<Attachment> wanted = attachments(order);
            if (order.spec().buffers().maps() == Maps.BATCHED) {
                room.memory()
                        .topology()
                        .mapAllWhenRoom(Direction.BIDIRECTIONAL, wanted)
                        .thenAccept(all -> loop.post(() -> work(job, all)));
            } else {
                mapNext(job, wanted);
            }
        }

        private void mapNext(Job job, List<Attachment> wanted) {
            if (mapped.size() == wanted.size()) {
                work(job, List.copyOf(mapped));
                return;
            }
            boolean got = true;
            try {
                mapped.add(wanted.get(mapped.size()).map(Direction.BIDIRECTIONAL));
            } catch (BufferException.Exhausted full) {
                room.figures().add(Measure.MAP_REFUSALS, 1);
                got = false;
            }
            boolean go = got;
            loop.after(MAP_NANOS, name + " maps", () -> {
                if (!go) {
                    giveBack(mapped);
                    mapped.clear();
                }
                mapNext(job, wanted);
            });
        }

        private void work(Job job, List<DmaMapping> mappings) {
            room.figures().add(Measure.MAP_PROGRESS, 1);
            long startNanos = loop.nowNanos();
            room.latencies().took(Span.GRANT_TO_START, grantNanos, startNanos);
            loop.after(order.takesNanos(), name + " works", () -> {
                giveBack(mappings);
                room.picture().worked(name, order.iteration(), startNanos, loop.nowNanos());
                job.release();
                order.made(loop.nowNanos());
            });
        }

        private void giveBack(List<DmaMapping> mappings) {
            mappings.forEach(mapping -> Objects.requireNonNull(mapping).close());
        }
    }
}
