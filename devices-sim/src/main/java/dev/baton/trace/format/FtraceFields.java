package dev.baton.trace.format;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the text of one of the kernel's events and its fields in Perfetto's {@code FtraceEvent} belong
 * together, in both directions. Field numbers are those of Perfetto's own protocol buffers.
 *
 * @param event its name
 * @param number its field in {@code FtraceEvent}
 * @param fields in the order of the text
 * @param tail what follows the last field
 */
record FtraceFields(String event, int number, List<Field> fields, String tail) {
    private static final String FENCE = "driver={2s} timeline={4s} context={1u} seqno={3u}";
    private static final String JOB =
            "dev={4s}, fence={5u}:{6u}, ring={1s}, job count:{2u}, hw job count:{3u}, client_id:{7u}";

    private static final List<FtraceFields> ALL = Stream.of(
                    of("drm_vblank_event", 409, "crtc={1u}, seq={3u}"),
                    of("drm_vblank_event", 409, "crtc={1u}, seq={3u}, time={4u}, high-prec={2b}"),
                    of("drm_vblank_event_delivered", 410, "file={2x}, crtc={1u}, seq={3u}"),
                    of("dma_fence_init", 414, FENCE),
                    of("dma_fence_emit", 415, FENCE),
                    of("dma_fence_signaled", 416, FENCE),
                    of("dma_fence_wait_start", 417, FENCE),
                    of("dma_fence_wait_end", 418, FENCE),
                    of("drm_sched_job_done", 592, "fence={1u}:{2u} signaled"),
                    of("drm_sched_job_queue", 593, JOB),
                    of("drm_sched_job_run", 594, JOB))
            .toList();
    private static final Map<String, List<FtraceFields>> OF_EVENT =
            ALL.stream().collect(Collectors.groupingBy(FtraceFields::event));

    /**
     * One field.
     *
     * @param before the text in front of it
     * @param number in the event's own message
     * @param kind s: words, u: unsigned decimal, x: hexadecimal of 16 digits, b: true or false
     */
    record Field(String before, int number, char kind) {
        private static final int HEX = 16;

        boolean isText() {
            return kind == 's';
        }

        /** The number that a word stands for; null if it does not. */
        @Nullable
        Long parse(String word) {
            try {
                return switch (kind) {
                    case 'u' -> Long.parseUnsignedLong(word);
                    case 'x' -> Long.parseUnsignedLong(word, HEX);
                    default -> word.equals("true") ? Long.valueOf(1) : Long.valueOf(0);
                };
            } catch (NumberFormatException none) {
                return null;
            }
        }

        String render(Object value) {
            if (value instanceof Long number) {
                return switch (kind) {
                    case 'u' -> Long.toUnsignedString(number);
                    case 'x' -> String.format("%016x", number);
                    default -> String.valueOf(number != 0);
                };
            }
            return value.toString();
        }
    }

    private static FtraceFields of(String event, int number, String template) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
            int field = template.charAt(open + 1) - '0';
            fields.add(new Field(template.substring(at, open), field, template.charAt(open + 2)));
            at = open + "{0s}".length();
        }
        return new FtraceFields(event, number, List.copyOf(fields), template.substring(at));
    }

    /** Which of an event's forms a payload has; none if it would not come back as it is. */
    static Optional<FtraceFields> of(String event, String payload) {
        return OF_EVENT.getOrDefault(event, List.of()).stream()
                .filter(form -> {
                    List<Object> values = form.parse(payload);
                    return values != null && form.render(values).equals(payload);
                })
                .findFirst();
    }

    /** Those that a field of {@code FtraceEvent} may stand for. */
    static List<FtraceFields> of(int number) {
        return ALL.stream().filter(form -> form.number == number).toList();
    }

    /** The values of the fields, Long or String; null if the payload has another form. */
    @Nullable
    List<Object> parse(String payload) {
        List<Object> values = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            at += field.before().length();
            String next = i + 1 < fields.size() ? fields.get(i + 1).before() : tail;
            int end = next.isEmpty() ? payload.length() : payload.indexOf(next, at);
            Object value = end < at ? null : value(field, payload.substring(at, end));
            if (value == null) {
                return null;
            }
            values.add(value);
            at = end;
        }
        return values;
    }

    private static @Nullable Object value(Field field, String word) {
        return field.isText() ? word : field.parse(word);
    }

    /** The payload of these values. */
    String render(List<Object> values) {
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            payload.append(fields.get(i).before()).append(fields.get(i).render(values.get(i)));
        }
        return payload.append(tail).toString();
    }
}
