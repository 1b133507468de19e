package dev.baton.sim.run;

import dev.baton.buffers.Device;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.CarveoutHeap;
import dev.baton.buffers.heap.CoherentHeap;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.iommu.IommuDomain;
import dev.baton.buffers.iommu.IommuTopology;
import dev.baton.sim.scenario.BufferSpec;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.HeapSpec;
import dev.baton.sim.scenario.IommuSpec;
import dev.baton.sim.scenario.Scenario;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The heaps, the IOMMUs and the buffers of a run. */
final class Memory implements AutoCloseable {
    /** Heaps lie so far apart that none reaches the next. */
    private static final long BASE_STEP = 1L << 36;

    private final Map<String, Heap> heaps = new LinkedHashMap<>();
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final IommuTopology topology;

    Memory(Scenario scenario) {
        for (HeapSpec spec : scenario.heaps()) {
            long base = (heaps.size() + 1L) * BASE_STEP;
            heaps.put(spec.name(), heap(spec, base, largest(scenario, spec.name())));
        }
        heaps.computeIfAbsent(Scenario.SYSTEM_HEAP, name -> new SystemHeap());
        this.topology = topology(scenario);
        Allocator allocator = new Allocator(topology, heaps.values().toArray(Heap[]::new));
        for (BufferSpec spec : scenario.buffers()) {
            Heap heap = Objects.requireNonNull(heaps.get(spec.heap()), spec.heap());
            pools.put(
                    spec.name(),
                    new Pool(spec, (name, bytes) -> allocator.from(heap, name, bytes)));
        }
    }

    private IommuTopology topology(Scenario scenario) {
        Map<String, IommuDomain> domains = new HashMap<>();
        for (IommuSpec spec : scenario.iommus()) {
            domains.put(spec.name(), new IommuDomain(spec.name(), 0, spec.addressBytes()));
        }
        Map<Device, IommuDomain> behind = new LinkedHashMap<>();
        for (DeviceSpec spec : scenario.devices()) {
            Device device = Device.named(spec.name());
            devices.put(spec.name(), device);
            IommuDomain domain = domains.get(spec.iommu());
            if (domain != null) {
                behind.put(device, domain);
            }
        }
        return new IommuTopology(behind);
    }

    private static Heap heap(HeapSpec spec, long base, long chunkBytes) {
        String name = spec.name();
        long bytes = spec.sizeBytes();
        return switch (spec.kind()) {
            case SYSTEM -> new SystemHeap(name, base);
            case CONTIGUOUS -> new ContiguousHeap(name, base, bytes);
            case CARVEOUT -> new CarveoutHeap(name, base, chunkBytes, (int) (bytes / chunkBytes));
            case COHERENT -> new CoherentHeap(name, base, bytes / SharedBuffer.PAGE_SIZE);
        };
    }

    /** A carve-out is cut in pieces as large as the largest buffer that comes from it. */
    private static long largest(Scenario scenario, String heap) {
        return scenario.buffers().stream()
                .filter(spec -> spec.heap().equals(heap))
                .mapToLong(Pool::bufferBytes)
                .max()
                .orElse(SharedBuffer.PAGE_SIZE);
    }

    Pool pool(String name) {
        return Objects.requireNonNull(pools.get(name), name);
    }

    Device device(String name) {
        return Objects.requireNonNull(devices.get(name), name);
    }

    IommuTopology topology() {
        return topology;
    }

    @Override
    public void close() {
        pools.values().forEach(Pool::close);
    }
}
