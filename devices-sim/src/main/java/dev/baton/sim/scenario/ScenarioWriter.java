package dev.baton.sim.scenario;

import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.Worded;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.scenario.JobSpec.Sync;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes scenarios as files have them, so that one that was put together in code can be kept, shrunk
 * and sent. {@link ScenarioReader} reads the same scenario again. What no file could say is not
 * looked for: a name with a line feed in it, say; the reader refuses that, or reads another scenario.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class ScenarioWriter {
    private final StringBuilder yaml = new StringBuilder();

    private ScenarioWriter() {}

    /**
     * Writes a scenario.
     *
     * @param scenario what to write
     * @return the text of a file
     * @throws IllegalArgumentException if a camera's period is that of no rate in microhertz
     */
    public static String write(Scenario scenario) {
        ScenarioWriter writer = new ScenarioWriter();
        writer.scenario(scenario);
        return writer.yaml.toString();
    }

    private void scenario(Scenario scenario) {
        yaml.append("baton: ").append(ScenarioReader.FORMAT_VERSION);
        yaml.append("\nname: ").append(scenario.name()).append("\nstory: |2\n");
        scenario.story().lines().forEach(line -> yaml.append("  ").append(line).append('\n'));
        yaml.append("seed: ").append(scenario.seed());
        yaml.append("\nfor: ").append(duration(scenario.forNanos()));
        yaml.append("\nsettle: ").append(duration(scenario.settleNanos())).append('\n');
        section("heaps", scenario.heaps(), heap -> entry(heap.name(), heap(heap)));
        section("buffers", scenario.buffers(), pool -> entry(pool.name(), pool(pool)));
        section(
                "iommus",
                scenario.iommus(),
                iommu -> entry(
                        iommu.name(),
                        new FlowMap()
                                .put("addresses", Quantity.BYTES.words(iommu.addressBytes()))));
        section(
                "devices",
                scenario.devices(),
                device -> entry(device.name(), DeviceText.of(device)));
        section("jobs", scenario.jobs(), job -> entry(job.name(), job(job)));
        section(
                "faults",
                scenario.faults(),
                fault -> yaml.append("  - ").append(fault(fault)).append('\n'));
        section(
                "expect",
                scenario.expectations(),
                expected -> yaml.append("  ")
                        .append(expected.measure().word())
                        .append(": ")
                        .append(condition(expected))
                        .append('\n'));
    }

    private <T> void section(String key, List<T> all, Consumer<T> each) {
        if (!all.isEmpty()) {
            yaml.append(key).append(":\n");
            all.forEach(each);
        }
    }

    private void entry(String name, FlowMap map) {
        yaml.append("  ").append(name).append(": ").append(map).append('\n');
    }

    private static FlowMap heap(HeapSpec heap) {
        FlowMap map = new FlowMap().put("kind", heap.kind().word());
        return heap.kind() == HeapSpec.Kind.SYSTEM
                ? map
                : map.put("size", Quantity.BYTES.words(heap.sizeBytes()));
    }

    private static FlowMap pool(BufferSpec pool) {
        FlowMap map = new FlowMap().put("count", pool.count());
        if (pool.content() instanceof BufferSpec.Picture picture) {
            map.put("format", picture.format()).put("size", picture.size());
            map.put("planes", picture.separatePlanes() ? "separate" : "together");
        } else if (pool.content() instanceof BufferSpec.Blob blob) {
            map.put("bytes", Quantity.BYTES.words(blob.sizeBytes()));
        }
        return map.put("heap", pool.heap());
    }

    /** What is not said is what the reader makes of it; a device refuses what it does not do. */
    private static FlowMap job(JobSpec job) {
        FlowMap map = new FlowMap().put("on", job.on());
        trigger(map, job.trigger());
        map.putUnless(job.wakes() == null, "wakes", job.wakes());
        map.putUnless(job.countMax() == Long.MAX_VALUE, "count", job.countMax());
        JobSpec.Buffers buffers = job.buffers();
        map.putAll("reads", buffers.reads()).putAll("writes", buffers.writes());
        map.putAll("unordered", buffers.unordered()).putAll("shows", buffers.shows());
        map.putUnless(buffers.acquire() == JobSpec.Acquire.ATOMIC, "acquire", "one-by-one");
        if (buffers.maps() != null) {
            map.put("maps", buffers.maps().word());
        }
        if (job.work().takes() != null) {
            map.put("takes", DeviceText.spread(job.work().takes()));
        }
        map.putUnless(
                job.work().kind() == JobSpec.Work.Kind.NONE,
                "work",
                job.work().kind().word());
        JobSpec.Context context = job.context();
        map.putUnless(context.name().equals(job.name()), "context", context.name());
        map.putUnless(context.ring() == 0, "ring", context.ring());
        map.putUnless(
                context.priority() == Priority.NORMAL, "priority", Worded.of(context.priority()));
        sync(map, job.sync());
        return map;
    }

    private static void trigger(FlowMap map, Trigger trigger) {
        if (trigger instanceof Trigger.Every every) {
            map.put("every", duration(every.periodNanos()));
            map.put("offset", duration(every.offsetNanos()));
        } else if (trigger instanceof Trigger.With with) {
            map.put("with", with.job());
        } else if (trigger instanceof Trigger.After after) {
            map.put("after", after.job());
        } else if (trigger instanceof Trigger.Next next) {
            map.put("next", next.job()).put("ahead", next.ahead());
        } else if (trigger instanceof Trigger.Frame frame) {
            map.put("frame", frame.device());
        }
    }

    private static void sync(FlowMap map, Sync sync) {
        map.putAll("waits", sync.waits());
        map.putUnless(sync.notBeforeNanos() == 0, "not-before", duration(sync.notBeforeNanos()));
        map.putUnless(sync.expiresNanos() == Sync.NEVER, "expires", duration(sync.expiresNanos()));
        map.putUnless(
                sync.deadlineNanos() == Sync.NEVER, "deadline", duration(sync.deadlineNanos()));
        map.putUnless(sync.holdNanos() == Sync.NEVER, "hold", duration(sync.holdNanos()));
        map.putUnless(sync.onPoison() == PoisonPolicy.RUN, "on-poison", Worded.of(sync.onPoison()));
        map.putUnless(sync.follows() == null, "follows", sync.follows());
        map.putUnless(sync.mediaNanos() == 0, "media", duration(sync.mediaNanos()));
    }

    private static FlowMap fault(FaultSpec fault) {
        FlowMap map = new FlowMap().put("kind", fault.kind().word()).put("on", fault.on());
        map.putUnless(fault.job() == null, "job", fault.job());
        if (fault.when() instanceof FaultSpec.At at) {
            map.put("iteration", at.iteration());
        } else if (fault.when() instanceof FaultSpec.AtTime at) {
            map.put("at", duration(at.nanos()));
        } else if (fault.when() instanceof FaultSpec.Chance chance) {
            map.put("chance", Quantity.CHANCE.words(chance.perMillion()));
        }
        return map;
    }

    private static String condition(Expectation expected) {
        return expected.measure().unit() == Measure.Unit.TRUTH
                ? expected.condition()
                : '"' + expected.condition() + '"';
    }

    static String duration(long nanos) {
        return Quantity.DURATION.words(nanos);
    }
}
