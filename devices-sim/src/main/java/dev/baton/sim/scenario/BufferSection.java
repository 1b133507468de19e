package dev.baton.sim.scenario;

import dev.baton.sim.Worded;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.refusal.Quoted;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Reads {@code buffers}. */
final class BufferSection {
    static final List<String> KEYS = List.of("count", "format", "size", "planes", "bytes", "heap");

    /** How the planes of a picture lie. */
    enum Planes implements Worded {
        TOGETHER,
        SEPARATE
    }

    private final Map<String, HeapSpec> heaps;
    private final Map<String, PixelFormat> formats = new LinkedHashMap<>();
    private final Map<String, Long> takenBytes = new HashMap<>();
    private long totalBytes;

    BufferSection(Map<String, HeapSpec> heaps) {
        this.heaps = new LinkedHashMap<>();
        this.heaps.put(
                Scenario.SYSTEM_HEAP, new HeapSpec(Scenario.SYSTEM_HEAP, HeapSpec.Kind.SYSTEM, 0));
        this.heaps.putAll(heaps);
        for (PixelFormat format : PixelFormat.values()) {
            formats.put(format.name(), format);
        }
    }

    Map<String, BufferSpec> read(Map<String, Value> declared) throws ScenarioException {
        Map<String, BufferSpec> pools = new LinkedHashMap<>();
        for (Value value : declared.values()) {
            pools.put(value.key(), pool(value));
        }
        return pools;
    }

    private BufferSpec pool(Value value) throws ScenarioException {
        YamlMap map = value.map("a pool of buffers", KEYS);
        int count = map.count("count", 1, Limits.POOL_COUNT_MAX);
        BufferSpec.Content content = map.has("bytes") ? blob(map) : picture(map);
        long bytes = bytes(content);
        if (bytes > Limits.SIZE_BYTES_MAX) {
            throw value.refused("buffers of " + Quantity.BYTES.words(bytes) + "; at most "
                    + Quantity.BYTES.words(Limits.SIZE_BYTES_MAX) + " are taken");
        }
        totalBytes += count * bytes;
        if (totalBytes > Limits.BUFFERS_BYTES_MAX) {
            throw value.refused("with it all buffers have " + Quantity.BYTES.words(totalBytes)
                    + "; at most " + Quantity.BYTES.words(Limits.BUFFERS_BYTES_MAX)
                    + " are taken");
        }
        String heap = heap(map.find("heap"), bytes);
        refuseCrowded(map, heap, count * pagedBytes(content));
        return new BufferSpec(value.key(), count, content, heap);
    }

    private void refuseCrowded(YamlMap map, String heap, long poolBytes) throws ScenarioException {
        long taken = takenBytes.merge(heap, poolBytes, Long::sum);
        HeapSpec of = Objects.requireNonNull(heaps.get(heap));
        if (of.kind() != HeapSpec.Kind.SYSTEM && of.sizeBytes() < taken) {
            map.refuse(
                    "heap",
                    Quoted.of(heap) + " has " + Quantity.BYTES.words(of.sizeBytes())
                            + ", and its buffers need " + Quantity.BYTES.words(taken)
                            + " in whole pages; enlarge it, or take fewer");
        }
    }

    private String heap(@Nullable Value value, long bytes) throws ScenarioException {
        if (value == null) {
            return Scenario.SYSTEM_HEAP;
        }
        HeapSpec heap = value.known(heaps, "heap");
        if (heap.kind() != HeapSpec.Kind.SYSTEM && heap.sizeBytes() < bytes) {
            throw value.refused(value.shown() + " has "
                    + Quantity.BYTES.words(heap.sizeBytes()) + ", less than one buffer of "
                    + Quantity.BYTES.words(bytes));
        }
        return heap.name();
    }

    private static BufferSpec.Blob blob(YamlMap map) throws ScenarioException {
        for (String key : List.of("format", "size", "planes")) {
            map.refuse(key, "for pictures; these buffers have bytes");
        }
        return new BufferSpec.Blob(
                map.get("bytes").quantity(Quantity.BYTES, 1, Limits.SIZE_BYTES_MAX));
    }

    private BufferSpec.Picture picture(YamlMap map) throws ScenarioException {
        PixelFormat format = format(map.get("format"));
        Size size = map.get("size").size();
        boolean separate = map.word("planes", Planes.TOGETHER) == Planes.SEPARATE;
        return new BufferSpec.Picture(format, size, separate);
    }

    private PixelFormat format(Value value) throws ScenarioException {
        PixelFormat meant = PixelFormat.called(value.text()).orElse(null);
        if (meant != null && !meant.name().equals(value.text())) {
            throw value.refused(value.shown() + " is no pixel format; did you mean "
                    + Quoted.of(meant.name()) + "?");
        }
        return value.known(formats, "pixel format");
    }

    private static long bytes(BufferSpec.Content content) {
        return content instanceof BufferSpec.Blob blob
                ? blob.sizeBytes()
                : planes((BufferSpec.Picture) content).sum();
    }

    /** Of which each buffer takes whole pages, and planes that lie apart are buffers of their own. */
    static long pagedBytes(BufferSpec.Content content) {
        return content instanceof BufferSpec.Picture picture && picture.separatePlanes()
                ? planes(picture).map(BufferSection::paged).sum()
                : paged(bytes(content));
    }

    private static long paged(long bytes) {
        return (bytes + HeapSection.PAGE_BYTES - 1)
                / HeapSection.PAGE_BYTES
                * HeapSection.PAGE_BYTES;
    }

    private static LongStream planes(BufferSpec.Picture picture) {
        Size size = picture.size();
        return IntStream.range(0, picture.format().planes())
                .mapToLong(plane -> picture.format().bytes(plane, size.width(), size.height()));
    }
}
