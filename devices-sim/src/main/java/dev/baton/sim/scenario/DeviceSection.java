package dev.baton.sim.scenario;

import dev.baton.sim.Latency;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.kms.Presentation;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;
import dev.baton.sim.scenario.DeviceSpec.Ordering;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code devices}. */
final class DeviceSection {
    static final List<String> GPU_KEYS =
            List.of("kind", "rings", "credits", "interrupt", "timeout", "reset", "order", "iommu");
    static final List<String> DISPLAY_KEYS = List.of(
            "kind",
            "size",
            "refresh",
            "period",
            "drift",
            "presentation",
            "bands",
            "order",
            "iommu");
    static final List<String> CPU_KEYS = List.of("kind", "wakeup");
    static final List<String> CAPTURE_KEYS = List.of("kind", "rate", "drift", "memory", "iommu");
    static final List<String> AUDIO_KEYS = List.of("kind", "rate", "period", "drift", "preroll");
    static final List<String> SPREAD_KEYS = List.of("p50", "p99");

    private static final int CREDITS = 2;
    private static final int BANDS = 4;
    private static final long TIMEOUT_NANOS = 100_000_000;
    private static final long RESET_NANOS = 5_000_000;
    private static final long AUDIO_PERIOD_NANOS = 10_000_000;

    /** A second of microhertz, in nanoseconds: divided by a rate it is a period. */
    private static final long PERIOD_OF_MICROHERTZ = 1_000_000_000_000_000L;

    static final long MICROHERTZ = 1_000_000;
    static final long SECOND_NANOS = 1_000_000_000;

    private final Map<String, IommuSpec> iommus;

    DeviceSection(Map<String, IommuSpec> iommus) {
        this.iommus = iommus;
    }

    Map<String, DeviceSpec> read(Map<String, Value> declared) throws ScenarioException {
        Map<String, DeviceSpec> devices = new LinkedHashMap<>();
        for (Value value : declared.values()) {
            devices.put(value.key(), device(value));
        }
        return devices;
    }

    private DeviceSpec device(Value value) throws ScenarioException {
        YamlMap map = value.map("a device");
        return switch (map.get("kind").word(DeviceSpec.Kind.class)) {
            case GPU -> gpu(value.key(), map);
            case DISPLAY -> display(value.key(), map);
            case CPU -> cpu(value.key(), map);
            case CAPTURE -> capture(value.key(), map);
            case AUDIO -> audio(value.key(), map);
        };
    }

    private GpuSpec gpu(String name, YamlMap map) throws ScenarioException {
        map.refuseOthersThan("a gpu", GPU_KEYS);
        return new GpuSpec(
                name,
                map.count("rings", 1, Limits.RINGS_MAX),
                map.count("credits", CREDITS, Limits.RINGS_MAX),
                spread(map.find("interrupt"), 0),
                map.duration("timeout", TIMEOUT_NANOS, 1),
                map.duration("reset", RESET_NANOS, 0),
                map.word("order", Ordering.CPU),
                iommu(map));
    }

    private DisplaySpec display(String name, YamlMap map) throws ScenarioException {
        map.refuseOthersThan("a display", DISPLAY_KEYS);
        Size size = map.get("size").size();
        if (size.width() < FrameStamp.WIDTH_MIN) {
            throw map.get("size")
                    .refused(size + " is too narrow for a frame's number; take "
                            + FrameStamp.WIDTH_MIN);
        }
        int bands = map.count("bands", Math.min(BANDS, size.height()), Limits.BANDS_MAX);
        if (bands > size.height()) {
            throw map.get("bands").refused(bands + " of only " + size.height() + " rows");
        }
        Presentation presentation = map.word("presentation", Presentation.FIFO);
        Ordering order = map.word("order", Ordering.CPU);
        if (order == Ordering.HARDWARE && presentation != Presentation.FIFO) {
            throw map.get("order")
                    .refused("only flips that wait for their turn can wait in hardware; take"
                            + " presentation: fifo");
        }
        return new DisplaySpec(
                name, size, displayPeriod(map), drift(map), presentation, bands, order, iommu(map));
    }

