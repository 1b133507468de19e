package dev.baton.buffers.heap;

import dev.baton.buffers.BufferInfo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a heap has given out and not got back (B11): what Linux shows in {@code bufinfo}, unlike
 * there for one heap, and with what nobody can close any more.
 *
 * @param heap its name
 * @param open its buffers that are not over, in the order of their exports, with places if {@link
 *     dev.baton.buffers.Tracking} is on
 * @param lost how many are not over but forgotten: nobody can close them any more
 * @since 0.1
 */
public record HeapReport(String heap, List<BufferInfo> open, long lost) {
    /**
     * Copies the list.
     *
     * @param heap its name
     * @param open its buffers that are not over
     * @param lost how many more there are
     */
    public HeapReport {
        open = List.copyOf(open);
    }

    /** {@return whether all came back} */
    public boolean isClean() {
        return open.isEmpty() && lost == 0;
    }

    /**
     * Says all of it: a line for the heap, one for each buffer, and one for each place.
     *
     * @return lines for people, joined by line feeds, with none at the end
     */
    public String describe() {
        String heading =
                "heap \"" + heap + "\": " + open.size() + " buffers open, " + lost + " lost";
        return Stream.concat(Stream.of(heading), open.stream().flatMap(HeapReport::lines))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> lines(BufferInfo buffer) {
        return Stream.concat(
                Stream.of("  " + buffer.describe()),
                buffer.open().stream().map(place -> "    " + place));
    }
}
