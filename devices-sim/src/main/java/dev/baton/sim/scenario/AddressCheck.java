package dev.baton.sim.scenario;

import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.scenario.BufferSpec.Picture;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Refuses a job whose buffers its device's IOMMU has no room for, even if nobody else maps any. */
final class AddressCheck {
    /** A display maps a picture while the one before it is still on the screen. */
    private static final int ON_SCREEN = 2;

    private final Declared declared;

    AddressCheck(Declared declared) {
        this.declared = declared;
    }

    void refuseUnmappable(Value on, DeviceSpec device, JobSpec job) throws ScenarioException {
        IommuSpec iommu = device.iommu() == null ? null : declared.iommus().get(device.iommu());
        long bytes = bytes(device, job);
        if (iommu != null && iommu.addressBytes() < bytes) {
            throw on.refused(device.name() + " reaches memory through " + iommu.name()
                    + ", whose addresses are " + Quantity.BYTES.words(iommu.addressBytes())
                    + ", and this job maps " + Quantity.BYTES.words(bytes)
                    + " at once; give it that many, or take smaller buffers or fewer");
        }
    }

    /** What must be mapped at once so that the job can be done. */
    private long bytes(DeviceSpec device, JobSpec job) {
        Map<BufferSpec, Integer> counts = new HashMap<>();
        for (BufferUse use : mapped(device, job)) {
            boolean replaced =
                    device instanceof DisplaySpec && use.fixed() == BufferUse.OF_ITERATION;
            counts.merge(pool(use), replaced ? ON_SCREEN : 1, Integer::sum);
        }
        long bytes = 0;
        for (Map.Entry<BufferSpec, Integer> each : counts.entrySet()) {
            int count = Math.min(each.getKey().count(), each.getValue());
            bytes += count * bytes(device, each.getKey());
        }
        return bytes;
    }

    private List<BufferUse> mapped(DeviceSpec device, JobSpec job) {
        JobSpec.Buffers buffers = job.buffers();
        List<BufferUse> uses = new ArrayList<>(buffers.shows());
        boolean works = job.work().kind() != JobSpec.Work.Kind.NONE;
        if (works || device instanceof CaptureSpec || buffers.maps() != null) {
            uses.addAll(buffers.reads());
            uses.addAll(buffers.writes());
            uses.addAll(buffers.unordered());
        }
        uses.removeIf(use -> works && !(pool(use).content() instanceof Picture));
        return uses;
    }

    private BufferSpec pool(BufferUse use) {
        return Objects.requireNonNull(declared.buffers().get(use.pool()), use.pool());
    }

    /** A camera's own memory, and a user's, has a buffer for each plane. */
    private static long bytes(DeviceSpec device, BufferSpec pool) {
        boolean apart = device instanceof CaptureSpec camera && camera.memory() != Memory.DMABUF;
        return BufferSection.pagedBytes(
                apart && pool.content() instanceof Picture picture
                        ? new Picture(picture.format(), picture.size(), true)
                        : pool.content());
    }
}