    private static long displayPeriod(YamlMap map) throws ScenarioException {
        if (!map.has("period")) {
            return periodOf(map.get("refresh"));
        }
        map.refuse("refresh", "the display has a period already; leave one of them out");
        return period(map.get("period"));
    }

    private static CpuSpec cpu(String name, YamlMap map) throws ScenarioException {
        map.refuseOthersThan("a cpu", CPU_KEYS);
        return new CpuSpec(name, spread(map.find("wakeup"), 0));
    }

    private CaptureSpec capture(String name, YamlMap map) throws ScenarioException {
        map.refuseOthersThan("a capture device", CAPTURE_KEYS);
        return new CaptureSpec(
                name,
                periodOf(map.get("rate")),
                drift(map),
                map.word("memory", Memory.DMABUF),
                iommu(map));
    }

    private static AudioSpec audio(String name, YamlMap map) throws ScenarioException {
        map.refuseOthersThan("an audio clock", AUDIO_KEYS);
        Value rate = map.get("rate");
        long microhertz = rate.quantity(Quantity.RATE, MICROHERTZ, MICROHERTZ * Limits.RATE_HZ_MAX);
        if (microhertz % MICROHERTZ != 0) {
            throw rate.refused(rate.shown() + " is not a whole number of samples a second");
        }
        long hertz = microhertz / MICROHERTZ;
        return new AudioSpec(
                name,
                (int) hertz,
                audioPeriod(map, hertz),
                drift(map),
                map.duration("preroll", 0, 0));
    }

    /** The nearest whole number of samples. */
    private static long audioPeriod(YamlMap map, long hertz) throws ScenarioException {
        Value value = map.find("period");
        long nanos = value == null ? AUDIO_PERIOD_NANOS : period(value);
        long samples = (nanos * hertz + SECOND_NANOS / 2) / SECOND_NANOS;
        if (samples == 0) {
            throw map.refused("a period of " + Quantity.DURATION.words(nanos)
                    + " is less than a sample at this rate; take a longer one");
        }
        return samples;
    }

    private static long period(Value value) throws ScenarioException {
        return value.quantity(Quantity.DURATION, Limits.PERIOD_NANOS_MIN, Limits.PERIOD_NANOS_MAX);
    }

    private @Nullable String iommu(YamlMap map) throws ScenarioException {
        return map.reference("iommu", iommus, "IOMMU");
    }

    private static long periodOf(Value rate) throws ScenarioException {
        long microhertz = rate.quantity(
                Quantity.RATE, MICROHERTZ, PERIOD_OF_MICROHERTZ / Limits.PERIOD_NANOS_MIN);
        return inverse(microhertz);
    }

    /** The period in nanoseconds of a rate in microhertz, and the rate of a period; rounded. */
    static long inverse(long either) {
        return (PERIOD_OF_MICROHERTZ + either / 2) / either;
    }

    private static int drift(YamlMap map) throws ScenarioException {
        Value value = map.find("drift");
        return value == null
                ? 0
                : (int) value.quantity(Quantity.PPM, -Limits.DRIFT_PPM_MAX, Limits.DRIFT_PPM_MAX);
    }

    /** A duration, or a median with a 99th percentile. */
    static Spread spread(@Nullable Value value, long minNanos) throws ScenarioException {
        if (value == null) {
            return new Spread.Fixed(0);
        }
        if (value.isText()) {
            return new Spread.Fixed(value.duration(minNanos));
        }
        YamlMap map = value.map("a distribution", SPREAD_KEYS);
        long p50Nanos = map.get("p50").duration(1);
        Value p99 = map.get("p99");
        long p99Nanos = p99.duration(1);
        if (p99Nanos < p50Nanos) {
            throw p99.refused(p99.shown() + " is less than the median");
        }
        return new Spread.Drawn(new Latency(p50Nanos, p99Nanos));
    }
}
