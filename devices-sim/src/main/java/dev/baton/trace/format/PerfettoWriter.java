package dev.baton.trace.format;

import com.google.protobuf.CodedOutputStream;

import dev.baton.trace.text.FtraceEvent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes Perfetto's protocol buffers, packet after packet. The kernel's events go as themselves, so
 * that the viewer draws fences, rings and vblanks as a driver's; one that Perfetto has no message
 * for goes as a print that names it. The numbers of messages and fields are Perfetto's.
 */
final class PerfettoWriter implements TraceSink {
    static final int PACKET = 1;

    static final int PACKET_TIMESTAMP = 8;
    static final int PACKET_SEQUENCE = 10;
    static final int PACKET_TRACK_EVENT = 11;
    static final int PACKET_TRACK = 60;
    static final int PACKET_FTRACE = 1;

    static final int TRACK_UUID = 1;
    static final int TRACK_NAME = 2;
    static final int TRACK_THREAD = 4;
    static final int TRACK_PARENT = 5;

    static final int THREAD_PROCESS = 1;
    static final int THREAD_TASK = 2;
    static final int THREAD_NAME = 5;

    static final int EVENT_TYPE = 9;
    static final int EVENT_TRACK = 11;
    static final int EVENT_NAME = 23;
    static final int EVENT_FLOW = 47;
    static final int EVENT_FLOW_ENDS = 48;

    static final int BEGIN = 1;
    static final int END = 2;
    static final int INSTANT = 3;

    static final int BUNDLE_CPU = 1;
    static final int BUNDLE_EVENT = 2;
    static final int FTRACE_NANOS = 1;
    static final int FTRACE_TASK = 2;
    static final int FTRACE_PRINT = 3;
    static final int PRINT_IP = 1;
    static final int PRINT_TEXT = 2;

    /** The kernel's own prints have the address of the caller; what stands for an event has this. */
    static final int STANDS_FOR_EVENT = 1;

    private static final int SEQUENCE = 1;
    private static final int BUFFER_BYTES = 256;

    private final CodedOutputStream out;
    private final OutputStream file;
    private final Map<String, Long> groups = new HashMap<>();
    private final Map<Lane, Long> lanes = new HashMap<>();
    private final Map<Integer, String> tasks = new HashMap<>();
    private long uuids;
    private long flows;

    PerfettoWriter(OutputStream file) {
        this.file = file;
        this.out = CodedOutputStream.newInstance(file);
    }

    /** Writes the fields of a message. */
    private interface Message {
        void write(CodedOutputStream out) throws IOException;
    }

    @Override
    public void slice(Lane lane, long fromNanos, long toNanos, String name) throws IOException {
        long track = track(lane);
        if (fromNanos == toNanos) {
            event(fromNanos, track, INSTANT, name, 0, 0);
            return;
        }
        event(fromNanos, track, BEGIN, name, 0, 0);
        event(toNanos, track, END, "", 0, 0);
    }

    @Override
    public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name)
            throws IOException {
        long flow = ++flows;
        event(fromNanos, track(from), INSTANT, "hands on " + name, EVENT_FLOW, flow);
        event(toNanos, track(to), INSTANT, "takes over " + name, EVENT_FLOW_ENDS, flow);
    }

    private void event(long nanos, long track, int type, String name, int flowField, long flow)
            throws IOException {
        packet(packet -> {
            packet.writeUInt64(PACKET_TIMESTAMP, nanos);
            message(packet, PACKET_TRACK_EVENT, event -> {
                event.writeInt32(EVENT_TYPE, type);
                event.writeUInt64(EVENT_TRACK, track);
                if (!name.isEmpty()) {
                    event.writeString(EVENT_NAME, name);
                }
                if (flow != 0) {
                    event.writeFixed64(flowField, flow);
                }
            });
        });
    }

    private long track(Lane lane) throws IOException {
        Long track = lanes.get(lane);
        if (track == null) {
            Long group = groups.get(lane.group());
            if (group == null) {
                group = describe(lane.group(), 0);
                groups.put(lane.group(), group);
            }
            track = describe(lane.name(), group);
            lanes.put(lane, track);
        }
        return track;
    }

    private long describe(String name, long parent) throws IOException {
        long uuid = ++uuids;
        packet(packet -> message(packet, PACKET_TRACK, track -> {
            track.writeUInt64(TRACK_UUID, uuid);
            track.writeString(TRACK_NAME, name);
            if (parent != 0) {
                track.writeUInt64(TRACK_PARENT, parent);
            }
        }));
        return uuid;
    }

    /** The recorder does not tell processes, so each task counts as one. */
    private void describe(int task, String comm) throws IOException {
        packet(packet -> message(packet, PACKET_TRACK, track -> {
            track.writeUInt64(TRACK_UUID, ++uuids);
            message(track, TRACK_THREAD, thread -> {
                thread.writeInt32(THREAD_PROCESS, task);
                thread.writeInt32(THREAD_TASK, task);
                thread.writeString(THREAD_NAME, comm);
            });
        }));
    }

    @Override
    public void ftrace(FtraceEvent event) throws IOException {
        if (!event.comm().equals(tasks.put(event.task(), event.comm()))) {
            describe(event.task(), event.comm());
        }
        Optional<FtraceFields> form = FtraceFields.of(event.name(), event.payload());
        if (form.isPresent()) {
            bundle(event, form.get().number(), out -> fields(out, form.get(), event.payload()));
        } else {
            bundle(event, FTRACE_PRINT, out -> print(out, event));
        }
    }

    private static void fields(CodedOutputStream out, FtraceFields form, String payload)
            throws IOException {
        List<Object> values = form.parse(payload);
        for (int i = 0; values != null && i < values.size(); i++) {
            int number = form.fields().get(i).number();
            if (values.get(i) instanceof Long value) {
                out.writeUInt64(number, value);
            } else {
                out.writeString(number, values.get(i).toString());
            }
        }
    }

    private static void print(CodedOutputStream out, FtraceEvent event) throws IOException {
        if (event.name().equals(PerfettoReader.MARK)) {
            out.writeString(PRINT_TEXT, event.payload() + '\n');
        } else {
            out.writeUInt64(PRINT_IP, STANDS_FOR_EVENT);
            out.writeString(PRINT_TEXT, event.name() + ": " + event.payload() + '\n');
        }
    }

    private void bundle(FtraceEvent event, int field, Message fields) throws IOException {
        packet(packet -> message(packet, PACKET_FTRACE, bundle -> {
            bundle.writeUInt32(BUNDLE_CPU, event.cpu());
            message(bundle, BUNDLE_EVENT, out -> {
                out.writeUInt64(FTRACE_NANOS, event.nanos());
                out.writeUInt32(FTRACE_TASK, event.task());
                message(out, field, fields);
            });
        }));
    }

    private void packet(Message fields) throws IOException {
        message(out, PACKET, packet -> {
            packet.writeUInt32(PACKET_SEQUENCE, SEQUENCE);
            fields.write(packet);
        });
    }

    private static void message(CodedOutputStream out, int field, Message fields)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream inner = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);
        fields.write(inner);
        inner.flush();
        out.writeByteArray(field, bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.flush();
        file.close();
    }
}
