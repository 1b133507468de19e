package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What is to be seen of one buffer from outside (B11): a row of Linux's {@code bufinfo}, unlike
 * that as data too, and with counts of its own for handles, mappings of CPU and devices, and
 * brackets.
 *
 * @param name as given at the export
 * @param size bytes
 * @param exporter who backs it
 * @param handles how many are open; each open bracket has one of its own
 * @param mappings CPU mappings that are open
 * @param attachments the names of the attached devices
 * @param dmaMappings mappings of these devices that are open
 * @param brackets brackets of CPU access that are open
 * @param sync what its sync object says of itself; null if it has none
 * @param counters what its coherency has cost
 * @param open with {@link Tracking} on, what is open and where it was made; else empty
 * @since 0.1
 */
public record BufferInfo(
        String name,
        long size,
        String exporter,
        int handles,
        int mappings,
        List<String> attachments,
        int dmaMappings,
        int brackets,
        @Nullable String sync,
        Counters counters,
        List<String> open) {
    /**
     * Says all of it in one line, but for the places; the counters only if there is anything to
     * count.
     *
     * @return a line for people, with everything from outside escaped
     */
    public String describe() {
        return String.join(
                " ",
                "buffer " + Quoted.of(name),
                "size " + size,
                "exporter " + Quoted.of(exporter),
                "handles " + handles,
                "mappings " + mappings,
                "attachments " + attachments.stream().map(Quoted::of).toList(),
                "dma mappings " + dmaMappings,
                "brackets " + brackets,
                "sync " + (sync == null ? "none" : Quoted.of(sync)) + counted());
    }

    private String counted() {
        if (counters.equals(Counters.NONE)) {
            return "";
        }
        return " faults " + counters.faults()
                + " shoot-downs " + counters.shootDowns()
                + " lines flushed " + counters.linesFlushed()
                + " lines invalidated " + counters.linesInvalidated()
                + " maps avoided " + counters.mapsAvoided();
    }
}
