package dev.baton.sim.scenario;

import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;

import org.jspecify.annotations.Nullable;

/** Devices as {@link DeviceSection} reads them. */
final class DeviceText {
    private DeviceText() {}

    static FlowMap of(DeviceSpec device) {
        FlowMap map = new FlowMap();
        if (device instanceof GpuSpec gpu) {
            gpu(map, gpu);
        } else if (device instanceof DisplaySpec display) {
            display(map, display);
        } else if (device instanceof CpuSpec cpu) {
            map.put("kind", "cpu").put("wakeup", spread(cpu.wakeup()));
        } else if (device instanceof CaptureSpec camera) {
            map.put("kind", "capture").put("rate", rate(camera.periodNanos()));
            map.put("drift", drift(camera.driftPpm()));
            map.put("memory", camera.memory().word());
        } else if (device instanceof AudioSpec audio) {
            long microhertz = audio.rateHz() * DeviceSection.MICROHERTZ;
            map.put("kind", "audio").put("rate", Quantity.RATE.words(microhertz));
            map.put("period", period(audio));
            map.put("drift", drift(audio.driftPpm()));
            map.put("preroll", ScenarioWriter.duration(audio.prerollNanos()));
        }
        return map.putUnless(device.iommu() == null, "iommu", device.iommu());
    }

    private static void gpu(FlowMap map, GpuSpec gpu) {
        map.put("kind", "gpu").put("rings", gpu.rings()).put("credits", gpu.credits());
        map.put("interrupt", spread(gpu.interrupt()));
        map.put("timeout", ScenarioWriter.duration(gpu.timeoutNanos()));
        map.put("reset", ScenarioWriter.duration(gpu.resetNanos()));
        map.put("order", gpu.order().word());
    }

    private static void display(FlowMap map, DisplaySpec display) {
        map.put("kind", "display").put("size", display.size());
        map.put("period", ScenarioWriter.duration(display.periodNanos()));
        map.put("drift", drift(display.driftPpm()));
        map.put("presentation", display.presentation().word());
        map.put("bands", display.bands()).put("order", display.order().word());
    }

    static Object spread(@Nullable Spread spread) {
        if (spread instanceof Spread.Drawn drawn) {
            return new FlowMap()
                    .put("p50", ScenarioWriter.duration(drawn.latency().p50Nanos()))
                    .put("p99", ScenarioWriter.duration(drawn.latency().p99Nanos()));
        }
        return ScenarioWriter.duration(spread instanceof Spread.Fixed fixed ? fixed.nanos() : 0);
    }

    /** Files name a camera's rate only. */
    private static String rate(long periodNanos) {
        long microhertz = DeviceSection.inverse(periodNanos);
        if (DeviceSection.inverse(microhertz) != periodNanos) {
            throw new IllegalArgumentException(
                    "a period of " + periodNanos + " ns is that of no rate in microhertz");
        }
        return Quantity.RATE.words(microhertz);
    }

    /** The time of a whole number of samples, rounded: the reader rounds it back. */
    private static String period(AudioSpec audio) {
        long hertz = audio.rateHz();
        long nanos = (audio.periodSamples() * DeviceSection.SECOND_NANOS + hertz / 2) / hertz;
        return ScenarioWriter.duration(nanos);
    }

    private static String drift(int ppm) {
        return Quantity.PPM.words(ppm);
    }
}
