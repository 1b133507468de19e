package dev.baton.sim.scenario;

import dev.baton.sim.Worded;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.kms.Presentation;

import org.jspecify.annotations.Nullable;

/**
 * A device of the machine room.
 *
 * @since 0.1
 */
public sealed interface DeviceSpec {
    /**
     * Its name.
     *
     * @return by which jobs and faults name it
     */
    String name();

    /**
     * The IOMMU through which it reaches memory.
     *
     * @return its name; null for none
     */
    default @Nullable String iommu() {
        return null;
    }

    /**
     * The same device, waiting for others otherwise.
     *
     * @param by who makes it wait
     * @return this if it has no choice
     */
    default DeviceSpec ordered(Ordering by) {
        return this;
    }

    /** Who makes a device wait for others. */
    enum Ordering implements Worded {
        /** A client is called when all it waits for is over. */
        CPU,
        /** It waits by itself for other devices that do (S12). */
        HARDWARE
    }

    /** The kinds, as files spell them. */
    enum Kind implements Worded {
        /** A {@link GpuSpec}. */
        GPU,
        /** A {@link DisplaySpec}. */
        DISPLAY,
        /** A {@link CpuSpec}. */
        CPU,
        /** A {@link CaptureSpec}. */
        CAPTURE,
        /** An {@link AudioSpec}. */
        AUDIO
    }

    /**
     * A GPU.
     *
     * @param name its name
     * @param rings how many command rings
     * @param credits how many jobs a ring takes at once, as the DRM scheduler's credits
     * @param interrupt from the end of a job to the interrupt that tells it
     * @param timeoutNanos after so long a job counts as hung
     * @param resetNanos how long a reset takes
     * @param order who makes its rings wait
     * @param iommu through which it reaches memory; null for none
     */
    record GpuSpec(
            String name,
            int rings,
            int credits,
            Spread interrupt,
            long timeoutNanos,
            long resetNanos,
            Ordering order,
            @Nullable String iommu)
            implements DeviceSpec {
        @Override
        public GpuSpec ordered(Ordering by) {
            return new GpuSpec(
                    name, rings, credits, interrupt, timeoutNanos, resetNanos, by, iommu);
        }
    }

    /**
     * A display controller with one CRTC.
     *
     * @param name its name
     * @param size of its mode
     * @param periodNanos from vblank to vblank by its own clock
     * @param driftPpm by how many millionths its clock is slow; negative for a fast one
     * @param presentation what becomes of a flip that finds another one waiting
     * @param bands in how many steps a picture is scanned out
     * @param order who makes its flips wait
     * @param iommu through which it reaches memory; null for none
     */
    record DisplaySpec(
            String name,
            Size size,
            long periodNanos,
            int driftPpm,
            Presentation presentation,
            int bands,
            Ordering order,
            @Nullable String iommu)
            implements DeviceSpec {
        @Override
        public DisplaySpec ordered(Ordering by) {
            Ordering can = presentation == Presentation.FIFO ? by : Ordering.CPU;
            return new DisplaySpec(
                    name, size, periodNanos, driftPpm, presentation, bands, can, iommu);
        }
    }

    /**
     * A CPU thread: an application.
     *
     * @param name its name
     * @param wakeup from what it waits for to its running
     */
    record CpuSpec(String name, Spread wakeup) implements DeviceSpec {}

    /**
     * A camera with a V4L2-style queue.
     *
     * @param name its name
     * @param periodNanos from frame to frame by its own clock
     * @param driftPpm by how many millionths its clock is slow; negative for a fast one
     * @param memory whose memory the frames go to
     * @param iommu through which it reaches memory; null for none
     */
    record CaptureSpec(
            String name,
            long periodNanos,
            int driftPpm,
            Memory memory,
            @Nullable String iommu) implements DeviceSpec {}

    /**
     * An audio output, as a clock.
     *
     * @param name its name
     * @param rateHz samples in a second by its own clock
     * @param periodSamples from one interrupt, which reports the position, to the next
     * @param driftPpm by how many millionths its clock is slow; negative for a fast one
     * @param prerollNanos how long pictures may be made ready before it plays
     */
    record AudioSpec(String name, int rateHz, long periodSamples, int driftPpm, long prerollNanos)
            implements DeviceSpec {}
}
